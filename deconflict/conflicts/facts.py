"""Findings as plain JSON and back, exactly: what a conflict's row keeps of them. No I/O."""

from datetime import datetime
from typing import Any

from deconflict.conflicts.model import Shown
from deconflict.separation.area import ZoneFinding, ZoneKind
from deconflict.separation.check import Finding, Grade, PointInTime


def to_facts(finding: Finding | ZoneFinding) -> dict[str, Any]:
    """Return the finding as JSON: distances in metres, lags in seconds, times in RFC 3339."""
    if isinstance(finding, ZoneFinding):
        return {
            "kind": finding.kind.value,
            "grade": finding.grade.value,
            "distance_m": finding.distance_m,
            "nominal_distance_m": finding.nominal_distance_m,
            "at": _point(finding.at),
            "first": finding.first.isoformat(),
            "last": finding.last.isoformat(),
        }
    return {
        "grade": finding.grade.value,
        "distance_m": finding.distance_m,
        "lag_s": finding.lag_s,
        "nominal_distance_m": finding.nominal_distance_m,
        "least_lag_s": finding.least_lag_s,
        "at_a": _point(finding.at_a),
        "at_b": _point(finding.at_b),
        "first_a": _moment(finding.first_a),
        "last_a": _moment(finding.last_a),
        "first_b": _moment(finding.first_b),
        "last_b": _moment(finding.last_b),
    }


def from_facts(facts: dict[str, Any]) -> Finding | ZoneFinding:
    """Read what `to_facts` wrote."""
    if "kind" in facts:
        return ZoneFinding(
            kind=ZoneKind(facts["kind"]),
            grade=Grade(facts["grade"]),
            distance_m=facts["distance_m"],
            nominal_distance_m=facts["nominal_distance_m"],
            at=_read_point(facts["at"]),
            first=datetime.fromisoformat(facts["first"]),
            last=datetime.fromisoformat(facts["last"]),
        )
    return Finding(
        grade=Grade(facts["grade"]),
        distance_m=facts["distance_m"],
        lag_s=facts["lag_s"],
        nominal_distance_m=facts["nominal_distance_m"],
        least_lag_s=facts["least_lag_s"],
        at_a=_read_point(facts["at_a"]),
        at_b=_read_point(facts["at_b"]),
        first_a=_read_moment(facts["first_a"]),
        last_a=_read_moment(facts["last_a"]),
        first_b=_read_moment(facts["first_b"]),
        last_b=_read_moment(facts["last_b"]),
    )


def to_shown_facts(shown: Shown) -> dict[str, Any]:
    """Return what a party is shown as JSON: distances in metres, lags in seconds, times in RFC 3339."""
    return {
        "callsign": shown.callsign,
        "grade": shown.grade.value,
        "distance_m": shown.distance_m,
        "lag_s": shown.lag_s,
        "nominal_distance_m": shown.nominal_distance_m,
        "least_lag_s": shown.least_lag_s,
        "at": _point(shown.at),
        "at_other": None if shown.at_other is None else _point(shown.at_other),
        "first": _moment(shown.first),
        "last": _moment(shown.last),
        "first_other": _moment(shown.first_other),
        "last_other": _moment(shown.last_other),
        "parts": [[_point(point) for point in part] for part in shown.parts],
    }


def from_shown_facts(facts: dict[str, Any]) -> Shown:
    """Read what `to_shown_facts` wrote."""
    return Shown(
        callsign=facts["callsign"],
        grade=Grade(facts["grade"]),
        distance_m=facts["distance_m"],
        lag_s=facts["lag_s"],
        nominal_distance_m=facts["nominal_distance_m"],
        least_lag_s=facts["least_lag_s"],
        at=_read_point(facts["at"]),
        at_other=None if facts["at_other"] is None else _read_point(facts["at_other"]),
        first=_read_moment(facts["first"]),
        last=_read_moment(facts["last"]),
        first_other=_read_moment(facts["first_other"]),
        last_other=_read_moment(facts["last_other"]),
        parts=tuple(tuple(_read_point(point) for point in part) for part in facts["parts"]),
    )


def _point(point: PointInTime) -> dict[str, Any]:
    return {"lon": point.lon, "lat": point.lat, "time": point.time.isoformat()}


def _read_point(facts: dict[str, Any]) -> PointInTime:
    return PointInTime(facts["lon"], facts["lat"], datetime.fromisoformat(facts["time"]))


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
