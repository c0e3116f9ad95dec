"""One event as bytes becomes what a device said, or is refused. Pure; a document type is refused before it is read.

Of what a TAK device sends, these count: its own position, its emergency, receipts of our messages, its credential. All
else is left alone: markers, drawings and chats are people's own.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from deconflict.gateways.cot.errors import EventMalformed
from deconflict.tracking.model import Fix

UNKNOWN_M: Final = 9_999_999.0
"""What CoT writes where an error is not known."""
MOST_ACCURACY_M: Final = 1_000_000.0
MOST_SPEED_M_S: Final = 1000.0
FRIEND: Final = "a-f-"
EMERGENCY: Final = "b-a-o-"
CANCEL: Final = "b-a-o-can"
DELIVERED: Final = "b-t-f-d"
READ: Final = "b-t-f-r"
PING: Final = "t-x-c-t"
FIRST, LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2299, 1, 1, tzinfo=UTC)
LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class Credential:
    """What a device shows on a stream without a certificate: its id and its secret."""

    device: UUID
    secret: str


@dataclass(frozen=True)
class Reported:
    """Where a device says that it is, as far as it knows; `urgent` is the emergency it carries, `calm` its end."""

    uid: str
    callsign: str
    fix: Fix | None
    sent_at: datetime
    urgent: str | None = None
    calm: bool = False


@dataclass(frozen=True)
class Emergency:
    """A call for help, or (`over`) its end, from wherever the device is, as far as it knows."""

    uid: str
    callsign: str
    fix: Fix | None
    sent_at: datetime
    over: bool
    kind: str


@dataclass(frozen=True)
class Delivered:
    """A receipt of one of our messages: shown on the device, or (`read`) read there."""

    message: str
    read: bool


@dataclass(frozen=True)
class Ping:
    """A device asks whether we are there."""


Said = Credential | Reported | Emergency | Delivered | Ping | None


def read(frame: bytes) -> Said:
    """Return what a device said; None where it is nothing for us. Raises EventMalformed."""
    try:
        root: Element = fromstring(frame, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        raise EventMalformed() from None
    if root.tag == "auth":
        return _credential(root)
    if root.tag != "event":
        raise EventMalformed()
    return _event(root, root.get("type", ""))


def _event(root: Element, kind: str) -> Said:
    if kind == PING:
        return Ping()
    if kind in {DELIVERED, READ}:
        return _receipt(root, read=kind == READ)
    if kind.startswith(EMERGENCY):
        over = kind == CANCEL or _is_cancelled(root)
        said = _uid(root), _callsign(root), _fix(root), _time(root, "time")
        return Emergency(*said, over, _words(root) or kind)
    if not kind.startswith(FRIEND):
        return None
    calm = _is_cancelled(root)
    urgent = None if calm else _words(root)
    return Reported(_uid(root), _callsign(root), _fix(root), _time(root, "time"), urgent, calm)


def _credential(root: Element) -> Credential:
    shown = root.find("cot")
    if shown is None:
        raise EventMalformed()
    try:
        device = UUID(shown.get("username", ""))
    except ValueError:
        raise EventMalformed() from None
    return Credential(device, shown.get("password", "")[:1024])


def _receipt(root: Element, *, read: bool) -> Delivered | None:
    of = root.find("detail/__chatreceipt")
    message = None if of is None else of.get("messageId")
    return Delivered(message[:LONGEST_NAME], read) if message else None


def _fix(root: Element) -> Fix | None:
    """Return where and when; what is not known is None, what cannot be is refused.

    A device that has no position yet says 0/0 with an unknown error, since CoT has to have a point.
    """
    point, track = root.find("point"), root.find("detail/track")
    if point is None:
        raise EventMalformed()
    sent, start = _time(root, "time"), _time(root, "start")
    accuracy = _number(point, "ce", 0.0, UNKNOWN_M * 10)
    speed = None if track is None else _number(track, "speed", -1.0, UNKNOWN_M * 10)
    course = None if track is None else _number(track, "course", -360.0, 720.0)
    lon, lat = _required(point, "lon", 180.0), _required(point, "lat", 90.0)
    if lon == lat == 0 and (accuracy is None or accuracy >= UNKNOWN_M):
        return None
    return Fix(
        at=min(sent, start),
        lon=lon,
        lat=lat,
        accuracy_m=accuracy if accuracy is not None and accuracy <= MOST_ACCURACY_M else None,
        speed_m_s=speed if speed is not None and 0 <= speed <= MOST_SPEED_M_S else None,
        course_deg=None if course is None else course % 360,
    )


def _time(root: Element, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(root.get(name, ""))
    except ValueError:
        raise EventMalformed() from None
    if at.tzinfo is None:
        raise EventMalformed()
    try:
        at = at.astimezone(UTC)
    except OverflowError:
        raise EventMalformed() from None
    if not FIRST <= at < LAST:
        raise EventMalformed()
    return at


def _required(element: Element, name: str, most: float) -> float:
    value = _number(element, name, -most, most)
    if value is None:
        raise EventMalformed()
    return value


def _number(element: Element, name: str, least: float, most: float) -> float | None:
    said = element.get(name)
    if said is None:
        return None
    try:
        value = float(said)
    except ValueError:
        raise EventMalformed() from None
    if not math.isfinite(value) or not least <= value <= most:
        raise EventMalformed()
    return value + 0.0


def _uid(root: Element) -> str:
    uid = root.get("uid", "")
    if not 0 < len(uid) <= LONGEST_NAME:
        raise EventMalformed()
    return uid


def _callsign(root: Element) -> str:
    contact = root.find("detail/contact")
    return "" if contact is None else contact.get("callsign", "")[:LONGEST_NAME]


def _is_cancelled(root: Element) -> bool:
    said = root.find("detail/emergency")
    return said is not None and said.get("cancel", "").lower() == "true"


def _words(root: Element) -> str | None:
    """Return what sort of emergency it is, if it is one."""
    said = root.find("detail/emergency")
    if said is None:
        return None
    kind = said.get("type") or said.text or "SOS"
    return " ".join("".join(letter for letter in kind if letter.isprintable()).split())[:100] or "SOS"
