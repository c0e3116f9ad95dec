"""Encounters, what each viewer is shown of them, and silent units, as values. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.agreements.model import Level
from deconflict.parties.model import PartyId, UnitId

EncounterId = NewType("EncounterId", UUID)
SightingId = NewType("SightingId", UUID)
OverdueId = NewType("OverdueId", UUID)


class EncounterState(StrEnum):
    """Where an encounter stands. Lost: it ended for want of positions. Late: found after the fact, never rang."""

    OPEN = "open"
    ENDED = "ended"
    LOST = "lost"
    LATE = "late"


class Closeness(StrEnum):
    """How bad it is, rising (LIV-02).

    Reach: the other is silent and could be here. Predicted: on their courses they will be too close. Close: they are,
    or passed within it between two fixes.
    """

    REACH = "reach"
    PREDICTED = "predicted"
    CLOSE = "close"


class Sight(StrEnum):
    """In which way a viewer is told (LIV-06).

    Exact: at live level 3 and above, and always to the neutral desk. Area: below, on the grid, at the tick. Stop: the
    safety clause, inside the safety distance.
    """

    EXACT = "exact"
    AREA = "area"
    STOP = "stop"


class SightingState(StrEnum):
    """Where what a viewer is shown stands. Withheld: the level no longer allows it, which is no all-clear."""

    OPEN = "open"
    ENDED = "ended"
    WITHHELD = "withheld"


class SightingChange(StrEnum):
    """What a revision says. Opened and worse ring; late is a passage found after the fact.

    Resolved is the all-clear. Lost: nothing is known any more, which is none; so end all that were told on the grid.
    """

    OPENED = "opened"
    WORSE = "worse"
    UPDATED = "updated"
    RESOLVED = "resolved"
    LOST = "lost"
    LATE = "late"
    WITHHELD = "withheld"


class Octant(StrEnum):
    """A direction, as coarse as the safety clause tells it."""

    NORTH = "n"
    NORTH_EAST = "ne"
    EAST = "e"
    SOUTH_EAST = "se"
    SOUTH = "s"
    SOUTH_WEST = "sw"
    WEST = "w"
    NORTH_WEST = "nw"


@dataclass(frozen=True)
class LiveUnit:
    """A unit of a party that sends positions."""

    party: PartyId
    unit: UnitId
    callsign: str


@dataclass(frozen=True)
class Encounter:
    """Two live units of different parties that are, or within minutes will be, too close: the exact one (LIV-02).

    `a` has the lesser id. `closest_at`: when they are or were that close. One row is one episode. It was opened and
    updated when that was found; of a late one it is from when to when they were within the alert distance.
    """

    id: EncounterId
    a: LiveUnit
    b: LiveUnit
    state: EncounterState
    closeness: Closeness
    episode: int
    distance_m: float
    closest_at: datetime
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class UnitSeen:
    """What is shown of one unit: where it was last, by its own word, or the way to it from one's own."""

    party: PartyId
    callsign: str
    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    bearing_deg: int | None = None


@dataclass(frozen=True)
class Shown:
    """What one revision tells of one rival, as far as the level allowed when it was written (DIS-03).

    Exact: `closeness` to `late`, with `other`; the desk's has both units in `own` and `other`. Area: at level 2 whose
    and which cells (column, row at zoom 14), at level 1 nothing of it. Stop: `octant` and `within_m`.
    """

    level: Level
    closeness: Closeness | None = None
    distance_m: float | None = None
    closest_at: datetime | None = None
    late: bool = False
    own: UnitSeen | None = None
    other: UnitSeen | None = None
    party: PartyId | None = None
    cells: tuple[tuple[int, int], ...] = ()
    octant: Octant | None = None
    within_m: int | None = None


@dataclass(frozen=True)
class Told:
    """What one revision tells of one rival; `lies`: the packed cell-hours in which it lies, that decide the level."""

    rival: PartyId
    shown: Shown
    lies: bytes


@dataclass(frozen=True)
class Sighting:
    """What one viewer is shown: a party (None: the desk) about a unit of its own, revision by revision.

    `encounter` is None for an area, which is about all rivals there at once.
    """

    id: SightingId
    reference: str
    party: PartyId | None
    unit: UnitId
    encounter: EncounterId | None
    sight: Sight
    state: SightingState
    revision: int
    change: SightingChange
    opened_at: datetime
    updated_at: datetime

    def revised(self, change: SightingChange, at: datetime) -> "Sighting":
        """Return the next revision."""
        over = {
            SightingChange.RESOLVED: SightingState.ENDED,
            SightingChange.LOST: SightingState.ENDED,
            SightingChange.WITHHELD: SightingState.WITHHELD,
        }
        state = over.get(change, self.state)
        return replace(self, state=state, revision=self.revision + 1, change=change, updated_at=at)


@dataclass(frozen=True)
class Overdue:
    """A unit under way that has been silent for too long; for its own party and the neutral desk (LIV-03).

    `beyond_reach`: for so long that only its silence is left to tell. `heard_at`: when it was heard again.
    """

    id: OverdueId
    reference: str
    party: PartyId
    unit: UnitId
    callsign: str
    since: datetime
    beyond_reach: bool
    heard_at: datetime | None
    revision: int


@dataclass(frozen=True)
class LiveRun:
    """How the live tick did lately: seconds a tick took, and the oldest fix waited to be taken in; what is open.

    `behind_s`: how long the oldest upload that came too late for it has waited to be compared after the fact.
    """

    at: datetime
    ticks: int
    mean_s: float
    worst_s: float
    lag_s: float
    units: int
    pairs: int
    clusters: int
    behind_s: float
