"""The commands about who is with which unit against a small service on loopback."""

import json

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app

RUN = CliRunner()
OMAR = {"id": "p1", "login": "omar", "name": "Omar", "unit": None, "callsign": None, "since": None}


@pytest.fixture
def run(service, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service, signed in."""
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(*arguments: str) -> Result:
        return RUN.invoke(app, arguments)

    return invoke


def test_crews_are_listed_bound_and_released_by_their_login(run, service) -> None:
    service.answer_instead("/v1/crews", 200, {"crews": [OMAR]})
    assert run("crew", "list").stdout == "omar · Omar · -\n"
    bound = OMAR | {"unit": "u1", "callsign": "Falcon 2", "since": "2026-12-01T07:40:00Z"}
    service.answer_instead("/v1/crews", 200, {"crews": [OMAR]})
    service.answer_instead("/v1/crews/p1/unit", 200, bound)
    assert json.loads(run("crew", "bind", "omar@east", "Falcon 2", "--json").stdout) == bound
    service.answer_instead("/v1/crews", 200, {"crews": [bound]})
    service.answer_instead("/v1/crews/p1/unit", 204, {})
    assert run("crew", "release", "omar").exit_code == 0


def test_a_login_that_nobody_of_the_crews_has_is_said_to_be_none(run, service) -> None:
    service.answer_instead("/v1/crews", 200, {"crews": [OMAR]})
    done = run("crew", "bind", "salem", "Falcon 2")
    assert (done.exit_code, "salem" in done.stderr) == (2, True)
