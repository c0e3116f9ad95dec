"""What the checker fails on is set aside, the others go on, and the desk is told: of a plan that it is unchecked."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.flows.carry_what_was_said import Kind, Said
from deconflict.joint_patrols import checker_store as joint_patrols
from deconflict.joint_patrols.model import JointPatrolId
from deconflict.messages import checker_store as messages
from deconflict.overlaps import checker_store as overlaps
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Due
from deconflict.resolving import checker_store as resolving
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id

TRY_AGAIN_AFTER = timedelta(minutes=1)


async def set_aside(checker: CheckerSession, now: datetime) -> Due | None:
    """Put the oldest to-do off by a minute and tell the desk: an unchecked plan must be seen, not lost (CON-01)."""
    due = await patrols.take_due(checker, now, limit=1)
    if due is None:
        return None
    await patrols.put_off(checker, due, now + TRY_AGAIN_AFTER)
    await _tell_desk(checker, due.patrols, "unchecked", now)
    return due


async def set_said_aside(checker: CheckerSession, said: Said, now: datetime) -> None:
    """Let go of what cannot be carried; its sender sees that, and the desk is told of which patrol it spoke.

    The desk's own calls stay to be told: nobody else's word waits for them.
    """
    if said.id is None:
        return
    store = messages if said.kind is Kind.MESSAGE else resolving
    about = await store.set_aside(checker, said.id, now)
    patrols_of = await overlaps.patrols_of(checker, about)
    await _tell_desk(checker, set(patrols_of.values()), "not_carried", now)


async def _tell_desk(checker: CheckerSession, about: Collection[UUID], change: str, now: datetime) -> None:
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(new_id()), None, AlertKind.PATROL, change, rings=True, found_at=now, patrol=patrol
            )
            for patrol in about
        ],
    )


async def set_joint_patrol_aside(checker: CheckerSession, wanted: JointPatrolId, now: datetime) -> None:
    """Let go of a joint patrol that the engine fails on; its parties and the desk are told that it was dropped."""
    parties = await joint_patrols.set_aside(checker, wanted)
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(new_id()),
                party,
                AlertKind.JOINT_PATROL,
                "dropped",
                rings=True,
                found_at=now,
                joint_patrol=wanted,
            )
            for party in (*parties, None)
        ],
    )
