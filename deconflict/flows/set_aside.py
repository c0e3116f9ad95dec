"""A plan that the checker fails on is set aside, the others go on, and the desk is told that it is unchecked."""

from datetime import datetime, timedelta

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
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
