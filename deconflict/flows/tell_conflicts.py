"""Part of the check: queue the notices of what became of conflicts, in the transaction that found it (ALR-02)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.conflicts.model import Change, Conflict
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id

ALARMS = frozenset({Change.OPENED, Change.WORSE})
ENDS = frozenset({Change.RESOLVED, Change.WITHHELD})


async def tell(checker: CheckerSession, told: Sequence[tuple[Change, Conflict]], now: datetime) -> None:
    """Queue the notices of what became of conflicts, and put it on the ledger.

    They take the place of what was still to be told of the same conflicts: nothing stale is ever told (CON-02).
    """
    notices = [notice for change, item in told for notice in _notices(change, item, now)]
    await queue_in_place(checker, notices, now)
    await ledger.append(
        checker,
        [
            Entry(EntryKind.CONFLICT, None, None, item.id, {"change": change.value}, now)
            for change, item in told
        ],
    )


async def queue_in_place(checker: CheckerSession, notices: Sequence[Notice], now: datetime) -> None:
    """Queue notices in the place of what was still to be told of the same matters: nothing stale is told (CON-02)."""
    closed = await alerts.close_untold(checker, [item.matter for item in notices], now) if notices else {}
    last = await alerts.last_told(checker, closed) if closed else {}
    merged = [
        in_place_of(closed[item.matter], last.get(item.matter), item) if item.matter in closed else item
        for item in notices
    ]
    await alerts.queue(checker, [item for item in merged if item is not None])


def in_place_of(untold: str, last: str | None, new: Notice) -> Notice | None:
    """Return what to tell when the change `untold` never was and `last` was the last that was told, if anything."""
    knows = last not in {None, *ENDS}
    if new.change in ENDS:
        return new if knows else None
    if not knows:
        return replace(new, change=Change.OPENED.value, rings=True)
    if untold in ALARMS and new.change == Change.UPDATED:
        return replace(new, change=Change.WORSE.value, rings=True)
    return new


def _notices(change: Change, item: Conflict, now: datetime) -> Iterator[Notice]:
    """Tell the desk of every conflict at once, and a party of its own patrol and a zone that everybody sees."""
    rings, over = change in ALARMS, change is Change.RESOLVED
    kind = AlertKind.ALL_CLEAR if over else AlertKind.CONFLICT
    yield Notice(
        NoticeId(new_id()),
        None,
        kind,
        change.value,
        rings=rings,
        found_at=now,
        conflict=item.id,
        finding=item.finding_id,
    )
    a, zone = item.pair.a, item.pair.zone
    if zone is not None and zone.party is None:
        kind = AlertKind.ALL_CLEAR if over else AlertKind.ZONE
        yield Notice(
            NoticeId(new_id()), a.party, kind, change.value, rings, now, patrol=a.patrol, zone=zone.id
        )
