"""Events as bytes on their way to TAK: positions, markers, chat messages. Pure: knows no alert and no level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

UNKNOWN: Final = "9999999.0"
ROOM: Final = "Coordination room"
SENDER: Final = "deconflict-room"
ALL: Final = "All Chat Rooms"
OWN: Final = "a-f-G-U-C"
OTHER: Final = "a-n-G-U-C"
SOS: Final = "b-a-o-tbl"
SOS_OVER: Final = "b-a-o-can"
SPOT: Final = "b-m-p-s-m"
CHAT: Final = "b-t-f"
PONG: Final = "t-x-c-t-r"


@dataclass(frozen=True)
class At:
    """Where an event is: degrees, and as a radius in metres how sure that is, if it is known."""

    lon: float
    lat: float
    accuracy_m: float | None = None


NOWHERE: Final = At(0.0, 0.0)


def position(
    uid: str,
    kind: str,
    callsign: str,
    at: At,
    time: datetime,
    stale: datetime,
    track: Mapping[str, float],
) -> bytes:
    """Return a unit where it was; `track` has its speed in m/s and its course in degrees as far as they are known."""
    event, detail = _event(uid, kind, at, time, time, stale, "m-g")
    SubElement(detail, "contact", callsign=_clean(callsign), endpoint="*:-1:stcp")
    SubElement(detail, "__group", name="Cyan", role="Team Member")
    if track:
        SubElement(detail, "track", {name: f"{value:.2f}" for name, value in track.items()})
    return _written(event)


def marker(uid: str, kind: str, title: str, text: str, at: At, now: datetime, lasts: timedelta) -> bytes:
    """Return a marker with a title and a text; of kind `b-a-o-…` it is an emergency, or its end."""
    event, detail = _event(uid, kind, at, now, now, now + lasts, "h-e")
    SubElement(detail, "contact", callsign=_clean(title))
    if kind in {SOS, SOS_OVER}:
        said = {"cancel": "true"} if kind == SOS_OVER else {"type": "911 Alert"}
        SubElement(detail, "emergency", said).text = _clean(title)
    SubElement(detail, "remarks").text = _clean(text)
    return _written(event)


def chat(message: str, to: str, text: str, now: datetime) -> bytes:
    """Return a GeoChat message from the room to one device, or to all (`ALL`)."""
    lasts = timedelta(days=1)
    uid = f"GeoChat.{SENDER}.{to}.{message}"
    event, detail = _event(uid, CHAT, NOWHERE, now, now, now + lasts, "h-g-i-g-o")
    names = {"parent": "RootContactGroup", "groupOwner": "false", "messageId": message}
    names |= {"chatroom": ALL if to == ALL else ROOM, "id": to, "senderCallsign": ROOM}
    said = SubElement(detail, "__chat", names)
    SubElement(said, "chatgrp", uid0=SENDER, uid1=to, id=to)
    SubElement(detail, "link", uid=SENDER, type="a-f-G-U-C", relation="p-p")
    remarks = {"source": f"BAO.F.ATAK.{SENDER}", "to": to, "time": _written_time(now)}
    SubElement(detail, "remarks", remarks).text = _clean(text)
    return _written(event)


def pong(now: datetime) -> bytes:
    """Return the answer to a ping."""
    event, _ = _event("takPong", PONG, NOWHERE, now, now, now + timedelta(seconds=20), "h-g-i-g-o")
    return _written(event)


def _event(
    uid: str, kind: str, at: At, time: datetime, start: datetime, stale: datetime, how: str
) -> tuple[Element, Element]:
    times = {"time": _written_time(time), "start": _written_time(start), "stale": _written_time(stale)}
    event = Element("event", {"version": "2.0", "uid": _clean(uid), "type": kind, "how": how, **times})
    ce = UNKNOWN if at.accuracy_m is None else f"{at.accuracy_m:.1f}"
    SubElement(event, "point", lat=f"{at.lat:.7f}", lon=f"{at.lon:.7f}", hae=UNKNOWN, ce=ce, le=UNKNOWN)
    return event, SubElement(event, "detail")


def _written(event: Element) -> bytes:
    written: bytes = tostring(event, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _written_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _clean(text: str) -> str:
    """Return a text without what XML 1.0 cannot carry, and no longer than a screen."""
    return "".join(letter for letter in text if _is_carried(letter))[:2000]


def _is_carried(letter: str) -> bool:
    return letter in "\t\n" or (
        letter >= " " and letter not in "\ufffe\uffff" and not "\ud800" <= letter <= "\udfff"
    )
