"""A plan that the checker fails on is set aside, the others go on, and the desk is told that it is unchecked."""

from datetime import datetime, timedelta

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.joint_patrols import checker_store as joint_patrols
from deconflict.joint_patrols.model import JointPatrolId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Due
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id

TRY_AGAIN_AFTER = timedelta(minutes=1)


async def set_aside(checker: CheckerSession, now: datetime) -> Due | None:
    """Put the oldest to-do off by a minute and tell the desk: an unchecked plan must be seen, not lost (CON-01)."""
    due = await patrols.take_due(checker, now, limit=1)
    if due is None:
        return None
    await patrols.put_off(checker, due, now + TRY_AGAIN_AFTER)
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(new_id()),
                None,
                AlertKind.PATROL,
                "unchecked",
                rings=True,
                found_at=now,
                patrol=patrol,
            )
            for patrol in due.patrols
        ],
    )
    return due


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
