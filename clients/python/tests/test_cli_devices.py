"""The commands about units' devices against a real service on loopback."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app

RUN = CliRunner()
DEVICE = {"id": "d1", "name": "phone", "callsign": "Falcon 2"}
LISTED = DEVICE | {"owner": "Falcon 2", "code_expires_at": None, "enrolled_at": "2026-12-01T08:02:00Z"}


@pytest.fixture
def run(service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service, signed in."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(*arguments: str, said: str | None = None) -> Result:
        return RUN.invoke(app, arguments, input=said)

    return invoke


def test_an_officer_adds_a_device_of_a_unit_by_its_callsign(run, service) -> None:
    units = [{"id": "u1", "party": "p1", "callsign": "Falcon 2"}]
    said = DEVICE | {"unit": "u1", "code": "K7QM-2M4Q", "expires_at": "2026-12-01T08:15:00Z"}
    for flags, found in ((), "K7QM-2M4Q"), (("--json",), '"code": "K7QM-2M4Q"'):
        service.answer_instead("/v1/units", 200, {"units": units})
        service.answer_instead("/v1/units/u1/devices", 201, said)
        assert found in run("device", "add", "Falcon 2", "phone", *flags, said="pass word\n").stdout


def test_whoever_holds_it_enrols_it_without_a_session(
    run, service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DECONFLICT_TOKEN")
    file = tmp_path / "phone.otrc"
    service.answer_instead("/v1/devices/enrol", 201, DEVICE | {"secret": "s3cret"})
    done = run("device", "enrol", "K7QM-2M4Q", "--owntracks", str(file))
    assert "d1.s3cret" in done.stdout.splitlines()
    assert json.loads(file.read_text())["password"] == "s3cret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    service.answer_instead("/v1/devices/enrol", 201, DEVICE | {"secret": "s3cret"})
    assert json.loads(run("device", "enrol", "K7QM-2M4Q", "--json").stdout)["secret"] == "s3cret"
    service.answer_instead("/v1/devices/enrol", 403, {"code": "code_refused", "detail": "No device waits."})
    assert run("device", "enrol", "K7QM-2M4Q").exit_code == 1


def test_devices_are_listed_and_revoked(run, service) -> None:
    service.answer_instead("/v1/devices", 200, {"devices": [LISTED | {"revoked_at": None}]})
    assert "phone · Falcon 2 · enrolled · d1" in run("device", "list").stdout
    service.answer_instead("/v1/devices", 200, {"devices": [LISTED | {"revoked_at": None}]})
    assert json.loads(run("device", "list", "--json").stdout)["owner"] == "Falcon 2"
    service.answer_instead("/v1/devices/d1/revoke", 200, LISTED | {"revoked_at": "2026-12-01T09:00:00Z"})
    assert "REVOKED" in run("device", "revoke", "d1").stdout
