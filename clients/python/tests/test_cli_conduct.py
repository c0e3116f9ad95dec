"""The commands about conduct against a real service on loopback."""

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


def test_a_plan_is_asked_about_and_its_answer_read(
    run, service, check_record, feature, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(feature))
    service.answer_instead("/v1/checks", 202, check_record(state="pending"))
    asked = run("check", str(file))
    assert (asked.exit_code, asked.stdout.splitlines()[-1]) == (0, "c1")
    service.answer_instead("/v1/checks/c1", 200, check_record())
    assert run("check", "c1").stdout.splitlines()[:2] == ["such a plan would share now:", "nothing"]
    assert run("check", "c2").exit_code == 1  # nothing of that id


def test_budgets_and_figures_are_shown_in_both_forms(run, service, budget_record, figures_record) -> None:
    for _ in range(2):
        service.answer_instead("/v1/budgets", 200, {"budgets": [budget_record()]})
        service.answer_instead("/v1/figures", 200, {"parties": [figures_record()]})
    assert "NO MORE NOTICES" in run("budgets").stdout
    assert json.loads(run("budgets", "--json").stdout)["callsign"] == "Falcon 2"
    assert "never driven 3 of 30" in run("figures", "--days", "7").stdout
    assert "لم يُنفَّذ" in run("figures", "--language", "ar").stdout


def test_a_party_is_suspended_listed_and_restored(run, service, suspension_record) -> None:
    service.answer_instead("/v1/parties/p1/suspend", 201, suspension_record(patrols=[]))
    assert run("suspend", "p1", "why").stdout == "East suspended since 2026-11-30 17:12Z: why\n"
    service.answer_instead("/v1/suspensions", 200, {"suspensions": [suspension_record()]})
    assert "within 1500 m" in run("suspensions").stdout
    service.answer_instead("/v1/suspensions", 200, {"suspensions": []})
    assert run("suspensions").stdout == "none\n"
    over = suspension_record(restored_at="2026-11-30T18:00:00Z")
    service.answer_instead("/v1/parties/p1/restore", 200, over)
    assert "was suspended from" in run("restore", "p1").stdout


def test_glass_is_asked_for_allowed_looked_through_and_closed(
    run, service, glass_record, patrol_record
) -> None:
    box = ("--box", "13,32.5,13.5,33", "--start", "2026-11-30T06:00Z", "--end", "2026-11-30T12:00Z")
    service.answer_instead("/v1/glass", 201, glass_record(state="asked", decided_role=None))
    assert "ASKED" in run("glass", "ask", "p1", "why", *box).stdout
    service.answer_instead("/v1/glass", 201, glass_record())
    assert run("glass", "ask", "p1", "why", "--patrol", "x").exit_code == 0
    for step in ("approve", "refuse", "withdraw", "close"):
        service.answer_instead(f"/v1/glass/g1/{step}", 200, glass_record())
        assert "ALLOWED" in run("glass", step, "g1").stdout
    service.answer_instead("/v1/glass/g1/patrols", 200, {"patrols": [patrol_record]})
    assert json.loads(run("glass", "look", "g1").stdout)["id"] == patrol_record["id"]
    for answer in ([glass_record()], []):
        service.answer_instead("/v1/glass", 200, {"glass": answer})
    assert "ALLOWED" in run("glass", "list").stdout
    assert run("glass", "list").stdout == "none\n"


@pytest.mark.parametrize(
    "scope", [(), ("--box", "1,2"), ("--box", "1,2,3,4"), ("--box", "1,2,3,4", "--start", "x")]
)
def test_a_scope_that_is_none_is_wrong_input(run, scope: tuple) -> None:
    assert run("glass", "ask", "p1", "why", *scope).exit_code == 2
