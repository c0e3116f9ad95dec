"""Who takes part in the story, and how what they must be told is written down. All names are invented."""

from collections.abc import Iterator
from typing import Final

from deconflict.demo.model import Due, Member, Side, Told

EAST: Final = ("salem@east", "huda@east")
WEST: Final = ("karim@west", "amal@west")
HIGHLAND: Final = ("yusuf@highland",)
COAST: Final = ("layla@coast",)
ROOM: Final = ("room",)

SIDES: Final = (
    Side(
        "east", "Eastern Joint Command / القيادة المشتركة الشرقية", tuple(f"Saqr {n}" for n in range(1, 11))
    ),
    Side(
        "west", "Western Joint Command / القيادة المشتركة الغربية", tuple(f"Nakhla {n}" for n in range(1, 11))
    ),
    Side("highland", "Highland Guard / حرس المرتفعات", tuple(f"Jabal {n}" for n in range(1, 8))),
    Side("coast", "Coastal Guard / حرس السواحل", tuple(f"Bahri {n}" for n in range(1, 5))),
)

MEMBERS: Final = (
    Member("salem", "Salem / سالم", "liaison", "east"),
    Member("huda", "Huda / هدى", "duty_officer", "east"),
    Member("karim", "Karim / كريم", "liaison", "west"),
    Member("amal", "Amal / أمل", "duty_officer", "west"),
    Member("yusuf", "Yusuf / يوسف", "liaison", "highland"),
    Member("layla", "Layla / ليلى", "liaison", "coast"),
    Member("omar", "Omar / عمر", "crew", "east", "Saqr 10"),
    Member("idris", "Idris / إدريس", "crew", "highland", "Jabal 6"),
    Member("adil", "Adil / عادل", "crew", "highland", "Jabal 7"),
    Member("sami", "Sami / سامي", "crew", "coast", "Bahri 4"),
    Member("room", "Room / الغرفة", "desk"),
    Member("nadia", "Nadia / نادية", "facilitator"),
    Member("council", "Oversight council / مجلس الرقابة", "oversight"),
)


def both_overlap(eastern: str, western: str) -> tuple[Due, Due]:
    """Each side's officers are told of their own patrol alone."""
    return (overlap(EAST, eastern), overlap(WEST, western))


def overlap(logins: tuple[str, ...], callsign: str, rival: str | None = None) -> Due:
    """A side's officers are told that a patrol of theirs overlaps; from level 2 on with whom."""
    return Due(logins, Told("overlap", "opened", frozenset({callsign}), None, named(rival)))


def conflict(grade: str, *about: str, to: tuple[str, ...] = ROOM) -> Due:
    """The room is told of a conflict exactly, and from level 3 on so is a party."""
    return Due(to, Told("conflict", "opened", frozenset(about), grade))


def named(side: str | None) -> frozenset[str]:
    """Return what a side is called; nothing for none."""
    return frozenset(each.name for each in SIDES if each.slug == side)


def updated(logins: tuple[str, ...], callsigns: Iterator[str], rival: str | None = None) -> Iterator[Due]:
    """A side's officers are told more, or less, of each patrol whose overlap goes on."""
    for callsign in callsigns:
        yield Due(logins, Told("overlap", "updated", frozenset({callsign}), None, named(rival)))
