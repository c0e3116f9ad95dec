"""Pure decisions about looks: how narrow a scope is, how long it lasts, who is a second person, what lies in a box."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from deconflict.glass.errors import EndRefused, ScopeTooWide
from deconflict.glass.model import Area, Glass, Scope
from deconflict.parties.model import OFFICERS, Role, Viewer

LONGEST: Final = timedelta(hours=24)
WIDEST_DEG: Final = 1.0
"""A box is at most this wide and high: about 100 km."""
LONGEST_SCOPE: Final = timedelta(days=7)
DECIDERS: Final = frozenset({Role.OVERSIGHT, Role.DESK})


def require_end(ends_at: datetime, now: datetime) -> datetime:
    """Return the end when it is after now and within a day, else refuse."""
    if not now < ends_at <= now + LONGEST:
        raise EndRefused(longest_hours=int(LONGEST / timedelta(hours=1)))
    return ends_at


def require_narrow(scope: Scope) -> Scope:
    """Return a scope that is narrow enough, else refuse it and say what of it is too wide."""
    if not isinstance(scope, Area):
        return scope
    if not (
        0 < scope.east - scope.west <= WIDEST_DEG
        and 0 < scope.north - scope.south <= WIDEST_DEG
        and abs(scope.west) <= 180
        and abs(scope.east) <= 180
        and abs(scope.south) <= 90
        and abs(scope.north) <= 90
    ):
        raise ScopeTooWide(field="box")
    if not timedelta(0) < scope.end - scope.start <= LONGEST_SCOPE:
        raise ScopeTooWide(field="time")
    return scope


def may_decide(viewer: Viewer, glass: Glass) -> bool:
    """Tell whether somebody is a second person of another organisation: oversight, the desk, or the party's officer."""
    of_party = viewer.role in OFFICERS and viewer.party == glass.party
    return viewer.person != glass.asked_by and (viewer.role in DECIDERS or of_party)


def touches(area: Area, places: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a way of (lon, lat) places may come into the box: the box of one of its legs meets it."""
    return any(
        min(a[0], b[0]) <= area.east
        and max(a[0], b[0]) >= area.west
        and min(a[1], b[1]) <= area.north
        and max(a[1], b[1]) >= area.south
        for a, b in pairwise(places)
    )
