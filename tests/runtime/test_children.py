"""What each process of the service is started with."""

import json
import sys

from sqlalchemy.engine import make_url

from deconflict.runtime.children import api_workers, briefings, engine
from deconflict.runtime.listening import listen
from deconflict.runtime.settings import Settings

KEY = "a key that nobody else knows, 32+"


def test_api_workers_share_one_port() -> None:
    with listen("127.0.0.1", 0) as listener:
        workers = api_workers(listener, 2, 77)
        descriptor = listener.fileno()
    assert [worker.child.name for worker in workers] == ["api 1", "api 2"]
    for worker in workers:
        assert worker.child.pass_fds == (descriptor, 77)
        assert worker.child.command == (
            sys.executable,
            "-m",
            "deconflict",
            "serve",
            "--descriptor",
            str(descriptor),
        )


def test_the_engine_gets_no_port() -> None:
    assert engine(77).child.pass_fds == (77,)
    assert engine().child.command[-2:] == ("engine", "--supervised")


def test_no_process_learns_the_administrators_login_or_has_a_secret_on_its_command_line() -> None:
    settings = Settings().with_secrets("postgresql://admin:secret@db/ops", KEY)
    with listen("127.0.0.1", 0) as listener:
        parts = [*api_workers(listener, 1), engine()]
    lines = briefings(parts, settings)
    urls = [make_url(json.loads(line)["database_url"]) for line in lines]
    assert [url.username for url in urls] == ["ops_api_login", "ops_checker_login"]
    assert b"admin" not in b"".join(lines)
    assert KEY not in " ".join(word for part in parts for word in part.child.command)
