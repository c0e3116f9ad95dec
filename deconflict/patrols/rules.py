"""Pure decisions about plans: what is late, what is too far ahead, what an active patrol may still change."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np

from deconflict.patrols.errors import BeyondHorizon, PastChanged, Stale
from deconflict.patrols.model import UNDER_WAY, PatrolState, SuspendedStanding
from deconflict.separation.frame import ecef
from deconflict.separation.path import TimedPath
from deconflict.separation.units import Metres

DRIVEN_SLACK_M = 1.0
"""How far the amended path may lie from the old one where the unit is now: rounding of coordinates, no more."""


REACH_M_S: Final = 15.0
"""How fast a unit that is heard of no more may move off its plan: brisk driving off the roads."""
FARTHEST_M: Final = 50_000.0


def standing_while_suspended(
    state: PatrolState, since: datetime, suspended_at: datetime
) -> SuspendedStanding:
    """Return what a patrol counts as: `since` is when its plan was handed in."""
    if since >= suspended_at:
        return SuspendedStanding.FOR_THE_ROOM
    return SuspendedStanding.WIDENING if state in UNDER_WAY else SuspendedStanding.UNVERIFIED


def reach_m(since: datetime, now: datetime) -> Metres:
    """Return how far off its plan a unit may be whose word counts no more: it grows with time, up to a cap."""
    return Metres(min((now - since).total_seconds() * REACH_M_S, FARTHEST_M))


def require_within_horizon(path: TimedPath, now: datetime, horizon_days: int) -> None:
    """Refuse a plan that starts beyond the deployment's horizon (PAT-05)."""
    if path.start > now + timedelta(days=horizon_days):
        raise BeyondHorizon(horizon_days=horizon_days)


def is_late(path: TimedPath, now: datetime, lead_time_s: int) -> bool:
    """Tell whether less than the lead time remains before the plan starts (PAT-06)."""
    return path.start < now + timedelta(seconds=lead_time_s)


def is_after_the_fact(path: TimedPath, now: datetime) -> bool:
    """Tell whether the plan, run as late as it declares, is already over (PAT-02)."""
    return path.end + timedelta(seconds=path.time_tolerance_s) < now


def require_version(expected: int, current: int) -> None:
    """Refuse a change that names another version than the current one (PAT-04)."""
    if expected != current:
        raise Stale(current_version=current)


def require_driven_kept(old: TimedPath, new: TimedPath, now: datetime) -> None:
    """Refuse an amendment that rewrites what has been driven (IDN-01).

    Waypoints due by `now` must be the same, and between the last of them and `now` the unit must be due where it was.
    """
    until = min(now, old.end)
    driven = [waypoint for waypoint in old.waypoints if waypoint.time <= now]
    for index, waypoint in enumerate(driven):
        if index >= len(new.waypoints) or new.waypoints[index] != waypoint:
            raise PastChanged(index=index)
    if not driven:
        return
    since = [waypoint.time for waypoint in new.waypoints[len(driven) :] if waypoint.time <= until]
    for index, moment in enumerate((*since, until), start=len(driven)):
        if moment > new.end or _apart_m(old, new, moment) > DRIVEN_SLACK_M:
            raise PastChanged(index=min(index, len(new.waypoints) - 1))


def _apart_m(old: TimedPath, new: TimedPath, moment: datetime) -> float:
    here = ecef(np.array([old.position(moment), new.position(moment)]))
    return float(np.linalg.norm(here[0] - here[1]))
