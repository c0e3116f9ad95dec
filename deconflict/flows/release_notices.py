"""Due notices become numbered alerts.

The desk's and those of level 3 at once, parties' overlaps at the tick, both sides' at the same (DIS-05).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Level, Pacts, Parties, Terms
from deconflict.agreements.rules import capped, ordered
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId, Recipient, Subject, Urgency
from deconflict.alerts.store import Delivery
from deconflict.conflicts import checker_store as segments
from deconflict.flows.keep_in_line import applicable, keep_in_line
from deconflict.flows.keep_silent import keep_silent
from deconflict.flows.record_disclosures import record_disclosures
from deconflict.flows.tell_overlaps import what_may_be_told
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.model import (
    CLOSED,
    Overlap,
    OverlapChange,
    OverlapId,
    OverlapState,
    SharedArea,
    Told,
)
from deconflict.overlaps.rules import (
    alarming,
    areas_of,
    change_of,
    less,
    rings,
    still_to_come,
    union,
    until_in_line,
)
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.probing.model import Limits
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference

AT_ONCE = 5000
"""How many notices are numbered in one transaction when nobody has to wait for the others."""
SOON_S = 3600.0
"""An overlap climbs as fast as what is critical when its hours begin so soon: below level 3 no more is known of it."""


class Bounds(NamedTuple):
    """Pairs of which something signed or taken back is not applied yet, and what bounds those left for a later tick.

    `falling` has all that is in the pacts, and more. `later` bounds what their parties read until it is applied:
    numbered with more, an alert would be read as withheld and never ring (`viewer_ceiling`).
    """

    falling: Collection[Parties]
    later: Sequence[tuple[Parties, Level]]


async def release_at_once(checker: CheckerSession, now: datetime) -> int:
    """Number what waits for no tick: the desk's notices, parties' own matters, and what level 3 tells of conflicts.

    Not what a recipient could not read yet, since something was signed or taken back (`viewer_ceiling`): numbered now
    it would be read as withheld and never ring. What does not wait goes past it.
    """
    due = await alerts.due(checker, at_tick=False, limit=AT_ONCE)
    if any(item.segment is not None for item in due):
        pending = await agreements.pending(checker, now)
        bounded = {item.pair for item in pending if item.lowest < Level.SEGMENT}
        held = await segments.between(checker, bounded)
        due = await alerts.due(checker, at_tick=False, limit=AT_ONCE, without=held) if held else due
    if not due:
        return 0
    parties = {item.party for item in due if item.party is not None}
    crews = any(item.to_crews for item in due)
    feeds = await alerts.recipients(checker, parties, desk=True, crews=crews)
    critical = await _critical(checker, due)
    deliveries = [delivery for item in due for delivery in _deliveries(item, feeds, critical)]
    await alerts.number(checker, deliveries, now)
    await alerts.mark_released(checker, due, now)
    return len(due)


async def release_at_tick(
    checker: CheckerSession,
    terms: Terms,
    tick: datetime,
    limits: Limits,
    tick_s: float,
) -> int:
    """Compare what was found with what parties were told, and tell them the difference (DIS-04, ALR-06).

    What came and went between two ticks makes no difference, so nobody is told of it. Every overlap that a check
    touched is compared in one transaction, also what was found while the tick was waited for: left to the next one,
    it would be told now to a side with older news and then to the other.
    """
    pending = await agreements.pending(checker, tick)
    due = await alerts.due(checker, at_tick=True, limit=None)
    if not due and not pending:
        return 0
    pacts = await agreements.pacts(checker, terms)
    now_applied = await applicable(checker, pending)
    later = [item for item in await agreements.pending(checker, tick) if item not in now_applied]
    bounds = Bounds(
        {item.pair for item in (*now_applied, *later)}, [(item.pair, item.lowest) for item in later]
    )
    released = await _release_overlaps(checker, pacts, bounds, due, tick, (limits, tick_s)) if due else 0
    await keep_in_line(checker, pacts, now_applied, tick)
    return released


async def _release_overlaps(
    checker: CheckerSession,
    pacts: Pacts,
    bounds: Bounds,
    due: Sequence[Notice],
    tick: datetime,
    budget: tuple[Limits, float],
) -> int:
    concerned = {
        item.patrol: item.party for item in due if item.patrol is not None and item.party is not None
    }
    told, before = await overlaps.told(checker, concerned)
    suspended = await suspensions.in_force(checker)
    hold = await what_may_be_told(checker, concerned, pacts, tick, suspended)
    waiting: frozenset[UUID] = frozenset()
    if bounds.later:
        capped_now = capped(pacts, bounds.later)
        bounded = await what_may_be_told(checker, concerned, capped_now, tick, suspended)
        hold, waiting = until_in_line(
            hold, bounded, {item.patrol: before.get(item.id, ()) for item in told.values()}
        )
    silent = frozenset(patrol for patrol, party in concerned.items() if party in suspended)
    found = {patrol: item.found_at for item in reversed(due) if (patrol := item.patrol) is not None}
    found = {patrol: at for patrol, at in found.items() if patrol in concerned and patrol not in silent}
    silent |= await keep_silent(checker, *budget, found, told, hold, tick)
    unheard = {patrol: items for patrol, items in hold.items() if patrol in silent}
    hold = {patrol: items for patrol, items in hold.items() if patrol not in silent}

    gone = await patrols.off_record(checker, told.keys() - hold.keys())

    def sealed(item: Overlap) -> bool | None:
        hidden = _sealed(item, before.get(item.id, ()), pacts, bounds.falling, tick)
        if item.patrol in silent:
            return None if hidden is None else True
        # A patrol that is no longer on record shares nothing with anybody: to say so tells of no rival.
        return False if hidden and item.patrol in gone else hidden

    new, changed, rivals = _differences(concerned, told, hold, before, sealed, tick)
    await record_disclosures(checker, [*new, *changed], rivals, unheard, tick)
    await overlaps.release(checker, new, changed, rivals)
    await overlaps.tell_of_others(checker, _same_of_others(told, hold, before, changed))
    await _number(checker, [*new, *changed], rivals, tick)
    await alerts.mark_released(checker, [item for item in due if item.patrol not in waiting], tick)
    return len(new) + len(changed)


def _differences(
    concerned: Mapping[UUID, PartyId],
    told: Mapping[UUID, Overlap],
    hold: Mapping[UUID, Sequence[Told]],
    before: Mapping[UUID, Sequence[Told]],
    sealed: Callable[[Overlap], bool | None],
    tick: datetime,
) -> tuple[list[Overlap], list[Overlap], dict[UUID, Sequence[Told]]]:
    """Return the overlaps that open, those that change, and what each tells of each rival."""
    new: list[Overlap] = []
    changed: list[Overlap] = []
    rivals: dict[UUID, Sequence[Told]] = {}
    # By the patrol's id: otherwise the order of alerts would tell who came first.
    for patrol, party in sorted(concerned.items()):
        known, holds = told.get(patrol), hold.get(patrol, ())
        hours = still_to_come(union(item.hours for item in holds), tick)
        areas = areas_of(holds) if hours else ()
        hidden = sealed(known) if known is not None and not hours else None
        rung = alarming(before.get(known.id, ())) if known is not None else frozenset()
        unrung = bool(hours) and not alarming(holds) <= rung
        change = change_of(known, hours, areas, withheld=bool(hidden), unrung=unrung)
        if change is None or (not hours and hidden is None):
            continue
        if known is None:
            item = _opened(party, patrol, hours, areas, tick)
            new.append(item)
        else:
            item = known.revised(hours, areas, change, tick)
            changed.append(item)
        over = [replace(one, hours=(), cells=None, shared=None) for one in before.get(item.id, ())]
        rivals[item.id] = holds if hours else over
    return new, changed, rivals


def _sealed(
    told: Overlap, rivals: Sequence[Told], pacts: Pacts, falling: Collection[Parties], tick: datetime
) -> bool | None:
    """Tell whether something of what was told is sealed now; None when all of it has been for longer.

    Then not even a number may tell what became of it (DIS-03); that it is withheld is said once, when the level falls.
    """
    hidden = [one for one in rivals if not less(pacts.of(told.party, one.rival), one, tick).hours]
    if hidden and len(hidden) == len(rivals):
        return True if any(ordered(told.party, one.rival) in falling for one in hidden) else None
    return bool(hidden)


def _same_of_others(
    told: Mapping[UUID, Overlap],
    hold: Mapping[UUID, Sequence[Told]],
    before: Mapping[UUID, Sequence[Told]],
    changed: Sequence[Overlap],
) -> list[tuple[Overlap, Sequence[Told]]]:
    """Return the overlaps that say what they said, but on account of other rivals than before."""
    revised = {item.id for item in changed}
    return [
        (item, hold[patrol])
        for patrol, item in told.items()
        if item.id not in revised
        and item.state not in CLOSED
        and patrol in hold
        and set(hold[patrol]) != set(before.get(item.id, ()))
    ]


def _opened(
    party: PartyId, patrol: UUID, hours: tuple[int, ...], areas: tuple[SharedArea, ...], tick: datetime
) -> Overlap:
    return Overlap(
        id=OverlapId(new_id(party)),
        reference=new_reference(party),
        party=party,
        patrol=patrol,
        state=OverlapState.OPEN,
        revision=1,
        hours=hours,
        change=OverlapChange.OPENED,
        released_at=tick,
        areas=areas,
    )


async def _number(
    checker: CheckerSession,
    released: Sequence[Overlap],
    rivals: Mapping[UUID, Sequence[Told]],
    tick: datetime,
) -> None:
    """Number one alert into the feed of every officer of the party: a rise, a change, an end alike (ALR-06)."""
    feeds = await alerts.recipients(checker, {item.party for item in released}, desk=False)
    await alerts.number(
        checker,
        [
            Delivery(
                to=feed,
                notice=notice,
                kind=AlertKind.ALL_CLEAR if item.change is OverlapChange.RESOLVED else AlertKind.OVERLAP,
                change=item.change.value,
                rings=rings(item.change, rivals.get(item.id, ())),
                subject=Subject(overlap=item.id, revision=item.revision),
                urgency=Urgency.CRITICAL if _is_soon(item, tick) else Urgency.ROUTINE,
            )
            for item in released
            for notice in (NoticeId(new_id()),)
            for feed in feeds
            if feed.party == item.party
        ],
        tick,
    )


async def _critical(checker: CheckerSession, due: Sequence[Notice]) -> frozenset[UUID]:
    """Return which of those notices speak of something critical, by what each recipient is told of it."""
    findings = {item.finding: item.id for item in due if item.finding is not None}
    told = {(item.segment, item.revision): item.id for item in due if item.segment is not None}
    grave = await segments.critical_findings(checker, findings) if findings else frozenset()
    shown = await segments.critical(checker, told) if told else frozenset()
    return frozenset(findings[finding] for finding in grave) | frozenset(told[one] for one in shown)


def _is_soon(overlap: Overlap, tick: datetime) -> bool:
    """Tell whether the hours that its party is told of begin within the next one, or have begun."""
    return bool(overlap.hours) and overlap.hours[0] * 3600 - tick.timestamp() <= SOON_S


def _deliveries(notice: Notice, feeds: Sequence[Recipient], critical: Collection[UUID]) -> list[Delivery]:
    urgency = Urgency.CRITICAL if notice.id in critical else Urgency.ROUTINE
    return [
        Delivery(feed, notice.id, notice.kind, notice.change, notice.rings, notice.subject, urgency)
        for feed in feeds
        if feed.party == notice.party and (feed.is_officer or notice.to_crews)
    ]
