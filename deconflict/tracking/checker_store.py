"""The only SQL about fixes that reads across parties: for the checker alone. Never commits."""

from datetime import datetime

from sqlalchemy import func, select

from deconflict.runtime.database import CheckerSession


async def keep_hours(checker: CheckerSession, since: datetime, until: datetime, kept_from: datetime) -> int:
    """Make the partitions of the hours from one moment to another, drop those that ended before a third (SEC-05)."""
    return await checker.scalar(select(func.keep_upload_hours(since, until, kept_from))) or 0
