"""The commands about tracks against a real service on loopback."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client import cli_tracks
from deconflict_client.cli import app

RUN = CliRunner()
STORED = {"stored": 2, "clock_offset_s": 0.0, "set_aside": []}
ROWS = "2026-12-01T08:00:00Z,32.5,15.25\n2026-12-01T08:00:01Z,32.5,15.26\n"


@pytest.fixture
def run(service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service, signed in, on a track with these rows."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(verb: str, rows: str, *arguments: str, header: str = "time,lat,lon") -> Result:
        file = tmp_path / "track.csv"
        file.write_text(f"{header}\n{rows}")
        return RUN.invoke(app, [verb, str(file), *arguments])

    return invoke


def test_a_track_is_added_in_pieces(run, service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_tracks, "AT_ONCE", 2)
    service.answer_instead("/v1/positions", 200, STORED)
    aside = {"stored": 1, "clock_offset_s": 0.0, "set_aside": [{"index": 0, "reason": "future"}]}
    service.answer_instead("/v1/positions", 200, aside)
    done = run("import", ROWS + ROWS, "--unit", "Falcon 2")
    assert (done.exit_code, done.stdout) == (0, "stored 3, set aside 1\n")
    assert [path for _, path, _ in service.requests] == ["/v1/positions"] * 2


def test_a_file_may_name_its_units(run, service) -> None:
    for _ in range(2):
        service.answer_instead("/v1/positions", 200, STORED)
    rows = "2026-12-01T08:00:00Z,32.5,15.25,Falcon 2\n2026-12-01T08:00:00Z,32.5,15.25,Heron 1\n"
    assert run("import", rows, header="time,lat,lon,unit").stdout == "stored 4\n"


@pytest.mark.parametrize("verb", ["import", "track"])
def test_without_a_unit_or_a_track_nothing_is_sent(run, service, verb: str) -> None:
    assert run(verb, ROWS).exit_code == 2
    assert run(verb, "yesterday,1,2\n", "--unit", "Falcon 2").exit_code == 2
    assert service.requests == []


def test_a_track_is_played_when_each_fix_is_due(run, service, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(cli_tracks.time, "sleep", waited.append)
    monkeypatch.setattr(cli_tracks.time, "monotonic", lambda: 0.0)
    for _ in range(2):
        service.answer_instead("/v1/positions", 200, STORED)
    done = run("track", ROWS, "--unit", "Falcon 2", "--speed", "4")
    assert (done.exit_code, done.stdout) == (0, "played 2\n")
    assert waited == [0.0, 0.25]


def test_several_units_are_not_played_at_once(run, service) -> None:
    rows = "2026-12-01T08:00:00Z,32.5,15.25,Falcon 2\n2026-12-01T08:00:00Z,32.5,15.25,Heron 1\n"
    assert run("track", rows, header="time,lat,lon,unit").exit_code == 2
    assert service.requests == []
