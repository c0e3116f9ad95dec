"""Fixes on their way in, and units' last positions on their way out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import Flag, In, Moment, Name, Number, Out, example
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import PositionView
from deconflict.flows.report_positions import Reported
from deconflict.tracking.model import Fix, FixFault, Position

MOST_FIXES: Final = 1000
FIX: Final[dict[str, Any]] = {
    "at": "2026-12-01T08:00:00Z",
    "lon": 13.19,
    "lat": 32.88,
    "accuracy_m": 8.0,
    "speed_m_s": 11.5,
    "course_deg": 87.0,
}
POSITION: Final[dict[str, Any]] = FIX | {
    "unit": "0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e",
    "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
    "callsign": "Falcon 2",
    "received_at": "2026-12-01T08:00:03Z",
}


class FixIn(In):
    """Where the unit was, by its own clock. What a device does not know is left out or null."""

    at: Moment
    lon: Annotated[Number, Field(ge=-180, le=180)]
    lat: Annotated[Number, Field(ge=-90, le=90)]
    accuracy_m: Annotated[Number, Field(ge=0, le=1_000_000)] | None = None
    speed_m_s: Annotated[Number, Field(ge=0, le=1000)] | None = None
    course_deg: Annotated[Number, Field(ge=0, le=360, description="True, clockwise from north.")] | None = (
        None
    )

    def fix(self) -> Fix:
        """Return the fix as it was sent."""
        return Fix(self.at, self.lon, self.lat, self.accuracy_m, self.speed_m_s, self.course_deg)


class PositionsIn(In):
    """Fixes of one unit, in any order, also such as were sent before. `sent_at` is the sender's clock at sending."""

    model_config = example({"unit": "Falcon 2", "sent_at": "2026-12-01T08:00:03Z", "fixes": [FIX]})

    unit: Annotated[Name, Field(description="The unit's id or callsign, of one's own party.")]
    sent_at: Moment
    fixes: Annotated[list[FixIn], Field(min_length=1, max_length=MOST_FIXES)]
    late: Annotated[Flag, Field(description="Told after the fact, from a file: nobody is alarmed.")] = False


class SetAsideOut(Out):
    """A fix that was not stored, and why: `future` is after it was sent, `too_old` more than 30 days before."""

    index: int
    reason: FixFault


class ReportedOut(Out):
    """What was stored; a fix that comes twice counts once.

    `clock_offset_s` is how far the sender's clock is behind: by so much the times of its fixes are set right.
    """

    model_config = example(
        {"stored": 1, "clock_offset_s": 0.0, "set_aside": [{"index": 1, "reason": "future"}]}
    )

    stored: int
    clock_offset_s: float
    set_aside: list[SetAsideOut]

    @classmethod
    def of(cls, done: Reported) -> Self:
        """Show what was stored."""
        aside = [SetAsideOut(index=index, reason=fault) for index, fault in done.set_aside.items()]
        return cls(stored=done.stored, clock_offset_s=done.clock_offset.total_seconds(), set_aside=aside)


class PositionOut(Out):
    """Where a unit was last, by its own word: how old that is, `at` tells.

    A rival's is shown where the live level is 4; `unit` is then an id of the viewer's own for it.
    """

    model_config = example(POSITION)

    unit: UUID
    party: UUID
    callsign: str
    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None
    speed_m_s: float | None
    course_deg: float | None
    received_at: datetime

    @classmethod
    def of(cls, position: Position) -> Self:
        """Show a position that the viewer may see."""
        fix = position.fix
        return cls(
            unit=position.unit,
            party=position.party,
            callsign=position.callsign,
            at=fix.at,
            lon=fix.lon,
            lat=fix.lat,
            accuracy_m=fix.accuracy_m,
            speed_m_s=fix.speed_m_s,
            course_deg=fix.course_deg,
            received_at=position.received_at,
        )


def position_out(seen: Position | Disclosed[PositionView]) -> PositionOut:
    """Show a position: of one's own side, or a rival's at live level 4."""
    if isinstance(seen, Position):
        return PositionOut.of(seen)
    view = seen.value
    fix = view.fix._asdict()
    return PositionOut(
        unit=view.id, party=view.owner, callsign=view.callsign, received_at=view.received_at, **fix
    )


class PositionPage(Out):
    """Last positions of units, by party and unit."""

    positions: list[PositionOut]

    @classmethod
    def of(cls, positions: Iterable[Position | Disclosed[PositionView]]) -> Self:
        """Show positions."""
        return cls(positions=[position_out(position) for position in positions])
