"""The checker answers by how much a patrol would have to shift to be clear (SEP-11, CON-05).

The desk's questions at once, against every plan. A party's at the tick: exactly against the plans of those at level 3
and above with it, and on the grid off whatever it was told of the others; of what it was not told it learns nothing.
A suspended party is answered nothing, and its own plans count for rivals as they were when that began (PAT-02).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Level, Matter, Pact, Pacts, Terms
from deconflict.agreements.rules import minimum, plain
from deconflict.flows.kept_slots import as_plans
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.model import Told as ToldOfRival
from deconflict.overlaps.rules import less
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Standing
from deconflict.resolving import checker_store as resolving
from deconflict.resolving.model import ShiftOffer
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import hours, merged, unpack
from deconflict.separation.errors import FAULTS
from deconflict.separation.path import Track
from deconflict.separation.shift import Shift, Told, clearing_shift, clearing_shift_on_grid
from deconflict.separation.units import Metres

log = structlog.get_logger()

LIMIT: Final = timedelta(hours=12)


async def answer_desk(checker: CheckerSession, pacts: Pacts, now: datetime) -> int:
    """Answer what the desk asked: exactly, against every plan on record; return how many questions that were."""
    asked = await resolving.asked(checker, by_desk=True, until=now)
    answers = []
    for item in asked:
        try:
            answers.append(await _answer_desk(checker, item, pacts, now))
        except FAULTS:
            answers.append(_unanswerable(item, now))
    await resolving.answer(checker, answers)
    return len(answers)


async def _answer_desk(checker: CheckerSession, asked: ShiftOffer, pacts: Pacts, now: datetime) -> ShiftOffer:
    subject = next(iter(await patrols.with_ids(checker, [asked.patrol])), None)
    if subject is None:
        return replace(asked, answered_at=now, exact=True)
    others = [*await patrols.within_reach(checker, asked.patrol, LIMIT), *await _slots(checker, subject)]
    shift = clearing_shift(subject.track, *_tracks(subject, others, pacts), LIMIT.total_seconds())
    return _answered(asked, subject, shift, now, exact=True)


def _unanswerable(asked: ShiftOffer, now: datetime) -> ShiftOffer:
    """Return a question without a shift: a damaged row near it must not keep others from their answers."""
    log.exception("question_set_aside")
    return replace(asked, answered_at=now, exact=False)


async def answer_parties(checker: CheckerSession, terms: Terms, tick: datetime) -> int:
    """Answer what parties asked before that tick; return how many questions that were."""
    asked = await resolving.asked(checker, by_desk=False, until=tick)
    if not asked:
        return 0
    pacts = await agreements.pacts(checker, terms)
    suspended = await suspensions.in_force(checker)
    answers = []
    for item in asked:
        try:
            none = replace(item, answered_at=tick, exact=False)
            answers.append(none if item.party in suspended else await _answer(checker, item, pacts, tick))
        except FAULTS:
            answers.append(_unanswerable(item, tick))
    await resolving.answer(checker, answers)
    return len(asked)


async def _answer(checker: CheckerSession, asked: ShiftOffer, pacts: Pacts, tick: datetime) -> ShiftOffer:
    subject = next(iter(await patrols.with_ids(checker, [asked.patrol])), None)
    if subject is None:
        return replace(asked, answered_at=tick, exact=False)
    known, rivals = await overlaps.told(checker, {subject.patrol: subject.party})
    overlap = known.get(subject.patrol)
    of_others = [] if overlap is None else rivals.get(overlap.id, [])
    told = _told(of_others, subject.party, pacts, tick)
    others = [
        other
        for other in await _open_plans(checker, subject, pacts, tick)
        if _is_exact(pacts.of(subject.party, other.party), tick)
    ]
    tracks, minima = _tracks(subject, others, pacts)
    shift = clearing_shift_on_grid(subject.track, tracks, minima, told, LIMIT.total_seconds())
    exact = not (told.hours or len(told.cells))
    return _answered(asked, subject, shift, tick, exact=exact)


async def _open_plans(
    checker: CheckerSession, subject: Standing, pacts: Pacts, now: datetime
) -> list[Standing]:
    """Return the plans around, where anybody is at level 3 or above with the one who asks."""
    open_to = any(subject.party in pair and _is_exact(pact, now) for pair, pact in pacts.between.items())
    if not open_to and pacts.default.level < Level.SEGMENT:
        return []
    return [*await _as_held(checker, subject), *await _slots(checker, subject)]


async def _as_held(checker: CheckerSession, subject: Standing) -> list[Standing]:
    """Return the plans around; of suspended parties those that were on record when that began (PAT-02)."""
    suspended = await suspensions.acted_on(checker)
    current = await patrols.within_reach(checker, subject.patrol, LIMIT)
    if not suspended:
        return current
    held = await patrols.held_within_reach(checker, subject.patrol, LIMIT)
    return [*(item for item in current if item.party not in suspended), *held]


async def _slots(checker: CheckerSession, subject: Standing) -> list[Standing]:
    """Return the slots kept for other parties' patrols as the plans that they are going to be (CON-05)."""
    slots = [slot for slot in await resolving.kept(checker) if slot.party != subject.party]
    return as_plans(slots)


def _told(of_others: Iterable[ToldOfRival], party: PartyId, pacts: Pacts, now: datetime) -> Told:
    """Return the cells, and the hours without cells, that the party still knows of those that it sees no plans of."""
    cells, in_hours = [], set[int]()
    for one in of_others:
        pact = pacts.of(party, one.rival)
        if _is_exact(pact, now):
            continue
        still = less(pact, one, now)
        shown = merged(unpack(packed) for packed in (still.cells,) if packed is not None)
        cells.append(shown)
        in_hours |= set(still.hours) - set(hours(shown))
    return Told(merged(cells), frozenset(in_hours), pacts.default.max_minimum_m)


def _is_exact(pact: Pact, now: datetime) -> bool:
    """Tell whether two parties show each other conflicts wherever the patrol might move to."""
    level = plain(pact, Matter.PLANS, now)
    return level is not None and level >= Level.SEGMENT


def _tracks(subject: Standing, others: list[Standing], pacts: Pacts) -> tuple[list[Track], list[Metres]]:
    return [item.track for item in others], [minimum(pacts.of(subject.party, item.party)) for item in others]


def _answered(
    asked: ShiftOffer, subject: Standing, shift: Shift, now: datetime, *, exact: bool
) -> ShiftOffer:
    """Return the question with its answer; nobody sets out before now."""
    start_s, earlier_s = subject.track.start_s, shift.earlier_s
    if earlier_s is not None and start_s + earlier_s < now.timestamp():
        earlier_s = None
    return replace(asked, answered_at=now, exact=exact, later_s=shift.later_s, earlier_s=earlier_s)
