"""Part of the release: of which patrols their own parties are told nothing, since a unit's budget is used up (PRB-02).

The rivals are told all the same, and the neutral desk is told to call: a missed meeting would be worse than a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.overlaps.model import Overlap, Told
from deconflict.overlaps.rules import areas_of, change_of, rings, still_to_come, union
from deconflict.parties.model import UnitId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Entered
from deconflict.probing import checker_store as probing
from deconflict.probing.model import Draw, DrawKind, Limits, Silence
from deconflict.probing.rules import by_unit, day_after, day_of, is_caused, is_used_up
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id


@dataclass
class _Tally:
    """What the budgets come to while patrol after patrol is looked at."""

    limits: Limits
    tick: datetime
    spent: dict[UnitId, list[Draw]]
    draws: list[Draw] = field(default_factory=list)
    silent: list[Silence] = field(default_factory=list)
    lifted: list[UUID] = field(default_factory=list)
    to_desk: list[UUID] = field(default_factory=list)


async def keep_silent(
    checker: CheckerSession,
    limits: Limits,
    tick_s: float,
    concerned: Mapping[UUID, datetime],
    told: Mapping[UUID, Overlap],
    hold: Mapping[UUID, Sequence[Told]],
    tick: datetime,
) -> frozenset[UUID]:
    """Draw on the budgets for what is about to be told; return the patrols of which it is not told.

    `concerned`: when something was first found of each: what had to wait was caused by the plan all the same.
    In the order in which their plans were handed in: a hundred at a time gain nothing over one by one.
    """
    entered = await patrols.entered(checker, concerned.keys())
    kept = await probing.silences(checker, concerned.keys())
    since = min((day_of(item.submitted_at) for item in entered), default=tick)
    spent = await probing.draws(checker, {item.unit for item in entered}, min(since, day_of(tick)))
    tally = _Tally(limits, tick, by_unit(spent))
    tally.lifted += kept.keys() - {item.patrol for item in entered}
    for item in sorted(entered, key=lambda item: (item.submitted_at, item.patrol)):
        hours = still_to_come(union(one.hours for one in hold.get(item.patrol, ())), tick)
        rise = _rises(told.get(item.patrol), hours, hold.get(item.patrol, ()))
        caused = is_caused(item.submitted_at, concerned[item.patrol], tick_s)
        _look_at(item, hours, kept.get(item.patrol), tally, rise=rise, caused=caused)
    await probing.lift_silence(checker, tally.lifted)
    await probing.keep_silent(checker, tally.silent)
    await probing.draw(checker, tally.draws)
    await alerts.queue(checker, [_for_desk(patrol, tick) for patrol in tally.to_desk])
    return frozenset(item.patrol for item in tally.silent)


def _rises(known: Overlap | None, hours: tuple[int, ...], told: Sequence[Told]) -> bool:
    change = change_of(known, hours, areas_of(told) if hours else (), withheld=False)
    return change is not None and rings(change, ())


def _look_at(
    item: Entered, hours: tuple[int, ...], kept: Silence | None, tally: _Tally, *, rise: bool, caused: bool
) -> None:
    """Decide about one patrol. Whoever is under way is always told: there people are."""
    same = kept if kept is not None and kept.version == item.version else None
    caused = caused or same is not None
    until = _silent_until(item, same, tally, caused=caused)
    if until is not None and not item.is_under_way(tally.tick):
        known = set(same.hours) if same is not None else set()
        if set(hours) - known:
            tally.to_desk.append(item.patrol)
        tally.silent.append(Silence(item.patrol, item.party, item.version, until, hours))
        return
    if kept is not None:
        tally.lifted.append(item.patrol)
    if rise and caused:
        draw = Draw(item.party, item.unit, DrawKind.OVERLAP, item.patrol, tally.tick)
        tally.draws.append(draw)
        tally.spent.setdefault(item.unit, []).append(draw)


def _silent_until(item: Entered, same: Silence | None, tally: _Tally, *, caused: bool) -> datetime | None:
    """Return until when nothing is told of the patrol's present version; None when it is told.

    Whether anything is there to be told does not matter here: otherwise what is told in its place would tell of it.
    """
    if same is not None and tally.tick < same.until:
        return same.until
    spent = tally.spent.get(item.unit, ())
    end = day_after(item.submitted_at)
    if tally.tick < end and is_used_up(spent, item.submitted_at, tally.limits):
        return end
    return day_after(tally.tick) if caused and is_used_up(spent, tally.tick, tally.limits) else None


def _for_desk(patrol: UUID, now: datetime) -> Notice:
    return Notice(NoticeId(new_id()), None, AlertKind.BUDGET, "used", rings=True, found_at=now, patrol=patrol)
