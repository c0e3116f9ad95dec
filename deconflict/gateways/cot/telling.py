"""Which events say an alert or a position to a TAK device. Pure.

An alert arrives as what `GET /v1/alerts` answers the same viewer, field by field; nothing else is at hand here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from deconflict.alerts.model import AlertKind
from deconflict.gateways.cot import words, writing
from deconflict.gateways.cot.writing import At
from deconflict.tracking.model import Fix

STALE: Final = timedelta(minutes=2)
"""How long after a fix a unit is shown as if it were still there."""
LASTS: Final = timedelta(hours=6)
SUBJECTS: Final = ("sos", "halt", "encounter", "incident")
"""What keeps one marker, however many alerts speak of it."""


def alert_events(alert: Mapping[str, Any], to: str, now: datetime) -> list[bytes]:
    """Return the message about an alert, and where it has a place the marker; nothing for what is withheld bare."""
    if alert["kind"] is AlertKind.WITHHELD and not alert.get("reference"):
        return []
    said = words.line(alert)
    events = [writing.chat(message_of(alert), to, said, now)]
    place = place_of(alert)
    if place is not None:
        events.append(writing.marker(_uid(alert), _kind(alert), words.title(alert), said, place, now, LASTS))
    return events


def message_of(alert: Mapping[str, Any]) -> str:
    """Return the id of the message about an alert, by which its receipt comes back."""
    return f"{alert['epoch']}.{alert['seq']}"


def alert_of(message: str) -> tuple[str, int] | None:
    """Return the epoch and the number of the alert that a message is about; None when it is none of ours."""
    epoch, dot, seq = message.rpartition(".")
    return (epoch, int(seq)) if dot and seq.isascii() and seq.isdigit() and len(seq) < 16 else None


def position_event(name: UUID, callsign: str, fix: Fix, *, own: bool) -> bytes:
    """Return a unit where it was last, by the id its viewer knows it under: own ones as friends, others as neutral."""
    known = {"speed": fix.speed_m_s, "course": fix.course_deg}
    track = {what: value for what, value in known.items() if value is not None}
    at, kind = At(fix.lon, fix.lat, fix.accuracy_m), writing.OWN if own else writing.OTHER
    uid = f"deconflict-unit-{name}"
    return writing.position(uid, kind, callsign, at, fix.at, fix.at + STALE, track)


def place_of(alert: Mapping[str, Any]) -> At | None:
    """Return where an alert is, as far as its own fields say: a call's place, an incident's, the other unit's of an
    encounter, or the middle of a halt's area."""
    place = alert.get("place") or (alert.get("observation") or {}).get("place")
    if isinstance(place, Mapping):
        return At(place["lon"], place["lat"])
    other = alert.get("other")
    if isinstance(other, Mapping) and other.get("lon") is not None:
        return At(other["lon"], other["lat"])
    area = alert.get("area")
    if area and alert.get("halt"):
        lons, lats = zip(*area, strict=True)
        return At(sum(lons) / len(lons), sum(lats) / len(lats))
    return None


def _kind(alert: Mapping[str, Any]) -> str:
    if alert.get("sos") is None:
        return writing.SPOT
    return writing.SOS_OVER if alert["kind"] is AlertKind.ALL_CLEAR else writing.SOS


def _uid(alert: Mapping[str, Any]) -> str:
    subject = next((alert[name] for name in SUBJECTS if alert.get(name)), None)
    return f"deconflict-{subject or message_of(alert)}"
