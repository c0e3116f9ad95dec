"""The command line against a real service on loopback."""

import json
import signal
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app
from deconflict_client.client import Client
from deconflict_client.http import Manner

RUN = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, without a session."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DECONFLICT_TOKEN", raising=False)
    monkeypatch.delenv("DECONFLICT_URL", raising=False)
    return tmp_path / "deconflict"


@pytest.fixture
def run(service, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service."""
    monkeypatch.setenv("DECONFLICT_URL", f"{service.url}/")

    def invoke(*arguments: str, said: str | None = None) -> Result:
        return RUN.invoke(app, arguments, input=said)

    return invoke


@pytest.fixture
def signed_in(run):
    assert run("login", "salem@east", said="right\n").exit_code == 0
    return run


@pytest.fixture
def plans(tmp_path: Path, feature):
    def write(*features: dict) -> str:
        path = tmp_path / "plans.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features or [feature]}))
        return str(path)

    return write


def test_a_login_is_kept_for_its_owner_alone(run, home: Path, service) -> None:
    signed = run("login", "salem@east", said="right\n")
    assert signed.exit_code == 0
    assert "signed in as Salem (liaison)" in signed.stdout
    assert "right" not in signed.output
    kept = home / "sessions.json"
    assert service.token in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_password_can_come_from_another_program(run) -> None:
    assert run("login", "salem@east", "--password-stdin", said="right\n").exit_code == 0


@pytest.mark.parametrize(
    ("flags", "said"), [((), "right\n492 039\n"), (("--password-stdin",), "right\n492 039\n")]
)
def test_whoever_holds_a_second_factor_is_asked_for_a_code(run, service, flags, said: str) -> None:
    refusal = {"code": "second_factor_required", "detail": "Sign in again with a code as well."}
    service.answer_instead("/v1/session", 403, refusal)
    signed = run("login", "salem@east", *flags, said=said)
    assert "signed in as Salem (liaison)" in signed.stdout
    assert [path for _, path, _ in service.requests] == ["/v1/session"] * 2


def test_a_wrong_code_is_told(run, service) -> None:
    for code in ("second_factor_required", "second_factor_refused"):
        service.answer_instead("/v1/session", 403, {"code": code, "detail": code})
    refused = run("login", "salem@east", said="right\n000000\n")
    assert (refused.exit_code, "second_factor_refused" in refused.stderr) == (1, True)


def test_a_device_signs_in_with_its_secret(run) -> None:
    assert run("login", "device-1", "--device", said="right\n").exit_code == 0


def test_a_wrong_password_is_told_and_nothing_is_kept(run, home: Path) -> None:
    refused = run("login", "salem@east", said="wrong\n")
    assert refused.exit_code == 4
    assert "Login or password is wrong" in refused.stderr
    assert not home.exists()


def test_a_service_that_gives_no_token_is_told(run, service) -> None:
    person = {"id": "1", "name": "Salem", "role": "liaison", "party": None}
    body = {"person": person, "expires_at": "2026-12-02T00:00:00Z", "feed_epoch": "e1"}
    service.answer_instead("/v1/session", 200, body)
    told = run("login", "salem@east", said="right\n")
    assert told.exit_code == 1
    assert "expected a token" in told.stderr


def test_signing_out_forgets_the_session(signed_in, home: Path) -> None:
    assert signed_in("logout").exit_code == 0
    assert "secret-token" not in (home / "sessions.json").read_text()
    assert signed_in("logout").exit_code == 4


def test_without_a_session_one_is_asked_for(run, plans) -> None:
    for arguments in (["register", plans()], ["watch"], ["ack", "--all"]):
        refused = run(*arguments)
        assert refused.exit_code == 4
        assert "deconflict-client login" in refused.stderr


def test_plans_are_registered_and_said_in_a_line_each(signed_in, plans, feature, service) -> None:
    done = signed_in("register", plans(feature, feature), "--unit", "W-2")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "P-p1 · registered · version 1 · late · notices by 2026-12-01 07:00:10Z · p1",
        "P-p2 · registered · version 1 · late · notices by 2026-12-01 07:00:10Z · p2",
    ]
    assert service.patrols["p1"]["plan"]["properties"]["unit"] == "W-2"


def test_a_zone_that_a_plan_meets_is_named(signed_in, plans, feature, service, patrol_record) -> None:
    hospital = {
        "code": "zone",
        "zone": "z1",
        "name": "Hospital",
        "kind": "protected_site",
        "grade": "caution",
    }
    service.answer_instead("/v1/patrols", 201, {**patrol_record, "findings": [hospital]})
    assert "meets Hospital (protected site, caution)" in signed_in("register", plans()).stdout


def test_what_was_registered_is_printed_for_programs(signed_in, plans) -> None:
    printed = json.loads(signed_in("register", plans(), "--json").stdout)
    assert (printed["reference"], printed["registered_at"]) == ("P-p1", "2026-12-01T07:00:00Z")


def test_a_refused_plan_does_not_hold_up_the_next(signed_in, plans, feature) -> None:
    short = json.loads(json.dumps(feature))
    short["geometry"]["coordinates"].pop()
    done = signed_in("register", plans(short, feature))
    assert done.exit_code == 1
    assert "plan 1 refused: too_few_waypoints" in done.stderr
    assert "P-p1" in done.stdout


def test_a_file_that_holds_no_plan_is_wrong_input(signed_in, tmp_path: Path) -> None:
    path = tmp_path / "plans.geojson"
    path.write_text("{")
    done = signed_in("register", str(path))
    assert done.exit_code == 2
    assert "expected JSON" in done.stderr
    assert signed_in("register", str(tmp_path / "absent")).exit_code == 2


def test_a_revoked_session_is_told(signed_in, plans, service) -> None:
    service.token = "another"
    assert signed_in("register", plans()).exit_code == 4


def test_a_service_that_is_away_is_told(plans, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECONFLICT_TOKEN", "token")
    patient = partial(Client, manner=Manner(sleep=lambda _seconds: None))
    monkeypatch.setattr("deconflict_client.terminal.Client", patient)
    done = RUN.invoke(app, ["register", plans(), "--url", "http://127.0.0.1:9"])
    assert done.exit_code == 3
    assert "unreachable" in done.stderr


def test_a_token_from_the_environment_needs_no_login(run, service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    service.release()
    service.closing.append(4001)
    watched = run("watch")
    assert "alert 1" in watched.stdout
    assert watched.exit_code == 4


@pytest.mark.rule("ALR-01")
def test_watching_goes_on_where_the_last_run_left_it(signed_in, service) -> None:
    service.release()
    service.release()
    service.closing += [4001, 4001]
    first = signed_in("watch")
    assert [line for line in first.stdout.splitlines() if "overlap" in line] == [
        line for line in first.stdout.splitlines() if line.startswith("2026-12-01 12:00Z · alert ")
    ]
    assert "alert 2" in first.stdout
    service.release()
    second = signed_in("watch")
    assert "alert 2 ·" not in second.stdout
    assert "alert 3 ·" in second.stdout


def test_a_place_of_ones_own_choice_is_kept(signed_in, service, tmp_path: Path) -> None:
    service.release()
    service.closing.append(4001)
    signed_in("watch", "--cursor", str(tmp_path / "place.json"))
    assert json.loads((tmp_path / "place.json").read_text()) == {"epoch": "e1", "seq": 1}


def test_alerts_are_printed_for_programs(signed_in, service, wire) -> None:
    service.release()
    service.closing.append(4001)
    printed = [json.loads(line) for line in signed_in("watch", "--json").stdout.splitlines()]
    assert printed == [{"type": "live", "cursor": {"epoch": "e1", "seq": 0}}, wire(1)]


def test_alerts_are_said_in_arabic(signed_in, service) -> None:
    service.release()
    service.closing.append(4001)
    assert "تداخل" in signed_in("watch", "--language", "ar").stdout


def test_one_alert_is_acknowledged_by_its_number(signed_in, service) -> None:
    service.release()
    service.release()
    done = signed_in("ack", "e1", "2")
    assert (done.exit_code, done.stdout) == (0, "acknowledged 1\n")
    assert [alert["acknowledged"] is None for alert in service.feed] == [True, False]


def test_all_alerts_are_acknowledged_but_those_that_are(signed_in, service) -> None:
    for _ in range(5):
        service.release()
    signed_in("ack", "e1", "2")
    assert signed_in("ack", "--all").stdout == "acknowledged 4\n"
    assert all(alert["acknowledged"] for alert in service.feed)


@pytest.mark.parametrize("arguments", [[], ["e1"], ["e1", "2", "--all"]])
def test_an_acknowledgement_says_of_what(signed_in, arguments: list[str]) -> None:
    assert signed_in("ack", *arguments).exit_code == 2


def test_an_acknowledgement_that_is_refused_is_told(signed_in, service) -> None:
    service.answer_instead(
        "/v1/alerts/e0/2/acknowledge", 404, {"code": "not_found", "detail": "Nothing here."}
    )
    done = signed_in("ack", "e0", "2")
    assert done.exit_code == 1
    assert "not_found: Nothing here." in done.stderr


def test_ctrl_c_ends_watching_with_a_kept_place(signed_in, service, home: Path) -> None:
    service.release()
    service.release()
    command = [sys.executable, "-m", "deconflict_client", "watch", "--json"]
    # As from a terminal, also when these tests run in the background of a shell, which ignores Ctrl-C there.
    heeding = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=heeding) as watching:
        seen = [watching.stdout.readline() for _ in range(3)]
        watching.send_signal(signal.SIGINT)
        try:
            assert watching.wait(timeout=60) == 0
        finally:
            watching.kill()
    assert [json.loads(line).get("seq") for line in seen] == [None, 1, 2]
    (place,) = home.glob("feed-*.json")
    assert json.loads(place.read_text())["seq"] in {1, 2}
