"""How a finding is told, in JSON and in a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from deconflict.cli._check_answer import in_order, json_text, print_table
from deconflict.gateways.plan_files import FilePlan
from deconflict.separation.among import PairFinding
from deconflict.separation.check import Finding, Grade, PointInTime
from deconflict.separation.path import PathLimits, accept
from deconflict.separation.shift import Shift

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HERE = PointInTime(13.123456789, 32.5, EIGHT + timedelta(microseconds=1_234_999))
FOUND = Finding(Grade.CAUTION, 812.4, -310.0004, None, 240.0, HERE, HERE, EIGHT, EIGHT, EIGHT, EIGHT)
PAIR = PairFinding(0, 1, FOUND, Shift(540, -1260))
PATH = accept([(13.0, 32.0)] * 2, [EIGHT, EIGHT + timedelta(hours=1)], 0.0, 0.0, PathLimits())
PLANS = [FilePlan("a.json", 0, "east", "K7", PATH), FilePlan("b.json", 3, "west", "كتيبة", PATH)]


def test_json_tells_the_finding_as_it_is():
    (told,) = orjson.loads(json_text(PLANS, [PAIR]))
    place = {"lon": 13.1234568, "lat": 32.5, "time": "2026-12-01T08:00:01.235Z"}
    eight = "2026-12-01T08:00:00.000Z"
    assert told == {
        "a": "K7", "b": "كتيبة", "party_a": "east", "party_b": "west", "plan_a": "a.json#0", "plan_b": "b.json#3",
        "grade": "caution", "distance_m": 812.4, "lag_s": -310.0, "nominal_distance_m": None, "least_lag_s": 240.0,
        "at_a": place, "at_b": place, "first_a": eight, "last_a": eight, "first_b": eight, "last_b": eight,
        "shift_a_s": {"later": 540, "earlier": -1260},
    }  # fmt: skip
    assert json_text(PLANS, []) == "[]"


def test_what_has_no_time_of_conflict_is_null():
    near = replace(
        FOUND, grade=Grade.ADVISORY, least_lag_s=None, first_a=None, last_a=None, first_b=None, last_b=None
    )
    (told,) = orjson.loads(json_text(PLANS, [PairFinding(0, 1, near, Shift(None, None))]))
    assert [told[key] for key in ("least_lag_s", "first_a", "last_b")] == [None] * 3
    assert told["shift_a_s"] == {"later": None, "earlier": None}


def test_the_worst_comes_first_then_the_nearest_then_the_order_of_the_files():
    def pair(grade: Grade, distance: float, a: int) -> PairFinding:
        return PairFinding(a, 9, replace(FOUND, grade=grade, distance_m=distance), Shift(0, 0))

    ordered = [
        pair(Grade.CRITICAL, 9.0, 3),
        pair(Grade.CAUTION, 1.0, 1),
        pair(Grade.CAUTION, 1.0, 2),
        pair(Grade.ADVISORY, 0.5, 0),
    ]
    assert in_order(ordered[::-1]) == ordered


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (Shift(540, -1260), "+9 min or -21 min"),
        (Shift(540, None), "+9 min"),
        (Shift(None, None), "not within 12 h"),
        (Shift(0, 0), "clear as it is"),
    ],
)
def test_a_table_says_how_to_get_clear(capsys, shift, words):
    print_table(PLANS, [replace(PAIR, shift=shift)], 1000.0)
    shown = capsys.readouterr().out
    assert words in shown
    assert "-5:10" in shown
    assert "2026-12-01 08:00:01Z" in shown
    assert "never at one time" in shown
    assert "1 caution: 2 plans of 2 parties, at 1000 m" in shown


def test_a_table_says_the_distance_with_no_lag(capsys):
    print_table(PLANS, [replace(PAIR, finding=replace(FOUND, nominal_distance_m=2431.0, lag_s=5.4))], 50.0)
    shown = capsys.readouterr().out
    assert "2431.00 m" in shown
    assert " 0:05 " in shown


def test_clear_is_said_without_a_table(capsys):
    print_table(PLANS, [], 50.0)
    assert capsys.readouterr().out == "clear: 2 plans of 2 parties, at 50 m\n"
