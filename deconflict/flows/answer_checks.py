"""What-ifs are answered at the tick, like notices; the rivals whose patrols were asked about are told that they were.

A question is compared with what is on record at the tick. It is on no record itself and alarms nobody (PRB-02, PRB-03).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Level, Matter, Pacts, Terms
from deconflict.agreements.rules import depends_on_cells, plain
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, NoticeId, Subject
from deconflict.alerts.store import Delivery
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.overlaps.model import Told
from deconflict.overlaps.rules import is_agreed, told_by_cell
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId
from deconflict.probing import checker_store as probing
from deconflict.probing.model import Question, SharedWith, WhatIfId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.separation.cover import CellHours, hours, merged, shared, unpack
from deconflict.separation.errors import FAULTS

log = structlog.get_logger()

Touched = dict[PartyId, dict[UUID, CellHours]]
"""By rival, its patrols with the cell-hours that a question's plan would share with each."""


async def answer_checks(checker: CheckerSession, terms: Terms, tick: datetime) -> int:
    """Answer the questions that are due at that tick and tell whom they concern; return how many."""
    due = await probing.unanswered(checker, tick)
    if not due:
        return 0
    suspended = await suspensions.in_force(checker)
    await probing.withhold(checker, [item.id for item in due if item.party in suspended], tick)
    due = [item for item in due if item.party not in suspended]
    pacts = await agreements.pacts(checker, terms)
    touched = await _touched(checker, due)
    told, unanswerable = [], []
    for question in due:
        try:
            answers = _answers(question, touched[question.id], pacts, tick)
        except FAULTS:  # a cover that cannot be read is not in `touched`: what it would meet is not known
            log.exception("question_set_aside")
            unanswerable.append(question.id)
        else:
            told += [(question, one) for one in answers]
    await probing.withhold(checker, unanswerable, tick)
    due = [item for item in due if item.id not in unanswerable]
    await probing.answer(
        checker,
        [(question.id, one.rival, one.agreed, _level(one), one.hours, _area(one)) for question, one in told],
        [question.id for question in due],
        tick,
    )
    asked_about = {
        patrol: one.rival
        for question, one in told
        if one.rival not in suspended
        for patrol in touched[question.id][one.rival]
    }
    await _tell(checker, asked_about, tick)
    entries = [
        Entry(EntryKind.QUESTION, party, None, patrol, {}, tick) for patrol, party in asked_about.items()
    ]
    entries += [_unheard(question.id, one.rival, tick) for question, one in told if one.rival in suspended]
    await ledger.append(checker, entries)
    return len(due)


def _unheard(question: WhatIfId, rival: PartyId, tick: datetime) -> Entry:
    """Note whom a question concerned that is suspended: for the service alone (PAT-02)."""
    return Entry(EntryKind.QUESTION, None, None, question, {"of": str(rival)}, tick)


async def _touched(checker: CheckerSession, due: Sequence[Question]) -> dict[WhatIfId, Touched]:
    """Return what each question touches; without those whose cover cannot be read, and nothing of such plans."""
    covers = {question.id: keys for question in due if (keys := _read(question.cover)) is not None}
    found: dict[WhatIfId, Touched] = {question: {} for question in covers}
    for question, patrol, party, cover in await probing.plans_near(checker, list(covers)):
        theirs = _read(cover)
        common = None if theirs is None else shared(covers[question], theirs)
        if common is not None and len(common):
            found[question].setdefault(party, {})[patrol] = common
    return found


def _read(cover: bytes) -> CellHours | None:
    """Return a stored cover; None for a damaged one, which must not keep anybody else from an answer."""
    try:
        return unpack(cover)
    except FAULTS:
        return None


def _answers(question: Question, touched: Touched, pacts: Pacts, tick: datetime) -> list[Told]:
    """Return what may be told of each rival; of one who is sealed nothing, and nothing is told to it either."""
    answers = []
    for rival, patrols in sorted(touched.items()):
        pact, keys = pacts.of(question.party, rival), merged(patrols.values())
        if depends_on_cells(pact, tick):
            answers.append(told_by_cell(pact, rival, keys, tick))
        elif plain(pact, Matter.PLANS, tick) is not Level.SEALED:
            answers.append(Told(rival, is_agreed(pact, tick), tuple(hours(keys))))
    return [one for one in answers if one.hours]


def _level(one: Told) -> Level:
    return Level.NOTICE if one.cells is None else Level.AREA


def _area(one: Told) -> SharedWith | None:
    return None if one.cells is None else SharedWith(one.rival, one.cells)


async def _tell(checker: CheckerSession, asked_about: Mapping[UUID, PartyId], tick: datetime) -> None:
    """Tell rivals, at the same tick, that somebody asked about hours of their patrol: once, however many asked."""
    feeds = await alerts.recipients(checker, set(asked_about.values()), desk=False)
    deliveries = [
        Delivery(feed, notice, AlertKind.PROBE, "asked", rings=False, subject=Subject(patrol=patrol))
        for patrol, party in sorted(asked_about.items())
        for notice in (NoticeId(new_id(party)),)
        for feed in feeds
        if feed.party == party
    ]
    await alerts.number(checker, deliveries, tick)
