"""A look at plans that are not the viewer's to see: asked for, allowed by a second person, over. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.glass.errors import GlassMoveRefused
from deconflict.parties.model import PartyId, PersonId, Role, Viewer

GlassId = NewType("GlassId", UUID)


class GlassState(StrEnum):
    """Where a request stands in its life (DIS-08)."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVER = "over"


MOVES: dict[GlassState, frozenset[GlassState]] = {
    GlassState.ASKED: frozenset({GlassState.APPROVED, GlassState.REFUSED, GlassState.WITHDRAWN}),
    GlassState.APPROVED: frozenset({GlassState.OVER}),
    GlassState.REFUSED: frozenset(),
    GlassState.WITHDRAWN: frozenset(),
    GlassState.OVER: frozenset(),
}
"""Every move there is; a test walks the whole table."""


@dataclass(frozen=True)
class Area:
    """A box in degrees and a time, half-open."""

    west: float
    south: float
    east: float
    north: float
    start: datetime
    end: datetime


Scope = Area | UUID
"""What may be looked at: plans that come into a box in a time, or one patrol."""


@dataclass(frozen=True)
class Glass:
    """A facilitator's request to see plans of one party, and what became of it.

    ends_at: nothing is seen from then on. decided_role: of which organisation the second person is.
    """

    id: GlassId
    reference: str
    party: PartyId
    scope: Scope
    reason: str
    ends_at: datetime
    state: GlassState
    asked_by: PersonId
    asked_at: datetime
    decided_by: PersonId | None = None
    decided_role: Role | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None

    def decided(self, by: Viewer, to: GlassState, at: datetime) -> "Glass":
        """Return the request after a second person allowed or refused it."""
        moved = self._moved(to, at)
        return replace(moved, decided_by=by.person, decided_role=by.role, decided_at=at)

    def closed(self, to: GlassState, at: datetime) -> "Glass":
        """Return the request after it was withdrawn, or the look after it ended."""
        return replace(self._moved(to, at), closed_at=at)

    def is_open(self, now: datetime) -> bool:
        """Tell whether plans may be looked at."""
        return self.state is GlassState.APPROVED and now < self.ends_at

    def _moved(self, to: GlassState, at: datetime) -> "Glass":
        too_late = to is GlassState.APPROVED and at >= self.ends_at
        if to not in MOVES[self.state] or too_late:
            raise GlassMoveRefused(state=self.state.value, move=to.value)
        return replace(self, state=to)
