"""Pure decisions about fixes: whose clock counts, and which of them can be (LIV-01)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from deconflict.tracking.errors import ClockOff
from deconflict.tracking.model import Fix, FixFault

CLOCK_SLACK: Final = timedelta(seconds=2)
"""What an upload may take on its way: a clock that is off by no more is taken for right."""
OLDEST: Final = timedelta(days=30)
"""How long before it is sent a fix may have been made, and how far a clock may be off to be set right."""


def clock_offset(sent_at: datetime, received_at: datetime) -> timedelta:
    """Return how far the sender's clock is behind ours (ahead: negative), as the upload's own time tells."""
    offset = received_at - sent_at
    if abs(offset) > OLDEST:
        raise ClockOff(days=OLDEST.days)
    return timedelta() if abs(offset) <= CLOCK_SLACK else offset


def sorted_out(
    fixes: Sequence[Fix], sent_at: datetime, received_at: datetime, offset: timedelta
) -> tuple[tuple[Fix, ...], dict[int, FixFault]]:
    """Return the track by our clock, and what is wrong with the others by their index: a track is a sorted set.

    A clock that is taken for right gets no second slack: nothing is stored that is ahead of us by more than one.
    """
    newest = min(sent_at, received_at - offset) + CLOCK_SLACK
    oldest = sent_at - OLDEST
    faults = {
        index: fault for index, fix in enumerate(fixes) if (fault := _fault(fix, newest, oldest)) is not None
    }
    good = [replace(fix, at=fix.at + offset) for index, fix in enumerate(fixes) if index not in faults]
    track = {fix.at: fix for fix in good}
    return tuple(track[at] for at in sorted(track)), faults


def _fault(fix: Fix, newest: datetime, oldest: datetime) -> FixFault | None:
    if fix.at > newest:
        return FixFault.FUTURE
    return FixFault.TOO_OLD if fix.at < oldest else None
