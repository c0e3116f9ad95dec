"""What each process of the service is started with."""

import json
import sys

from sqlalchemy.engine import make_url

from deconflict.runtime.children import api_workers, briefings, engines, gateway, notifier
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


def test_the_engines_two_processes_get_no_port() -> None:
    assert [part.child.pass_fds for part in engines(77)] == [(77,), (77,)]
    commands = [part.child.command[-4:] for part in engines()]
    assert commands == [("engine", "--supervised", "--only", duty) for duty in ("plans", "live")]


def test_who_sends_gets_no_port_and_the_weakest_login() -> None:
    assert notifier(77).child.pass_fds == (77,)
    assert notifier().child.command[-2:] == ("notify", "--supervised")
    assert notifier().kind == "api"


def test_tak_devices_are_listened_to_only_where_a_port_is_set() -> None:
    assert gateway(Settings()) == []
    for port in ({"cot_tls_port": 8089}, {"cot_plain_port": 8087}):
        [part] = gateway(Settings(**port), 77)
        assert (part.kind, part.child.pass_fds) == ("api", (77,))
        assert part.child.command[-3:] == ("gateway", "cot", "--supervised")


def test_no_process_learns_the_administrators_login_or_has_a_secret_on_its_command_line() -> None:
    settings = Settings().with_secrets("postgresql://admin:secret@db/ops", KEY)
    with listen("127.0.0.1", 0) as listener:
        parts = [*api_workers(listener, 1), *engines()]
    lines = briefings(parts, settings)
    urls = [make_url(json.loads(line)["database_url"]) for line in lines]
    assert [url.username for url in urls] == ["ops_api_login", "ops_checker_login", "ops_checker_login"]
    assert b"admin" not in b"".join(lines)
    assert KEY not in " ".join(word for part in parts for word in part.child.command)
