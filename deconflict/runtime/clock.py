"""Where `now` comes from. Rules never ask, they are handed it; only the edges and the engine hold a clock."""

from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

SET_BACK: Final = timedelta(seconds=5)
"""Behind what it has shown by more than this a clock was set back; by less it is kept in step, as time servers do."""


EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a clock begins that knows nothing; the database keeps no time before it."""


def bounded(said: datetime, now: datetime) -> datetime:
    """Return a moment that somebody's own clock names, no later than now and not before any clock begins.

    For what nobody is refused for: the clock of a phone may be anywhere.
    """
    return min(max(said, EARLIEST), now)


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


class Latest:
    """The latest moment that a clock has shown: tells when it was set back, and what is due is to be set anew."""

    def __init__(self, now: datetime) -> None:
        self._latest = now

    def set_back(self, now: datetime) -> timedelta | None:
        """Take what the clock shows now; return by how much it was set back, if it was."""
        back = self._latest - now
        if timedelta() < back <= SET_BACK:
            return None
        self._latest = now
        return back if back > SET_BACK else None
