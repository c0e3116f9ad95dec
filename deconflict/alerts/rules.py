"""Pure decisions about how an unacknowledged alert climbs: which rungs there are, and when each is due (ALR-04).

Only what its recipient may know goes in: when it was told, of what kind, and how urgent that is. And which of what a
side was told says for the desk how far that side has been reached.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from deconflict.alerts.model import AlertKind, Ladder, Rung, Told
from deconflict.parties.model import PartyId

Schedules = Mapping[str, Sequence[float]]
"""Seconds from the alert to each of the four rungs, by the alert's kind or else by its urgency."""

SCHEDULES: Final[Schedules] = {
    "sos": (5.0, 15.0, 30.0, 60.0),
    "halt": (5.0, 15.0, 30.0, 60.0),
    "encounter": (5.0, 15.0, 30.0, 90.0),
    "incident": (15.0, 45.0, 90.0, 180.0),
    "critical": (15.0, 45.0, 90.0, 180.0),
    "routine": (60.0, 300.0, 900.0, 3600.0),
}
OWN_RUNGS: Final = (Rung.DEVICES, Rung.DUTY, Rung.DESK, Rung.FACILITATOR)
DESK_RUNGS: Final = (Rung.DEVICES, Rung.FACILITATOR)
SPACING: Final = timedelta(seconds=5)
"""What comes due on one rung of one side within this is one call: hundreds of alerts are not hundreds of calls."""
BREATH: Final = timedelta(seconds=5)
"""Between two rungs of one alert at least, also when the service was away while both came due."""
GIVEN_UP_AFTER: Final = timedelta(hours=24)


def rungs_of(party: PartyId | None) -> tuple[Rung, ...]:
    """Return the rungs an alert climbs: a party's all four, the desk's own go from its devices to the facilitator."""
    return DESK_RUNGS if party is None else OWN_RUNGS


def rung_of(ladder: Ladder) -> Rung | None:
    """Return the rung that is next, None when all were reached."""
    rungs = rungs_of(ladder.party)
    return rungs[ladder.fired] if ladder.fired < len(rungs) else None


def due_at(ladder: Ladder, schedules: Schedules) -> datetime:
    """Return when the next rung is due; after the last, when nobody will be called for it any more."""
    rung = rung_of(ladder)
    if rung is None:
        return ladder.begun_at + GIVEN_UP_AFTER
    return ladder.begun_at + timedelta(seconds=_delays(ladder, schedules)[OWN_RUNGS.index(rung)])


def _delays(ladder: Ladder, schedules: Schedules) -> Sequence[float]:
    for name in (ladder.kind.value, ladder.urgency.value):
        for known in (schedules, SCHEDULES):
            if name in known:
                return known[name]
    return SCHEDULES["routine"]


def climbs(kind: AlertKind, *, rings: bool) -> bool:
    """Tell whether an alert begins to climb: what rings, but for calls about what rang."""
    return rings and kind is not AlertKind.ESCALATION


def least_far(told: Iterable[Told]) -> Told | None:
    """Return the notice that is least far: a side is reached by what it was told when it is by all of it.

    What does not ring waits for nobody's answer, so it counts where nothing else was told.
    """
    known = list(told)
    ringing = [one for one in known if one.rings]
    return min(ringing or known, key=_how_far, default=None)


def _how_far(told: Told) -> tuple[bool, bool, bool, datetime]:
    """Say how far a notice got; of two that are as far, the one that waits longer comes first."""
    return told.acknowledged.people > 0, told.seen.people > 0, told.received.people > 0, told.at
