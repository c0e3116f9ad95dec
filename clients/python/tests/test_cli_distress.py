"""The commands about calls for help and halts against a real service on loopback."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app

RUN = CliRunner()


@pytest.fixture
def run(service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service, signed in."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(*arguments: str) -> Result:
        return RUN.invoke(app, arguments)

    return invoke


def test_a_call_is_raised_listed_and_ended(run, service, sos_record) -> None:
    service.answer_instead("/v1/sos", 201, sos_record())
    assert "SOS of Falcon 2" in run("sos", "raise", "Falcon 2", "--at", "13.19", "32.88").stdout
    service.answer_instead("/v1/sos/s1/end", 200, sos_record(ended_at="2026-12-01T09:00:00Z"))
    assert "over since" in run("sos", "end", "s1").stdout
    for found, said in (([sos_record()], "Falcon 2"), ([], "nothing")):
        service.answer_instead("/v1/sos", 200, {"sos": found})
        assert said in run("sos", "list").stdout


def test_a_halt_is_ordered_listed_and_lifted(run, service, halt_record) -> None:
    corners = ("13.1,32.8", "13.2,32.8", "13.2,32.9")
    service.answer_instead("/v1/halts", 201, halt_record())
    assert "NOT acknowledged by Omar" in run("halt", "order", *corners, "--note", "convoy").stdout
    service.answer_instead("/v1/halts/h1/lift", 200, halt_record(lifted_at="2026-12-01T09:00:00Z"))
    assert "lifted at" in run("halt", "lift", "h1").stdout
    for found, said in (([halt_record()], "ALL HALT"), ([], "nothing")):
        service.answer_instead("/v1/halts", 200, {"halts": found})
        assert said in run("halt", "list", "--language", "en").stdout
    assert run("halt", "order", "13.1").exit_code == 2
