"""Part of the check: what of a conflict each side at level 3 and above may be shown, and where that lies (DIS-03)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from deconflict.agreements.model import Level, Matter, Pact
from deconflict.agreements.rules import lowest, reaches
from deconflict.conflicts.model import Conflict, Shown, Side
from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.parties.model import PartyId
from deconflict.patrols.model import Standing
from deconflict.separation.check import Finding
from deconflict.separation.cover import CellHours, merged
from deconflict.separation.path import Track
from deconflict.separation.segment import cells_of, in_conflict, joined, legs, shared_cells, standing_at
from deconflict.separation.units import Metres

Allowed = Callable[[CellHours], bool]


class Sight(NamedTuple):
    """What may be shown to one side of a conflict, and the cell-hours in which it lies."""

    shown: Shown
    cells: CellHours


def plans_by_patrol(around: Neighbourhood) -> dict[UUID, Standing]:
    """Return every plan of the neighbourhood by its patrol."""
    found: dict[UUID, Standing] = {
        other.patrol: other for others in around.candidates.values() for other in others
    }
    return found | dict(around.standing)


def sights(
    conflict: Conflict, plans: Mapping[UUID, Standing], pact: Pact, max_minimum_m: Metres, now: datetime
) -> dict[PartyId, Sight]:
    """Return what each side may be shown; nothing unless the level is 3 or above wherever the two are in conflict.

    What a plan registered after the fact led to is the desk's alone (PAT-02).
    """
    a, b, finding = conflict.pair.a, conflict.pair.b, conflict.finding
    if b is None or not isinstance(finding, Finding) or not reaches(pact, Level.SEGMENT, now):
        return {}
    first, second = plans[a.patrol], plans[b.patrol]
    if first.after_the_fact or second.after_the_fact:
        return {}

    def allowed(cells: CellHours) -> bool:
        return lowest(pact, cells, Matter.PLANS, now) >= Level.SEGMENT

    ours, theirs = in_conflict(first.track, finding), in_conflict(second.track, finding.swapped())
    both = shared_cells(ours, theirs, max_minimum_m)
    if not allowed(both):
        return {}
    return {
        a.party: _sight(finding, b, theirs, both, allowed),
        b.party: _sight(finding.swapped(), a, ours, both, allowed),
    }


def _sight(finding: Finding, other: Side, path: Track, both: CellHours, allowed: Allowed) -> Sight:
    """Return what the finding's side a is shown: of the other's path no more than lies where the level holds too."""
    shown_legs = [leg for leg in legs(path) if allowed(cells_of(leg))]
    closest = standing_at(path, finding.at_b)
    at_other = finding.at_b if allowed(cells_of(closest)) else None
    shown = Shown(
        callsign=other.callsign,
        grade=finding.grade,
        distance_m=finding.distance_m,
        lag_s=finding.lag_s,
        nominal_distance_m=finding.nominal_distance_m,
        least_lag_s=finding.least_lag_s,
        at=finding.at_a,
        at_other=at_other,
        first=finding.first_a,
        last=finding.last_a,
        first_other=finding.first_b,
        last_other=finding.last_b,
        parts=tuple(joined(shown_legs)),
    )
    seen = shown_legs if at_other is None else [*shown_legs, closest]
    return Sight(shown, merged([both, *map(cells_of, seen)]))
