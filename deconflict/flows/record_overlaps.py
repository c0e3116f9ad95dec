"""Part of the check: which cell-hours the changed plans share with rivals'.

And whose overlap has to be compared (DIS-04).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Pacts
from deconflict.agreements.rules import depends_on_cells
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.checker_store import SharedCover
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Standing
from deconflict.probing import checker_store as probing
from deconflict.probing.model import Limits
from deconflict.probing.rules import by_unit, day_of, is_used_up
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.separation.cover import CellHours, hours, pack, shared, unpack


async def record_overlaps(
    checker: CheckerSession,
    around: Neighbourhood,
    pacts: Pacts,
    now: datetime,
    limits: Limits,
) -> None:
    """Replace the shared covers of the changed patrols and queue a comparison at the tick for whom they concern."""
    if around.suspended:
        around = await _as_held(checker, around)
    before = {item.key: item for item in await overlaps.shared_by(checker, around.changed)}
    after = {item.key: item for item in _shared_covers(around)}
    gone = [key for key, item in before.items() if after.get(key) != item]
    new = [item for key, item in after.items() if before.get(key) != item]
    await overlaps.replace_shared(checker, gone, new)
    concerned = dict(_sides(before[key] for key in gone))
    concerned |= await _not_told_yet(checker, new, pacts, now)
    concerned |= await _silenced(checker, around, limits, now)
    await compare_at_tick(checker, concerned, now)


async def _as_held(checker: CheckerSession, around: Neighbourhood) -> Neighbourhood:
    """Return the same neighbourhood with suspended parties' patrols as they were when that began (PAT-02).

    What such a party does changes nothing for its rivals; what they do is compared with the versions that are held.
    """
    own = await of_suspended(checker, around)
    standing = {patrol: item for patrol, item in around.standing.items() if patrol not in own}
    held = await patrols.held_around(checker, standing)
    candidates = {
        patrol: [
            *(item for item in around.candidates.get(patrol, ()) if item.party not in around.suspended),
            *held.get(patrol, ()),
        ]
        for patrol in standing
    }
    return replace(around, changed=around.changed - own, standing=standing, candidates=candidates)


async def of_suspended(checker: CheckerSession, around: Neighbourhood) -> frozenset[UUID]:
    """Return the patrols of suspended parties: those that changed, and those of which a version is held."""
    if not around.suspended:
        return frozenset()
    changed = (patrol for patrol, item in around.standing.items() if item.party in around.suspended)
    return await patrols.held(checker) | frozenset(changed)


async def compare_at_tick(checker: CheckerSession, concerned: Mapping[UUID, PartyId], now: datetime) -> None:
    """Have what may be told of those patrols' overlaps compared with what their parties were told."""
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(new_id()),
                party,
                AlertKind.OVERLAP,
                "compare",
                rings=False,
                found_at=now,
                patrol=patrol,
            )
            for patrol, party in concerned.items()
        ],
    )


async def _silenced(
    checker: CheckerSession, around: Neighbourhood, limits: Limits, now: datetime
) -> dict[UUID, PartyId]:
    """Return the changed patrols of units that have used up their budget, whatever they share (PRB-02).

    What their parties know is withheld at the tick: that must not depend on what is there.
    """
    spent = by_unit(await probing.heavy_draws(checker, day_of(now), limits))
    if not spent:
        return {}
    entered = await patrols.entered(checker, around.standing)
    return {
        item.patrol: item.party
        for item in entered
        if is_used_up(spent.get(item.unit, ()), item.submitted_at, limits)
    }


async def _not_told_yet(
    checker: CheckerSession, new: Sequence[SharedCover], pacts: Pacts, now: datetime
) -> dict[UUID, PartyId]:
    """Return whom the new shared covers concern, without those who were alarmed of all these hours already.

    One more rival in the same hours is no change at the grain of the hour (DIS-04), unless the cells may be told as
    well. Where many plans meet that is nearly everybody, and comparing them at the tick would hold up all.
    """
    party_of = dict(_sides(new))
    finer = dict(_sides(item for item in new if depends_on_cells(pacts.of(item.party_a, item.party_b), now)))
    hours_of: dict[UUID, set[int]] = {patrol: set() for patrol in party_of}
    for item in new:
        for patrol in item.key:
            hours_of[patrol].update(item.hours)
    rung = await overlaps.hours_rung(checker, party_of)
    return {
        patrol: party
        for patrol, party in party_of.items()
        if patrol in finer or not hours_of[patrol].issubset(rung.get(patrol, set()))
    }


def _sides(covers: Iterable[SharedCover]) -> Iterator[tuple[UUID, PartyId]]:
    for item in covers:
        yield item.patrol_a, item.party_a
        yield item.patrol_b, item.party_b


def _shared_covers(around: Neighbourhood) -> Iterator[SharedCover]:
    """Yield what each changed patrol shares with others.

    Plans registered after the fact are the desk's alone (PAT-02).
    """
    unpacked: dict[bytes, CellHours] = {}

    def cover_of(item: Standing) -> CellHours:
        if item.cover not in unpacked:
            unpacked[item.cover] = unpack(item.cover)
        return unpacked[item.cover]

    for subject, others in around.pairs(exact=False):
        for other in others:
            if subject.after_the_fact or other.after_the_fact:
                continue
            cells = shared(cover_of(subject), cover_of(other))
            if len(cells):
                a, b = sorted((subject, other), key=lambda item: item.patrol.int)
                yield SharedCover(a.patrol, b.patrol, a.party, b.party, tuple(hours(cells)), pack(cells))
