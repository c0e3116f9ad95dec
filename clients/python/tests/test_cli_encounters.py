"""The commands about encounters against a real service on loopback."""

import json
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


def test_they_are_listed_for_people_and_for_programs(run, service, encounter_record) -> None:
    def listed(*found: object) -> None:
        service.answer_instead("/v1/encounters", 200, {"encounters": list(found)})

    listed(encounter_record())
    assert "West W-7 · on course to meet" in run("encounters", "list").stdout
    listed(encounter_record())
    assert json.loads(run("encounters", "list", "--open", "--json").stdout)["other"]["callsign"] == "W-7"
    listed()
    assert "no encounters" in run("encounters", "list").stdout
    listed()
    assert run("encounters", "list", "--json").stdout == ""


@pytest.mark.rule("ALR-07")
def test_watching_tells_of_live_units_from_now_on_and_whether_the_line_holds(run, service) -> None:
    near = {"encounter": "e1", "unit": "u1", "callsign": "E-1", "sight": "area", "state": "open"}
    service.release(kind="encounter", **near)
    before = run_until_signed_out(run, service, "encounters", "watch")
    assert "E-1" not in before
    assert "live: nothing is missing up to alert 1" in before
    service.release(kind="encounter", **near)
    service.release()
    picture = {"epoch": "e1", "seq": 1, "at": "2026-12-01T12:00:00Z"}
    empty = {"patrols": [], "overlaps": [], "conflicts": [], "zones": []}
    service.answer_instead("/v1/picture", 200, picture | empty)
    told = run_until_signed_out(run, service, "encounters", "watch")
    assert "E-1 · others in the area" in told
    assert "alert 3" not in told
    assert json.loads(run_until_signed_out(run, service, "encounters", "watch", "--json"))["type"] == "live"


def run_until_signed_out(run, service, *arguments: str) -> str:
    """What is said until the service ends the session."""
    service.closing.append(4001)
    return str(run(*arguments).stdout)
