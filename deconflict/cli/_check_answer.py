"""The answer of `deconflict check`: as JSON, a list of pairs, or as a table for people. Decides nothing."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deconflict.gateways.plan_files import FilePlan
from deconflict.separation.among import PairFinding
from deconflict.separation.check import PointInTime

# In a pipe there is no width to fit into; whole lines are what `grep` wants.
PIPE_WIDTH: Final = 200
# Times are written by cutting off, so that rounding is adding half of the last place.
HALF_MILLISECOND: Final = timedelta(microseconds=500)
HALF_SECOND: Final = timedelta(milliseconds=500)
COLUMNS: Final = (
    "Grade",
    "A",
    "B",
    "Distance",
    "A after B",
    "With no lag",
    "Where",
    "A there",
    "Clear if A moves",
)


def in_order(pairs: Iterable[PairFinding]) -> list[PairFinding]:
    """Return the worst first, then the nearest, then as the files came."""
    return sorted(pairs, key=lambda pair: (-pair.finding.grade.rank, pair.finding.distance_m, pair.a, pair.b))


def json_text(plans: Sequence[FilePlan], pairs: Sequence[PairFinding]) -> str:
    """Return the JSON answer; a and b are units, everything else is as SEP-05 and SEP-11 say."""
    told = [_told(plans[pair.a], plans[pair.b], pair) for pair in pairs]
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def _told(a: FilePlan, b: FilePlan, pair: PairFinding) -> dict[str, object]:
    finding = pair.finding
    return {
        "a": a.unit,
        "b": b.unit,
        "party_a": a.party,
        "party_b": b.party,
        "plan_a": f"{a.file}#{a.plan}",
        "plan_b": f"{b.file}#{b.plan}",
        "grade": finding.grade.value,
        "distance_m": finding.distance_m,
        "lag_s": round(finding.lag_s, 3),
        "nominal_distance_m": finding.nominal_distance_m,
        "least_lag_s": None if finding.least_lag_s is None else round(finding.least_lag_s, 3),
        "at_a": _point(finding.at_a),
        "at_b": _point(finding.at_b),
        "first_a": _time(finding.first_a),
        "last_a": _time(finding.last_a),
        "first_b": _time(finding.first_b),
        "last_b": _time(finding.last_b),
        "shift_a_s": {"later": pair.shift.later_s, "earlier": pair.shift.earlier_s},
    }


def _point(at: PointInTime) -> dict[str, object]:
    return {"lon": round(at.lon, 7), "lat": round(at.lat, 7), "time": _time(at.time)}


def _time(at: datetime | None) -> str | None:
    """Return a time in UTC, rounded to the millisecond."""
    if at is None:
        return None
    return (at + HALF_MILLISECOND).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def print_table(plans: Sequence[FilePlan], pairs: Sequence[PairFinding], minimum_m: float) -> None:
    """Print the answer for people on standard output."""
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    if pairs:
        table = Table(*COLUMNS)
        for pair in pairs:
            table.add_row(*_row(plans[pair.a], plans[pair.b], pair))
        console.print(table)
    counts = Counter(pair.finding.grade.value for pair in pairs)
    summary = ", ".join(f"{count} {grade}" for grade, count in counts.items()) or "clear"
    parties = len({plan.party for plan in plans})
    console.print(f"{summary}: {len(plans)} plans of {parties} parties, at {minimum_m:g} m", highlight=False)


def _row(a: FilePlan, b: FilePlan, pair: PairFinding) -> tuple[str, ...]:
    finding = pair.finding
    nominal = finding.nominal_distance_m
    return (
        finding.grade.value,
        _name(a),
        _name(b),
        f"{finding.distance_m:.2f} m",
        _lag(finding.lag_s),
        "never at one time" if nominal is None else f"{nominal:.2f} m",
        f"{finding.at_a.lon:.5f} {finding.at_a.lat:.5f}",
        f"{finding.at_a.time + HALF_SECOND:%Y-%m-%d %H:%M:%S}Z",
        _moves(pair),
    )


def _name(plan: FilePlan) -> str:
    """Return unit and party as plain text: what a file calls them may neither style nor steer the terminal."""
    name = f"{plan.unit} ({plan.party})"
    return escape("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name))


def _lag(lag_s: float) -> str:
    minutes, seconds = divmod(round(abs(lag_s)), 60)
    sign = "-" if lag_s < 0 else ""
    return f"{sign}{minutes}:{seconds:02d}"


def _moves(pair: PairFinding) -> str:
    shifts = (pair.shift.later_s, pair.shift.earlier_s)
    if shifts == (0, 0):
        return "clear as it is"
    ways = [f"{shift // 60:+d} min" for shift in shifts if shift is not None]
    return " or ".join(ways) or "not within 12 h"
