"""Part of the check: find who comes too close; open, worsen, update or resolve conflicts (CON-02, CON-04)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from deconflict.agreements.model import Pacts, Terms
from deconflict.agreements.rules import minimum
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import (
    Change,
    Conflict,
    ConflictId,
    ConflictState,
    FindingId,
    Pair,
    Resolution,
    Side,
    ZoneSide,
)
from deconflict.conflicts.rules import change_of, is_alarming, over_at
from deconflict.flows.apply_right_of_way import apply_right_of_way
from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.flows.own_side import relation
from deconflict.flows.tell_conflicts import ALARMS, tell
from deconflict.flows.tell_segments import tell_segments
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import PatrolState, Standing
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.area import ZoneFinding, find_zone
from deconflict.separation.check import Finding


class Found(NamedTuple):
    """A pair that comes close, until when, and whether one of its plans was registered after the fact (PAT-02).

    `meant`: it is a conflict no more because of a rendezvous; the finding is what it would be without (SEP-10).
    """

    pair: Pair
    finding: Finding | ZoneFinding
    over_at: datetime
    after_the_fact: bool
    meant: bool = False


Key = tuple[UUID, UUID]
RESOLUTIONS = {
    PatrolState.WITHDRAWN: Resolution.WITHDRAWN,
    PatrolState.ENDED: Resolution.ENDED,
    PatrolState.EXPIRED: Resolution.PASSED,
}


async def record_conflicts(
    checker: CheckerSession, around: Neighbourhood, pacts: Pacts, now: datetime
) -> int:
    """Bring the conflicts of the changed patrols up to date; return how many opened or became worse."""
    known = await conflicts.of_patrols(checker, around.changed)
    close = list(_close_pairs(around, pacts))
    found = [item for item in (*close, *_zone_pairs(around, pacts.default)) if _counts(item, now)]
    new = [_opened(item, now) for item in found if item.pair.key not in known]
    changed = list(_found_again(known, found, now))
    gone = _not_found_any_more(known, found)
    meant = {item.pair.key for item in close if item.meant}
    states = await patrols.states(checker, {patrol for item in gone for patrol in _patrols(item.pair)})
    changed += [(Change.RESOLVED, item.resolved(_why(item, states, meant, now), now)) for item in gone]
    await conflicts.record(checker, new, [item for _, item in changed], now)
    told = [(Change.OPENED, item) for item in new]
    told += [(change, item) for change, item in changed if change is not None]
    latest = known | {item.pair.key: item for item in (*new, *(item for _, item in changed))}
    alarmed = {item.id for change, item in told if change in ALARMS}
    accepted = await tell_segments(checker, around, latest.values(), alarmed, pacts, now)
    told += [(Change.RESOLVED, item) for item in accepted]
    await tell(checker, told, now)
    standing = known | {item.pair.key: item for item in (*new, *(item for _, item in changed))}
    await apply_right_of_way(checker, standing.values(), pacts, now)
    return sum(change in ALARMS for change, _ in told)


def _close_pairs(around: Neighbourhood, pacts: Pacts) -> Iterator[Found]:
    for subject, others in around.pairs(exact=True):
        minima = [minimum(pacts.of(subject.party, other.party)) for other in others]
        findings = around.exempt.find(subject, others, minima)
        for other, (rest, without) in zip(others, findings, strict=True):
            meant = is_alarming(without) and not is_alarming(rest)
            finding = without if meant else rest
            if finding is None:
                continue
            over = over_at(finding, subject.track.time_tolerance_s, other.track.time_tolerance_s)
            late = subject.after_the_fact or other.after_the_fact
            if subject.patrol.int < other.patrol.int:
                yield Found(Pair(_side(subject), _side(other), None), finding, over, late, meant)
            else:
                yield Found(Pair(_side(other), _side(subject), None), finding.swapped(), over, late, meant)


def _zone_pairs(around: Neighbourhood, terms: Terms) -> Iterator[Found]:
    for patrol, subject in around.standing.items():
        for zone in around.zones.get(patrol, []):
            finding = find_zone(subject.track, zone.area, terms.minimum_m, relation(zone, subject.party))
            if finding is not None:
                pair = Pair(_side(subject), None, ZoneSide(zone.id, zone.name, zone.party))
                over = over_at(finding, subject.track.time_tolerance_s)
                yield Found(pair, finding, over, subject.after_the_fact)


def _counts(found: Found, now: datetime) -> bool:
    """Tell whether a finding makes a conflict: an alarm, and not over yet unless registered after the fact (PAT-02)."""
    alarming = is_alarming(found.finding) and not found.meant
    return alarming and (found.after_the_fact or found.over_at >= now)


def _found_again(
    known: Mapping[Key, Conflict], found: Sequence[Found], now: datetime
) -> Iterator[tuple[Change | None, Conflict]]:
    """Return the known conflicts that have a new finding: changed, or the same for other versions (IDN-02)."""
    for pair, finding, over, *_ in found:
        before = known.get(pair.key)
        if before is None:
            continue
        change = change_of(before, finding)
        is_open = before.state is not ConflictState.RESOLVED
        if change is not None or (is_open and _versions(before.pair) != _versions(pair)):
            yield change, before.found_again(FindingId(new_id()), finding, over, pair, change, now)


def _not_found_any_more(known: Mapping[Key, Conflict], found: Sequence[Found]) -> list[Conflict]:
    keys = {item.pair.key for item in found}
    return [
        item for key, item in known.items() if key not in keys and item.state is not ConflictState.RESOLVED
    ]


def _opened(found: Found, now: datetime) -> Conflict:
    finding_id = FindingId(new_id())
    return Conflict(
        id=ConflictId(new_id()),
        reference=new_reference(),
        pair=found.pair,
        state=ConflictState.OPEN,
        episode=1,
        finding_id=finding_id,
        finding=found.finding,
        over_at=found.over_at,
        opened_at=now,
        updated_at=now,
        resolution=None,
        alarm_id=finding_id,
        alarm=found.finding,
    )


def _why(
    item: Conflict, states: Mapping[UUID, PatrolState], meant: Collection[Key], now: datetime
) -> Resolution:
    for patrol in _patrols(item.pair):
        if (state := states.get(patrol)) in RESOLUTIONS:
            return RESOLUTIONS[state]
    if item.pair.key in meant:
        return Resolution.RENDEZVOUS
    return Resolution.PASSED if item.over_at < now else Resolution.AMENDED_CLEAR


def _side(item: Standing) -> Side:
    return Side(item.party, item.patrol, item.version, item.callsign, item.reference)


def _patrols(pair: Pair) -> list[UUID]:
    return [side.patrol for side in (pair.a, pair.b) if side is not None]


def _versions(pair: Pair) -> tuple[int, int | None]:
    return pair.a.version, None if pair.b is None else pair.b.version
