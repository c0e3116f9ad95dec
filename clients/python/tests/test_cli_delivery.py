"""The commands about duty, summons and quiet against a real service on loopback."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app

RUN = CliRunner()
AT = "2026-12-01T08:00:00Z"
SHIFT = {"id": "s1", "party": "p1", "login": "salem", "name": "Salem", "start": AT, "end": AT}
SUMMONS = {"id": "m1", "channel": "push", "state": "accepted", "made_at": AT, "tries": 1}
PHONE = {"id": "a1", "device": None, "added_at": AT}


@pytest.fixture
def run(service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service, signed in."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(*arguments: str) -> Result:
        return RUN.invoke(app, arguments)

    return invoke


def test_a_shift_is_added_listed_and_removed(run, service) -> None:
    service.answer_instead("/v1/duty", 201, SHIFT)
    assert (
        "Salem (salem) on duty"
        in run("duty", "add", "salem", "2026-12-01T08:00Z", "2026-12-01T18:00Z").stdout
    )
    for found, said in (([SHIFT], "s1"), ([], "every officer")):
        service.answer_instead("/v1/duty", 200, {"shifts": found})
        assert said in run("duty", "list").stdout
    service.answer_instead("/v1/duty/s1", 200, {})
    assert run("duty", "remove", "s1").exit_code == 0


def test_what_was_sent_is_listed(run, service) -> None:
    for found, said in (([SUMMONS], "push · accepted"), ([], "nothing was sent")):
        service.answer_instead("/v1/summons", 200, {"summons": found})
        assert said in run("summons").stdout


def test_an_endpoint_is_subscribed_listed_and_ended(run, service) -> None:
    service.answer_instead("/v1/push-subscriptions", 201, PHONE)
    assert "a1" in run("push", "add", "https://push.example.org/x").stdout
    service.answer_instead("/v1/push-subscriptions", 200, {"key": None, "subscriptions": [PHONE]})
    assert "not offered" in run("push", "list").stdout
    service.answer_instead("/v1/push-subscriptions/a1", 200, {})
    assert run("push", "remove", "a1").exit_code == 0


def test_one_s_own_devices_keep_still_and_ring_again(run, service) -> None:
    service.answer_instead("/v1/snooze", 200, {"up_to": 3, "until": AT})
    assert "up to 3" in run("snooze", "5").stdout
    service.answer_instead("/v1/snooze", 200, {"up_to": 0, "until": None})
    assert "your devices ring" in run("snooze").stdout
