"""OwnTracks' messages: what its apps say of where they are, and what they are told of where others are.

Pure: no I/O. Source: OwnTracks Booklet, "JSON" and "HTTP". Of a message only `_type: location` is read: `tst` seconds,
`lat` and `lon` degrees, `acc` metres, `vel` km/h, `cog` degrees; every other type is taken and passed over. An app
keeps a message until it is answered with a list of messages, empty or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from deconflict.api import strictjson
from deconflict.api.errors import PayloadRefused
from deconflict.api.strictjson import Json
from deconflict.gateways.readings import Fault, fix, scaled, unix_time
from deconflict.tracking.model import Fix

KMH: Final = 1 / 3.6
RIVAL: Final = "↔ "
LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def fix_in(body: bytes) -> Fix | None:
    """Return the fix of a message, None when it is empty or of another type.

    PayloadRefused, MalformedJson for what is no message. Encrypted ones are refused, so that the app says so:
    answered as if they were stored, a crew would believe that it is seen.
    """
    if not body or body.isspace():
        return None
    said = strictjson.parse(body)
    if not isinstance(said, dict):
        raise PayloadRefused(Fault.NOT_AN_OBJECT)
    if said.get("_type") == "encrypted":
        raise PayloadRefused(Fault.ENCRYPTED)
    return location(said) if said.get("_type") == "location" else None


def location(said: dict[str, Json]) -> Fix:
    """Return the fix of a location message."""
    speed_m_s = scaled(said.get("vel"), KMH)
    return fix(
        unix_time(said.get("tst")),
        said.get("lon"),
        said.get("lat"),
        said.get("acc"),
        speed_m_s,
        said.get("cog"),
    )


@dataclass(frozen=True)
class Friend:
    """Another unit as an app shows it: by the id that the viewer knows it by. `rival`: of another party."""

    id: UUID
    callsign: str
    fix: Fix
    rival: bool = False

    @property
    def name(self) -> str:
        """What stands beside it on the map."""
        return f"{RIVAL}{self.callsign}" if self.rival else self.callsign


def friends(known: Iterable[Friend], own: UUID | None) -> list[dict[str, Json]]:
    """Return what an app shows of others: for each unit a card with its name, and where it was last."""
    others = [friend for friend in known if friend.id != own]
    marks = trackers([friend.callsign for friend in others])
    return [message for pair in zip(others, marks, strict=True) for message in _friend(*pair)]


def trackers(callsigns: Sequence[str]) -> list[str]:
    """Return a mark of two letters for each callsign, all different: apps tell friends apart by it.

    The callsign's last two letters where nobody else has them, else numbers in base 36.
    """
    wanted = ["".join(letter for letter in callsign if letter.isalnum())[-2:] for callsign in callsigns]
    taken = {mark for mark in wanted if mark and wanted.count(mark) == 1}
    free = (one + two for one in LETTERS for two in LETTERS if one + two not in taken)
    return [mark if mark in taken else next(free) for mark in wanted]


def _friend(friend: Friend, mark: str) -> list[dict[str, Json]]:
    at, topic = friend.fix, f"owntracks/deconflict/{friend.id}"
    found: dict[str, Json] = {"lat": at.lat, "lon": at.lon, "tst": int(at.at.timestamp())}
    measured = {"acc": at.accuracy_m, "cog": at.course_deg, "vel": scaled(at.speed_m_s, 3.6)}
    found |= {name: round(value) for name, value in measured.items() if value is not None}
    card: dict[str, Json] = {"_type": "card", "tid": mark, "topic": topic, "name": friend.name}
    return [card, {"_type": "location", "tid": mark, "topic": topic, **found}]
