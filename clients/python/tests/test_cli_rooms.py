"""The commands about joint rooms against a real service on loopback."""

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


def test_a_room_is_opened_listed_sat_in_looked_at_left_and_closed(
    run, service, room_record, screen_record
) -> None:
    service.answer_instead("/v1/rooms", 201, room_record(chairing=True))
    assert "Coast road · you chair it" in run("room", "open", "Coast road", "p1", "p2").stdout
    for step, fields, said in (
        ("seat", {"seated": True}, "you sit there"),
        ("leave", {}, "open"),
        ("close", {"closed_at": "2026-11-30T18:00:00Z"}, "CLOSED"),
    ):
        service.answer_instead(f"/v1/rooms/r1/{step}", 200, room_record(**fields))
        assert said in run("room", step, "r1").stdout
    service.answer_instead("/v1/rooms/r1/screen", 200, screen_record())
    assert "conflict of Falcon 2 / Heron 5: CRITICAL, 120 m" in run("room", "screen", "r1").stdout
    for found, said in (([room_record()], "r1"), ([], "nothing")):
        service.answer_instead("/v1/rooms", 200, {"rooms": found})
        assert said in run("room", "list").stdout
