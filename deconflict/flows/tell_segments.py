"""Part of the check: what parties at level 3 and above are told of conflicts, each through an object of its own.

In the transaction that found it (ALR-02), and released at once (DIS-05).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Level, Matter, Pact, Pacts
from deconflict.agreements.rules import lowest, reaches
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.conflicts import checker_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import (
    OVER,
    Change,
    Conflict,
    ConflictState,
    Resolution,
    Segment,
    SegmentId,
    Side,
)
from deconflict.conflicts.rules import both_accept, segment_change, together
from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.flows.show_conflicts import Sight, plans_by_patrol, sights
from deconflict.flows.tell_conflicts import ALARMS, queue_in_place
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.cover import pack, unpack

Known = tuple[Segment, bytes | None]
"""What a side was last told, and the packed cell-hours in which it lies."""


@dataclass
class Telling:
    """What one batch stores: new and changed segments, what revisions tell, and conflicts that were answered."""

    new: list[Segment] = field(default_factory=list)
    changed: list[Segment] = field(default_factory=list)
    told: list[tuple[Segment, bytes | None]] = field(default_factory=list)
    disclosed: list[tuple[Segment, Side]] = field(default_factory=list)
    answered: list[Conflict] = field(default_factory=list)


async def tell_segments(
    checker: CheckerSession,
    around: Neighbourhood,
    found: Collection[Conflict],
    alarmed: Collection[UUID],
    pacts: Pacts,
    now: datetime,
) -> list[Conflict]:
    """Bring both sides' views of those conflicts up to date; return the conflicts that both sides accepted.

    `alarmed`: what opened or became worse just now has to be answered anew.
    """
    between = [item for item in found if item.pair.b is not None and not _is_suspended(item, around)]
    known = await segments.segments_of(checker, [item.id for item in between]) if between else {}
    plans = plans_by_patrol(around)
    telling = Telling()
    for item in between:
        a, b = _sides(item)
        pact = pacts.of(a.party, b.party)
        before = known.get((item.id, a.party)), known.get((item.id, b.party))
        if before == (None, None) and not reaches(pact, Level.SEGMENT, now):
            continue
        rings = item.id in alarmed
        stands = item if rings else _answered(item, before, telling, now)
        is_over = stands.state is ConflictState.RESOLVED
        seen = {} if is_over else sights(stands, plans, pact, pacts.default.max_minimum_m, now)
        _tell(stands, a, b, before[0], seen.get(a.party), pact, telling, now, rings=rings)
        _tell(stands, b, a, before[1], seen.get(b.party), pact, telling, now, rings=rings)
    await _store(checker, telling, now)
    return [item for item in telling.answered if item.state is ConflictState.RESOLVED]


def _is_suspended(conflict: Conflict, around: Neighbourhood) -> bool:
    """Tell whether a side's word does not count now: the other is told no more of it, nor that it is over (PAT-02)."""
    return any(
        side is not None and side.party in around.suspended for side in (conflict.pair.a, conflict.pair.b)
    )


def _answered(conflict: Conflict, sides: Sequence[Known | None], telling: Telling, now: datetime) -> Conflict:
    """Return the conflict after what its two sides said of it (CON-04)."""
    if conflict.state is ConflictState.RESOLVED:
        return conflict
    first, second = (None if side is None else side[0] for side in sides)
    stands = replace(conflict, state=together(first, second, conflict.state))
    if both_accept(first, second):
        stands = conflict.resolved(Resolution.ACCEPTED, now)
    if stands != conflict:
        telling.answered.append(stands)
    return stands


def _tell(
    conflict: Conflict,
    side: Side,
    other: Side,
    known: Known | None,
    sight: Sight | None,
    pact: Pact,
    telling: Telling,
    now: datetime,
    *,
    rings: bool,
) -> None:
    """Add what one side is to be told, if anything."""
    segment, cells = known or (None, None)
    withheld = cells is not None and lowest(pact, unpack(cells), Matter.PLANS, now) < Level.SEGMENT
    change = segment_change(segment, sight and sight.shown, withheld=withheld, alarmed=rings)
    if segment is None:
        if sight is not None:
            opened = _opened(conflict, side, other, sight, now)
            telling.new.append(opened)
            telling.told.append((opened, pack(sight.cells)))
            telling.disclosed.append((opened, other))
    elif change is None:
        if segment.state not in {*OVER, conflict.state}:
            telling.changed.append(replace(segment, state=conflict.state))
    else:
        revised = _revised(segment, change, conflict, sight, now)
        telling.changed.append(revised)
        if sight is not None:
            telling.disclosed.append((revised, other))
        lies = cells if sight is None else pack(sight.cells)
        telling.told.append((revised, None if revised.shown is None else lies))


def _opened(conflict: Conflict, side: Side, other: Side, sight: Sight, now: datetime) -> Segment:
    return Segment(
        id=SegmentId(new_id(side.party)),
        reference=new_reference(side.party),
        conflict=conflict.id,
        party=side.party,
        patrol=side.patrol,
        rival=other.party,
        state=conflict.state,
        episode=1,
        revision=1,
        change=Change.OPENED,
        opened_at=now,
        updated_at=now,
        shown=sight.shown,
        alarm=sight.shown,
    )


def _revised(
    segment: Segment, change: Change, conflict: Conflict, sight: Sight | None, now: datetime
) -> Segment:
    """Return the next revision. How it ended is told only when the conflict itself did: see `segment_change`."""
    if change is Change.WITHHELD:
        return segment.revised(change, ConflictState.WITHHELD, None, now)
    if sight is None:
        ended = segment.revised(change, ConflictState.RESOLVED, segment.shown, now)
        return replace(ended, resolution=conflict.resolution or Resolution.AMENDED_CLEAR)
    return segment.revised(change, conflict.state, sight.shown, now)


async def _store(checker: CheckerSession, telling: Telling, now: datetime) -> None:
    """Store all of it; every disclosure is on the ledger of whose data it is before it leaves (DIS-07)."""
    resolved = [item for item in telling.answered if item.state is ConflictState.RESOLVED]
    await conflicts.record(checker, [], resolved, now)
    await conflicts.set_states(checker, [item for item in telling.answered if item not in resolved])
    await segments.record_segments(checker, telling.new, telling.changed, telling.told)
    await queue_in_place(checker, [_notice(item, now) for item, _ in telling.told], now)
    await ledger.append(checker, [_entry(item, of, now) for item, of in telling.disclosed])


def _notice(segment: Segment, now: datetime) -> Notice:
    kind = AlertKind.ALL_CLEAR if segment.change is Change.RESOLVED else AlertKind.CONFLICT
    return Notice(
        NoticeId(new_id(segment.party)),
        segment.party,
        kind,
        segment.change.value,
        rings=segment.change in ALARMS,
        found_at=now,
        segment=segment.id,
        revision=segment.revision,
    )


def _entry(segment: Segment, of: Side, now: datetime) -> Entry:
    said: dict[str, str | int | list[str]] = {
        "level": int(Level.SEGMENT),
        "to": str(segment.party),
        "version": of.version,
    }
    return Entry(EntryKind.DISCLOSURE, of.party, None, of.patrol, said, now)


def _sides(conflict: Conflict) -> tuple[Side, Side]:
    a, b = conflict.pair.a, conflict.pair.b
    assert b is not None  # noqa: S101  (for the type checker: zones were left out)
    return a, b
