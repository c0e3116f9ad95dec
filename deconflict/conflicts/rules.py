"""Pure decisions about findings: is this one an alarm, worse than what was told, or only an update (CON-04)."""

from datetime import datetime, timedelta

from deconflict.conflicts.model import OVER, Change, Conflict, ConflictState, Resolution, Segment, Shown
from deconflict.separation.area import ZoneFinding
from deconflict.separation.check import Finding, Grade

EARLIER = timedelta(minutes=5)
CLOSER = 0.9
"""A new distance of at most this share of the old one is worse: 10 % closer."""


def is_alarming(finding: Finding | ZoneFinding | None) -> bool:
    """Tell whether a finding makes a conflict: advisories and none do not (SEP-06)."""
    return finding is not None and finding.grade is not Grade.ADVISORY


def first_time(finding: Finding | ZoneFinding | Shown) -> datetime:
    """Return when the finding begins: the earlier of both sides, or where it is closest when it has no span."""
    match finding:
        case Finding():
            times, closest = [finding.first_a, finding.first_b], finding.at_a
        case Shown():
            times, closest = [finding.first, finding.first_other], finding.at
        case ZoneFinding():
            times, closest = [finding.first], finding.at
    return min((time for time in times if time is not None), default=closest.time)


def over_at(finding: Finding | ZoneFinding, *tolerances_s: float) -> datetime:
    """Return when the finding is over for good: the first side that runs late no longer is past it (SEP-02).

    tolerances_s: of both plans, or of the one that meets a zone.
    """
    if isinstance(finding, ZoneFinding):
        times = [finding.last]
    else:
        times = [finding.last_a or finding.at_a.time, finding.last_b or finding.at_b.time]
    return min(
        time + timedelta(seconds=tolerance_s) for time, tolerance_s in zip(times, tolerances_s, strict=True)
    )


def is_worse(new: Finding | ZoneFinding | Shown, old: Finding | ZoneFinding | Shown) -> bool:
    """Tell whether `new` is worse: a higher grade, earlier by 5 min or more, or 10 % closer or more (CON-04)."""
    return (
        new.grade.rank > old.grade.rank
        or first_time(new) <= first_time(old) - EARLIER
        or (new.distance_m < old.distance_m and new.distance_m <= CLOSER * old.distance_m)
    )


def is_rise(new: Finding | ZoneFinding | Shown, *before: Finding | ZoneFinding | Shown | None) -> bool:
    """Tell whether `new` is worse than the last that was found or than the last that rang (ALR-05).

    Against the last alone, what comes closer by less than a tenth at a time would never ring again.
    """
    return any(is_worse(new, old) for old in before if old is not None)


def change_of(known: Conflict | None, new: Finding | ZoneFinding) -> Change | None:
    """Return what `new` means for the pair: opened, worse, updated, or None when nothing about it changed.

    What both sides accepted stays resolved until it becomes worse.
    """
    if known is None:
        return Change.OPENED
    if known.state is ConflictState.RESOLVED:
        accepted = known.resolution is Resolution.ACCEPTED and not is_worse(new, known.finding)
        return None if accepted else Change.OPENED
    if is_rise(new, known.finding, known.alarm):
        return Change.WORSE
    return None if new == known.finding else Change.UPDATED


def segment_change(
    known: Segment | None, new: Shown | None, *, withheld: bool, alarmed: bool = False
) -> Change | None:
    """Return what is to be told of a conflict at level 3 and above, against what was told; None when nothing is.

    `withheld`: the level does not allow any more what was told. Otherwise what was told is over there: whether it
    goes on where the level is lower must not show, and is told by the overlap (DIS-04). `alarmed`: the conflict itself
    opened anew or became worse, so that it rings here, too, whatever was told of it last.
    """
    if known is None or known.state in OVER:
        return None if new is None else Change.OPENED
    if new is None:
        return Change.WITHHELD if withheld else Change.RESOLVED
    if alarmed or known.shown is None or is_rise(new, known.shown, known.alarm):
        return Change.WORSE
    return None if new == known.shown else Change.UPDATED


def together(first: Segment | None, second: Segment | None, state: ConflictState) -> ConflictState:
    """Return where a conflict stands by what its two sides said, never less than the desk has said (CON-04)."""
    if state in {ConflictState.ACKNOWLEDGED, *OVER}:
        return state
    said = [side.acknowledged for side in (first, second) if side is not None and side.state not in OVER]
    if all(said) and len(said) == 2:
        return ConflictState.ACKNOWLEDGED
    return ConflictState.ACKNOWLEDGED_BY_ONE if any(said) else state


def both_accept(first: Segment | None, second: Segment | None) -> bool:
    """Tell whether both sides accept a conflict as it is (CON-04)."""
    return all(side is not None and side.accepted and side.state not in OVER for side in (first, second))
