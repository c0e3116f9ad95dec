"""Suspensions and broken glass on the wire: made from `Disclosed` views, with roles instead of persons."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from deconflict.api.wire import In, Moment, Number, Out, example
from deconflict.api.wire_patrols import PatrolOut
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.watching_views import GlassView, SuspensionView
from deconflict.flows.list_suspended import SuspendedPatrol
from deconflict.glass.model import Area, GlassState, Scope
from deconflict.parties.model import Role
from deconflict.patrols.model import SuspendedStanding

PARTY: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
PATROL: Final = "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d"
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
EXAMPLE_SUSPENSION: Final[dict[str, Any]] = {
    "party": PARTY,
    "party_name": "Eastern Command",
    "reason": "Units seen off every plan on record.",
    "suspended_at": "2026-11-30T17:12:09Z",
    "restored_at": None,
}
EXAMPLE_SCOPE: Final[dict[str, Any]] = {
    "patrol": None,
    "box": [13.0, 32.5, 13.5, 33.0],
    "start": "2026-11-30T06:00:00Z",
    "end": "2026-11-30T12:00:00Z",
}
EXAMPLE_GLASS: Final[dict[str, Any]] = {
    **EXAMPLE_SCOPE,
    "party": PARTY,
    "party_name": "Eastern Command",
    "reason": "Shots at the crossroads at eight: who was near?",
    "ends_at": "2026-11-30T20:00:00Z",
    "state": "approved",
    "asked_role": "facilitator",
    "asked_at": "2026-11-30T17:12:09Z",
    "decided_role": "oversight",
    "decided_at": "2026-11-30T17:20:00Z",
    "closed_at": None,
}


class ReasonIn(In):
    """Why."""

    model_config = example({"reason": "Units seen off every plan on record."})

    reason: Reason


class SuspendedPatrolOut(Out):
    """A patrol of a suspended party, as the desk has to take it."""

    patrol: UUID
    patrol_reference: str
    callsign: str
    standing: SuspendedStanding = Field(
        description="Unverified: not started. Widening: under way, anywhere within `reach_m` of its plan."
        " For the room: handed in since, and compared for the desk alone."
    )
    reach_m: float | None


class SuspensionOut(Out):
    """A party whose word does not count for the time being."""

    model_config = example(EXAMPLE_SUSPENSION | {"id": "3f1c9d2e-7b6a-4594-8372-615041302f1e", "patrols": []})

    id: UUID
    party: UUID
    party_name: str
    reason: str
    suspended_at: datetime
    restored_at: datetime | None
    patrols: list[SuspendedPatrolOut]

    @classmethod
    def of(cls, shown: Disclosed[SuspensionView], patrols: Iterable[SuspendedPatrol] = ()) -> Self:
        """Show a suspension; to the desk with what it makes of the party's patrols."""
        view = shown.value
        return cls(
            id=view.id,
            party=view.party,
            party_name=view.party_name,
            reason=view.reason,
            suspended_at=view.suspended_at,
            restored_at=view.restored_at,
            patrols=[SuspendedPatrolOut.model_validate(item) for item in patrols],
        )


class SuspensionsOut(Out):
    """Suspensions, the latest first."""

    suspensions: list[SuspensionOut]


class GlassIn(In):
    """Whose plans somebody asks to see: one patrol, or what comes into a box in a time; why, and until when."""

    model_config = example(
        EXAMPLE_SCOPE
        | {
            "party": PARTY,
            "reason": "Shots at the crossroads at eight: who was near?",
            "ends_at": "2026-11-30T20:00:00Z",
        }
    )

    party: UUID
    patrol: UUID | None = None
    box: list[Number] | None = Field(
        None, min_length=4, max_length=4, description="West, south, east, north."
    )
    start: Moment | None = None
    end: Moment | None = None
    reason: Reason
    ends_at: Moment

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        whole = self.box is not None and self.start is not None and self.end is not None
        part = self.box is not None or self.start is not None or self.end is not None
        if whole == (self.patrol is not None) or (part and not whole):
            raise ValueError("a patrol, or a box with start and end")
        return self

    def scope(self) -> Scope:
        """Return what the flows take."""
        if self.patrol is not None:
            return self.patrol
        assert self.box is not None and self.start is not None and self.end is not None  # noqa: S101, PT018  (checked)
        west, south, east, north = self.box
        return Area(west, south, east, north, self.start, self.end)


class GlassFields(Out):
    """A request to see plans of a party, and what became of it."""

    party: UUID
    party_name: str
    patrol: UUID | None
    box: tuple[float, float, float, float] | None
    start: datetime | None
    end: datetime | None
    reason: str
    ends_at: datetime
    state: GlassState
    asked_role: Role
    asked_at: datetime
    decided_role: Role | None
    decided_at: datetime | None
    closed_at: datetime | None


class GlassOut(GlassFields):
    """A request to see plans of a party, and what became of it (DIS-08)."""

    model_config = example(
        EXAMPLE_GLASS | {"id": "2b1c9d2e-7b6a-4594-8372-615041302f1e", "reference": "T4-7WPB"}
    )

    id: UUID
    reference: str

    @classmethod
    def of(cls, shown: Disclosed[GlassView]) -> Self:
        """Show a request."""
        view = shown.value
        return cls(id=view.id, reference=view.reference, **glass_fields(view))


class GlassPage(Out):
    """Requests, the newest first."""

    glass: list[GlassOut]


class GlassPatrolsOut(Out):
    """The patrols in the scope of a broken glass, with their newest plans."""

    patrols: list[PatrolOut]


def glass_fields(view: GlassView) -> dict[str, Any]:
    """Return the fields that a request and an alert about it share."""
    area = view.scope if isinstance(view.scope, Area) else None
    same: Sequence[str] = [name for name in GlassFields.model_fields if hasattr(view, name)]
    return {
        **{name: getattr(view, name) for name in same},
        "patrol": None if isinstance(view.scope, Area) else view.scope,
        "box": area and (area.west, area.south, area.east, area.north),
        "start": area and area.start,
        "end": area and area.end,
    }
