"""Pure decisions about rendezvous: what may be proposed, who may confirm or end it, and what that makes of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from deconflict.parties.model import PartyId
from deconflict.rendezvous.errors import (
    RendezvousMoveRefused,
    RendezvousPlaceRefused,
    RendezvousRadiusRefused,
    RendezvousWindowRefused,
)
from deconflict.rendezvous.model import Rendezvous, RendezvousState, Where
from deconflict.separation.frame import WORLD, Box
from deconflict.separation.rendezvous import Disc
from deconflict.separation.units import MAX_TIME_TOLERANCE_S, MIN_SEPARATION_M, epoch_s

LEAST_RADIUS_M: Final = float(MIN_SEPARATION_M)
MOST_RADIUS_M: Final = 5000.0
LONGEST: Final = timedelta(hours=24)
MOST_OPEN: Final = 50
"""How many may be open at a time that a party proposed to one other, or left with the desk."""

LATEST: Final = timedelta(seconds=MAX_TIME_TOLERANCE_S)
"""How long after its window one may still matter: no plan runs later than this."""


def require_acceptable(where: Where, bounds: Box, now: datetime, horizon_days: int) -> None:
    """Refuse a disc or a window that could not hold, before anybody is asked."""
    if not (WORLD.contains(where.lon, where.lat) and bounds.contains(where.lon, where.lat)):
        raise RendezvousPlaceRefused()
    if not LEAST_RADIUS_M <= where.radius_m <= MOST_RADIUS_M:
        raise RendezvousRadiusRefused(least_m=LEAST_RADIUS_M, most_m=MOST_RADIUS_M)
    lasts, latest = where.end - where.start, now + timedelta(days=horizon_days)
    if not timedelta(0) < lasts <= LONGEST or where.end <= now or where.start > latest:
        raise RendezvousWindowRefused(longest_h=LONGEST // timedelta(hours=1), horizon_days=horizon_days)


def confirmed(item: Rendezvous, by: PartyId, now: datetime) -> Rendezvous:
    """Return it after one side confirmed it: confirmed once both have. Nobody confirms for another (SEP-10)."""
    if item.state is not RendezvousState.PROPOSED or by in item.confirmed:
        raise RendezvousMoveRefused(state=item.standing(now).value, move=RendezvousState.CONFIRMED.value)
    both = item.confirmed | {by}
    after = item.moved(RendezvousState.CONFIRMED, now)
    state = after.state if both >= set(item.sides) else item.state
    return replace(item, state=state, confirmed=both, hidden_from=None)


def ended(item: Rendezvous, by: PartyId | None, now: datetime) -> Rendezvous:
    """Return it after one side, or the neutral staff for what they proposed or were asked, put an end to it."""
    to = RendezvousState.ENDED
    if item.standing(now) is not RendezvousState.CONFIRMED:
        own = by == item.proposer
        to = RendezvousState.WITHDRAWN if own else RendezvousState.REFUSED
    elif by is None:
        raise RendezvousMoveRefused(state=item.state.value, move=to.value)
    return replace(item.moved(to, now), ended_by=by, ended_at=now, hidden_from=item.hidden_from)


def disc_of(where: Where) -> Disc:
    """Return a disc and its window as the check takes them."""
    return Disc(where.lon, where.lat, where.radius_m, epoch_s(where.start), epoch_s(where.end))
