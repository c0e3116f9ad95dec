"""`deconflict check` as people and programs run it: answers, exit statuses, and what it says of bad input."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from deconflict.cli.check import app

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
POINT_KEYS = {"lon", "lat", "time"}


def plan(
    unit: str, party: str, lat: float, start_minute: float = 0.0, **properties: object
) -> dict[str, object]:
    """Nineteen kilometres east along a parallel, in twenty minutes."""
    times = [EIGHT + timedelta(minutes=start_minute + minutes) for minutes in (0, 20)]
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[13.0, lat], [13.2, lat]]},
        "properties": {
            "unit": unit,
            "party": party,
            "coordinateProperties": {"times": [time.isoformat() for time in times]},
            **properties,
        },
    }


def written(folder: Path, *plans: dict[str, object], name: str = "plans.geojson") -> str:
    file = folder / name
    file.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": list(plans)}))
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def answer(*arguments: str) -> list[dict[str, object]]:
    result = run(*arguments, "--json")
    assert result.stderr == ""
    return orjson.loads(result.stdout)


@pytest.mark.rule("SEP-05", "SEP-11")
def test_the_answer_has_every_member_that_is_promised(tmp_path):
    """B starts two minutes after A on the same road; both may be three minutes off."""
    file = written(
        tmp_path,
        plan("A1", "east", 32.0, time_tolerance_s=180),
        plan("B1", "west", 32.0, 2, time_tolerance_s=180),
    )
    (item,) = answer(file)
    assert {
        "a", "b", "grade", "distance_m", "lag_s", "nominal_distance_m", "least_lag_s", "at_a", "at_b",
        "first_a", "last_a", "first_b", "last_b", "shift_a_s",
    } <= set(item)  # fmt: skip
    assert (item["a"], item["b"], item["grade"], item["distance_m"]) == ("A1", "B1", "caution", 0.0)
    assert set(item["at_a"]) == set(item["at_b"]) == POINT_KEYS
    assert item["shift_a_s"] == {"later": 600, "earlier": -360}
    assert (item["plan_a"], item["party_b"]) == (f"{file}#0", "west")


@pytest.mark.parametrize(
    ("lat", "grade", "status"),
    [(32.0, "critical", 1), (32.005, "critical", 1), (32.012, "advisory", 0), (32.1, None, 0)],
)
def test_the_exit_status_is_one_only_for_a_conflict(tmp_path, lat, grade, status):
    file = written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", lat))
    result = run(file, "--json")
    assert result.exit_code == status
    assert [item["grade"] for item in orjson.loads(result.stdout)] == ([grade] if grade else [])
    assert run(file).exit_code == status


def test_an_advisory_has_no_time_of_conflict_and_needs_no_shift(tmp_path):
    (item,) = answer(written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", 32.012)))
    assert [item[key] for key in ("least_lag_s", "first_a", "last_a", "first_b", "last_b")] == [None] * 5
    assert item["shift_a_s"] == {"later": 0, "earlier": 0}


def test_the_minimum_decides(tmp_path):
    file = written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", 32.005))
    assert run(file, "--minimum", "100").exit_code == 0
    assert run(file, "--minimum", "600").exit_code == 1


def test_the_worst_comes_first_and_each_pair_once(tmp_path):
    near, far = plan("B1", "west", 32.012), plan("C1", "south", 32.0)
    found = answer(written(tmp_path, plan("A1", "east", 32.0), near, far))
    assert [(item["a"], item["b"], item["grade"]) for item in found] == [
        ("A1", "C1", "critical"),
        ("A1", "B1", "advisory"),
        ("B1", "C1", "advisory"),
    ]


def test_party_and_unit_default_to_the_file_and_plans_of_one_party_are_not_compared(tmp_path):
    bare = {
        **plan("", "", 32.0),
        "properties": {"coordinateProperties": plan("", "", 32.0)["properties"]["coordinateProperties"]},
    }
    files = [written(tmp_path, bare, name=f"{name}.json") for name in ("alpha", "bravo")]
    (item,) = answer(*files)
    assert (item["a"], item["b"], item["party_a"], item["party_b"]) == ("alpha", "bravo", "alpha", "bravo")
    alone = run(written(tmp_path, bare, bare, name="alpha.json"), "--json")
    assert (alone.exit_code, orjson.loads(alone.stdout)) == (0, [])
    assert alone.stderr == "All plans are of one party, alpha: there is nothing to compare.\n"


def test_tolerances_are_for_plans_that_declare_none(tmp_path):
    file = written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", 32.0, 30))
    assert answer(file) == []
    (item,) = answer(file, "--time-tolerance", "900")
    assert item["grade"] == "caution"
    strict = written(
        tmp_path,
        plan("A1", "east", 32.0, time_tolerance_s=0),
        plan("B1", "west", 32.0, 32, time_tolerance_s=0),
    )
    assert answer(strict, "--time-tolerance", "900") == []
    wide = written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", 32.01))
    assert [item["grade"] for item in answer(wide)] == ["advisory"]
    assert [item["grade"] for item in answer(wide, "--lateral-tolerance", "100")] == ["critical"]


def test_people_get_a_table_and_a_summary(tmp_path):
    file = written(
        tmp_path, plan("A[red]1", "east", 32.0), plan("B\x1b]0;1", "west", 32.0), plan("C1", "west", 32.012)
    )
    result = run(file)
    assert "A[red]1 (east)" in result.stdout
    assert "\x1b" not in result.stdout
    assert "1 critical, 1 advisory: 3 plans of 2 parties, at 1000 m" in result.stdout
    assert "clear: 1 plans of 1 parties" in run(written(tmp_path, plan("A1", "east", 32.0))).stdout


def test_a_terminal_sees_how_far_it_is_and_a_pipe_nothing(tmp_path, monkeypatch):
    file = written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", 32.0))
    assert run(file).stderr == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run(file).stderr
    assert "reading" in shown
    assert "checking" in shown


@pytest.mark.rule("SEC-02")
def test_bad_input_is_one_line_for_each_problem_and_no_answer(tmp_path):
    backwards = plan("A1", "east", 32.0)
    backwards["properties"]["coordinateProperties"]["times"].reverse()
    file = written(
        tmp_path, plan("B1", "west", 32.0), backwards, {**plan("C1", "west", 32.0), "geometry": None}
    )
    missing = str(tmp_path / "none.gpx")
    result = run(file, missing, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"{file}, plan 1, waypoint 1: times_decreasing: ")
    assert lines[1].startswith(f"{file}, plan 2: not_a_plan: `geometry` ")
    assert lines[2].startswith(f"{missing}: file_unreadable: ")
    assert len(lines) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--minimum", "49"],
        ["--minimum", "nan"],
        ["--minimum", "inf"],
        ["--time-tolerance", "-1"],
        ["--lateral-tolerance", "nan"],
        ["--colour"],
    ],
)
def test_a_wrong_command_line_is_bad_input(tmp_path, arguments):
    file = written(tmp_path, plan("A1", "east", 32.0))
    assert run(*([file] if arguments else []), *arguments).exit_code == 2


def test_the_installed_command_answers(tmp_path):
    file = written(tmp_path, plan("A1", "east", 32.0), plan("B1", "west", 32.0))
    done = subprocess.run(
        [sys.executable, "-m", "deconflict", "check", file, "--json"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert len(orjson.loads(done.stdout)) == 1
