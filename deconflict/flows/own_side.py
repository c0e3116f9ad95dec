"""What is wrong with a plan on its own party's side: its marks, and the zones the party can see. Nothing foreign."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from deconflict.agreements.model import Terms
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId, Suspension
from deconflict.patrols.model import Patrol
from deconflict.runtime.database import PartySession
from deconflict.runtime.question import Question
from deconflict.separation.area import Relation, ZoneFinding, find_zone
from deconflict.separation.cover import check_envelope
from deconflict.separation.path import TimedPath
from deconflict.zones import store as zones
from deconflict.zones.model import Zone


class Mark(StrEnum):
    """How a plan was registered (PAT-02, PAT-06)."""

    LATE = "late"
    AFTER_THE_FACT = "after_the_fact"
    HOT_PURSUIT = "hot_pursuit"
    BUDGET_USED = "budget_used"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class ZoneMark:
    """The plan meets a zone that its own party can see (SEP-09)."""

    zone: Zone
    finding: ZoneFinding


OwnFinding = Mark | ZoneMark


async def own_side(
    session: PartySession, patrol: Patrol, path: TimedPath, terms: Terms, *, budget_used: bool = False
) -> tuple[OwnFinding, ...]:
    """Return what the submitter should know at once; it depends on no other party's plans (CON-01)."""
    suspended, around = await session.together(*own_side_asked_for(session, patrol.party, path, terms))
    return marked(patrol, path, terms, suspended, around, budget_used=budget_used)


def own_side_asked_for(
    session: PartySession, party: PartyId, path: TimedPath, terms: Terms
) -> tuple[Question[Suspension | None], Question[list[Zone]]]:
    """Ask what decides about the marks of a party's plan: its suspension, and the zones around that it can see."""
    box, _, _ = check_envelope(path.track, terms.max_minimum_m)
    around = zones.around_asked_for(session, box.west, box.south, box.east, box.north)
    return suspensions.standing_asked_for(session, party), around


def marked(
    patrol: Patrol,
    path: TimedPath,
    terms: Terms,
    suspended: Suspension | None,
    around: Sequence[Zone],
    *,
    budget_used: bool,
) -> tuple[OwnFinding, ...]:
    """Return the marks of a plan, then the zones that it meets."""
    marks: list[OwnFinding] = [mark for mark, holds in _marks(patrol) if holds]
    marks += [Mark.BUDGET_USED] if budget_used else []
    marks += [Mark.SUSPENDED] if suspended is not None else []
    for zone in around:
        finding = find_zone(path.track, zone.area, terms.minimum_m, relation(zone, patrol.party))
        if finding is not None:
            marks.append(ZoneMark(zone, finding))
    return tuple(marks)


def relation(zone: Zone, party: PartyId) -> Relation:
    """Return what the zone is to a party: nobody's, its own, or another's."""
    if zone.party is None:
        return Relation.NEUTRAL
    return Relation.OWN if zone.party == party else Relation.FOREIGN


def _marks(patrol: Patrol) -> list[tuple[Mark, bool]]:
    return [
        (Mark.LATE, patrol.late),
        (Mark.AFTER_THE_FACT, patrol.after_the_fact),
        (Mark.HOT_PURSUIT, patrol.purpose.value == Mark.HOT_PURSUIT.value),
    ]
