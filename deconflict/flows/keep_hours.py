"""What units reported is kept for so long, and as long as something is open that it may be needed for (SEC-05)."""

from datetime import datetime, timedelta
from typing import Final

from deconflict.conflicts import store as conflicts
from deconflict.runtime.database import CheckerSession
from deconflict.tracking import checker_store as tracking

AHEAD: Final = timedelta(hours=2)


async def keep_hours(checker: CheckerSession, kept_hours: int, now: datetime) -> int:
    """Make the hours that fixes are about to come in and drop those kept long enough; return how many that was."""
    needed_from = min(now, await conflicts.oldest_open(checker) or now)
    return await tracking.keep_hours(checker, now, now + AHEAD, needed_from - timedelta(hours=kept_hours))
