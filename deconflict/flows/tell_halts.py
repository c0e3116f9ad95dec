"""Every party with a unit or a patrol under way in a halt's area is told of it, never which others are (LIV-07)."""

from collections.abc import Sequence
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.distress import checker_store as distress
from deconflict.distress.model import Halt, HaltTold
from deconflict.distress.rules import box_of, comes_into
from deconflict.parties.model import PartyId
from deconflict.patrols import routes_checker_store as routes
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.tracking import checker_store as tracking


async def tell_halts(checker: CheckerSession, now: datetime, *, standing: bool = False) -> int:
    """Tell the parties that halts concern, and those told that they are lifted; return how many halts were looked at.

    standing: also look at those that were told of before, since others may have come into their areas.
    """
    due = await distress.halts_due(checker, standing=standing)
    for halt in due:
        told = await distress.told_of_halt(checker, halt.id)
        if halt.lifted_at is None:
            known = {item.party for item in told}
            new = sorted(party for party in await _concerned(checker, halt) if party not in known)
            await _tell(checker, halt, new, now)
        else:
            await _tell_end(checker, halt, told, now)
    await distress.halt_is_told(checker, [halt.id for halt in due])
    return len(due)


async def _concerned(checker: CheckerSession, halt: Halt) -> set[PartyId]:
    """Return the parties with a unit that was last in the area, or a patrol under way whose route comes into it."""
    box = box_of(halt.ring)
    there = {
        party
        for party, lon, lat in await tracking.last_places(checker, box)
        if comes_into(halt.ring, [(lon, lat)], 0.0)
    }
    return there | {
        route.party
        for route in await routes.routes_under_way(checker, box)
        if comes_into(halt.ring, route.places, route.lateral_tolerance_m)
    }


async def _tell(checker: CheckerSession, halt: Halt, new: Sequence[PartyId], now: datetime) -> None:
    people = await distress.people_of(checker, new) if new else {}
    told = [
        HaltTold(
            id=new_id(party),
            reference=new_reference(party),
            halt=halt.id,
            party=party,
            ring=halt.ring,
            note=halt.note,
            raised_at=halt.raised_at,
            notice=new_id(party),
            people=people[party],
        )
        for party in new
    ]
    await distress.tell_halt(checker, told)
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(item.notice),
                item.party,
                AlertKind.HALT,
                "raised",
                rings=True,
                found_at=now,
                halt=item.id,
            )
            for item in told
        ],
    )


async def _tell_end(checker: CheckerSession, halt: Halt, told: Sequence[HaltTold], now: datetime) -> None:
    fresh = [item for item in told if item.lifted_at is None]
    if not fresh or halt.lifted_at is None:
        return
    await distress.lift_told(checker, halt.id, halt.lifted_at)
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(new_id(item.party)),
                item.party,
                AlertKind.ALL_CLEAR,
                "over",
                rings=False,
                found_at=now,
                halt=item.id,
            )
            for item in fresh
        ],
    )
