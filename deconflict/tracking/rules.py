"""Pure decisions about fixes: whose clock counts, and which of them can be (LIV-01)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import lt
from typing import Final

from deconflict.tracking.errors import ClockOff
from deconflict.tracking.model import Fix, FixFault

CLOCK_SLACK: Final = timedelta(seconds=2)
"""What an upload may take on its way: a clock that is off by no more is taken for right."""
OLDEST: Final = timedelta(days=30)
"""How long before it is sent a fix may have been made, and how far a clock may be off to be set right."""
HOURS_BEFORE: Final = timedelta(hours=25)
"""How far back the live tick looks for uploads by when they came: further than clocks may differ (`comes_now`)."""
BEHIND_AFTER: Final = timedelta(minutes=5)
"""What came so long after its first fix is compared after the fact; until then the live tick has what it takes.

It keeps ten minutes of every track: the longest gap between two fixes that is believed, and as much again.
"""


def clock_offset(sent_at: datetime, received_at: datetime) -> timedelta:
    """Return how far the sender's clock is behind ours (ahead: negative), as the upload's own time tells."""
    offset = received_at - sent_at
    if abs(offset) > OLDEST:
        raise ClockOff(days=OLDEST.days)
    return timedelta() if abs(offset) <= CLOCK_SLACK else offset


def sent_by(fixes: Sequence[Fix], received_at: datetime) -> datetime:
    """Return when fixes were sent, by the clock of a sender that does not say: not before it made the last of them."""
    return max(received_at, *(fix.at for fix in fixes))


def sorted_out(
    fixes: Sequence[Fix], sent_at: datetime, received_at: datetime, offset: timedelta
) -> tuple[tuple[Fix, ...], dict[int, FixFault]]:
    """Return the track by our clock, and what is wrong with the others by their index: a track is a sorted set.

    A clock that is taken for right gets no second slack: nothing is stored that is ahead of us by more than one.
    """
    newest = min(sent_at, received_at - offset) + CLOCK_SLACK
    oldest = sent_at - OLDEST
    times = [fix.at for fix in fixes]
    faults: dict[int, FixFault] = {}
    good: Sequence[Fix] = fixes
    if max(times, default=newest) > newest or min(times, default=oldest) < oldest:
        found = ((index, _fault(at, newest, oldest)) for index, at in enumerate(times))
        faults = {index: fault for index, fault in found if fault is not None}
        good = [fix for index, fix in enumerate(fixes) if index not in faults]
    if offset:
        good = [fix._replace(at=fix.at + offset) for fix in good]
    if faults or not all(map(lt, times, times[1:])):
        track = {fix.at: fix for fix in good}
        good = [track[at] for at in sorted(track)]
    return tuple(good), faults


def _fault(at: datetime, newest: datetime, oldest: datetime) -> FixFault | None:
    if at > newest:
        return FixFault.FUTURE
    return FixFault.TOO_OLD if at < oldest else None
