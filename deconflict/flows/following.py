"""What the live engine holds in memory. Nothing that the tables do not: it is read anew when a tick fails."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deconflict.agreements.model import Pacts
from deconflict.encounters.model import Encounter, EncounterId, Overdue, Sight, Sighting, SightingChange, Told
from deconflict.flows.know_units import Known
from deconflict.parties.model import PartyId, UnitId
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.tick import State

Pair = tuple[int, int]
Viewer = tuple[PartyId | None, Sight]


@dataclass(frozen=True)
class Current:
    """What a viewer is shown now: the sighting as it was told last, and what of which rival."""

    sighting: Sighting
    told: tuple[Told, ...]


@dataclass
class Area:
    """What a party is shown on the grid around one of its units; `gone_at`: since when no rival shares a cell."""

    shown: Current
    gone_at: datetime | None = None


@dataclass(eq=False)
class Following:
    """The live state, who is who in it, and what is on record as open.

    `seen`: the snapshot of the database up to which uploads have been read; `untaken`: those that no tick has taken in
    yet. `spent`: open encounters in which the crews are not stopped any more, since they were or the budget is used up;
    `stopped`: what became of those that are over, until the crews are told at the tick. `suspended`: the parties that
    are. `pacts`: what held between parties when what is shown was last brought in line.
    """

    state: State
    known: Known
    seen: str
    pacts: Pacts
    encounters: dict[Pair, Encounter] = field(default_factory=dict)
    shown: dict[EncounterId, dict[Viewer, Current]] = field(default_factory=dict)
    areas: dict[UnitId, Area] = field(default_factory=dict)
    overdue: dict[UnitId, Overdue] = field(default_factory=dict)
    spent: set[EncounterId] = field(default_factory=set)
    stopped: dict[EncounterId, SightingChange] = field(default_factory=dict)
    suspended: Collection[PartyId] = ()
    untaken: Fixes = field(default_factory=lambda: Fixes.of(()))

    def pair_of(self, encounter: Encounter) -> Pair:
        """Return the numbers of the units of an encounter, the lesser first."""
        one, other = self.known.number[encounter.a.unit], self.known.number[encounter.b.unit]
        return (one, other) if one < other else (other, one)

    def views(self, of: EncounterId) -> Mapping[Viewer, Current]:
        """Return what whom is shown of an encounter."""
        return self.shown.get(of, {})
