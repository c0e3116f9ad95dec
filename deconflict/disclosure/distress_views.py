"""What those concerned are shown of calls for help and of halts, field by field (LIV-07)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.distress.model import Place, Ring
from deconflict.parties.model import Role


@dataclass(frozen=True)
class SosView:
    """A unit's call for help. `unit`, `note` and `by_desk` are its own party's and the desk's; None for a rival.

    level: 3 for a rival who is told because of the level; None where no level applies.
    """

    id: UUID
    reference: str
    level: int | None
    party: UUID
    party_name: str
    unit: UUID | None
    callsign: str
    place: Place | None
    note: str | None
    raised_at: datetime
    ended_at: datetime | None
    by_desk: bool | None


@dataclass(frozen=True)
class PartyAnswersView:
    """What became of a halt at one party, for the desk: who acknowledged it and when, and who did not."""

    party: UUID
    party_name: str
    acknowledged: tuple[tuple[str, datetime], ...]
    outstanding: tuple[str, ...]


@dataclass(frozen=True)
class HaltView:
    """A halt. `by` and `answers` are the neutral staff's; `answers` is the desk's alone, None for everybody else."""

    id: UUID
    reference: str
    by: Role | None
    ring: Ring
    note: str
    raised_at: datetime
    lifted_at: datetime | None
    answers: tuple[PartyAnswersView, ...] | None
