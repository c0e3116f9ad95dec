"""Due notices become numbered alerts.

The desk's at once, parties' overlaps at the tick, both sides' at the same (DIS-05).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Level, Terms
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId, Subject
from deconflict.alerts.store import Delivery, Recipient
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Overlap, OverlapChange, OverlapId, OverlapState
from deconflict.overlaps.rules import change_of, rings, still_to_come, union
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference

AT_ONCE = 5000
"""How many notices are numbered in one transaction when nobody has to wait for the others."""


async def release_at_once(checker: CheckerSession, now: datetime) -> int:
    """Number what depends on no rival's cover: the desk's notices, and parties' own patrols and public zones."""
    due = await alerts.due(checker, at_tick=False, limit=AT_ONCE)
    if not due:
        return 0
    parties = {item.party for item in due if item.party is not None}
    feeds = await alerts.recipients(checker, parties, desk=True)
    await alerts.number(checker, [delivery for item in due for delivery in _deliveries(item, feeds)], now)
    await alerts.mark_released(checker, due, now)
    return len(due)


async def release_at_tick(checker: CheckerSession, terms: Terms, tick: datetime) -> int:
    """Compare what was found with what parties were told, and tell them the difference (DIS-04, ALR-06).

    What came and went between two ticks makes no difference, so nobody is told of it. Every overlap that a check
    touched is compared in one transaction, also what was found while the tick was waited for: left to the next one,
    it would be told now to a side with older news and then to the other.
    """
    due = await alerts.due(checker, at_tick=True, limit=None)
    if not due:
        return 0
    concerned = {
        item.patrol: item.party for item in due if item.patrol is not None and item.party is not None
    }
    told = await overlaps.told(checker, concerned)
    hold = await _hours_that_hold(checker, concerned, terms.level, tick)
    new, changed = _differences(concerned, told, hold, tick)
    await overlaps.release(checker, new, changed)
    if terms.level >= Level.NOTICE:  # below, the mere number would tell that a rival did something (DIS-03)
        await _number(checker, [*new, *changed], tick)
    await alerts.mark_released(checker, due, tick)
    return len(new) + len(changed)


async def _hours_that_hold(
    checker: CheckerSession, concerned: Mapping[UUID, PartyId], level: Level, tick: datetime
) -> dict[UUID, tuple[int, ...]]:
    """Return the hours each patrol shares with rivals it is at level 1 or above with.

    Several rivals are one (DIS-04).
    """
    if level < Level.NOTICE:
        return {}
    by_patrol: dict[UUID, list[tuple[int, ...]]] = {}
    for item in await overlaps.hours_shared_by(checker, list(concerned)):
        for patrol in (item.patrol_a, item.patrol_b):
            by_patrol.setdefault(patrol, []).append(item.hours)
    return {
        patrol: still_to_come(union(hours), tick)
        for patrol, hours in by_patrol.items()
        if patrol in concerned
    }


def _differences(
    concerned: Mapping[UUID, PartyId],
    told: Mapping[UUID, Overlap],
    hold: Mapping[UUID, tuple[int, ...]],
    tick: datetime,
) -> tuple[list[Overlap], list[Overlap]]:
    new, changed = [], []
    for patrol, party in concerned.items():
        before, hours = told.get(patrol), hold.get(patrol, ())
        change = change_of(before, hours)
        if change is None:
            continue
        if before is None:
            new.append(_opened(party, patrol, hours, tick))
        else:
            changed.append(before.revised(hours, change, tick))
    return new, changed


def _opened(party: PartyId, patrol: UUID, hours: tuple[int, ...], tick: datetime) -> Overlap:
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
    )


async def _number(checker: CheckerSession, released: Sequence[Overlap], tick: datetime) -> None:
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
                rings=rings(item.change),
                subject=Subject(overlap=item.id, revision=item.revision),
            )
            for item in released
            for notice in (NoticeId(new_id()),)
            for feed in feeds
            if feed.party == item.party
        ],
        tick,
    )


def _deliveries(notice: Notice, feeds: Sequence[Recipient]) -> list[Delivery]:
    subject = Subject(
        conflict=notice.conflict,
        finding=notice.finding,
        review=notice.review,
        patrol=notice.patrol,
        zone=notice.zone,
    )
    return [
        Delivery(feed, notice.id, notice.kind, notice.change, notice.rings, subject)
        for feed in feeds
        if feed.party == notice.party
    ]
