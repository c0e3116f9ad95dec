"""What was found after the fact goes on record, marked late, and whoever may know is told; it rings nowhere (LIV-01).

The neutral desk is told exactly, a party where the live level is 3 or more. Below, nobody is: on the
grid a track that is made up would ask where rivals were at any time that is past (decision 0051).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from deconflict.agreements.model import Level, Matter, Pacts
from deconflict.agreements.rules import lowest
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import (
    Closeness,
    Encounter,
    EncounterId,
    EncounterState,
    LiveUnit,
    Shown,
    Sight,
    SightingChange,
    SightingId,
    Told,
    UnitSeen,
)
from deconflict.flows.deployment import Deployment
from deconflict.flows.follow_units import pacts_as_read
from deconflict.flows.look_back import Gathered
from deconflict.flows.record_encounters import Telling, by_id, disclosed, exact, opened_sighting
from deconflict.flows.say_at_once import say_at_once
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId, UnitId
from deconflict.probing import checker_store as probing
from deconflict.probing.model import Draw, DrawKind, Limits
from deconflict.probing.rules import are_passages_used_up, day_of
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.separation.cover import CellHours, at_hour, merged, of_place, pack
from deconflict.separation.frame import lon_lat
from deconflict.separation.live.after import Passage
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.units import FloatArray
from deconflict.tracking import checker_store as tracking

NEAREST: Final = 1
"""Which of the three moments of a passage is the nearest."""


@dataclass
class Late:
    """What one part of an upload leads to. `draws`: what the units have drawn today (PRB-02)."""

    pacts: Pacts
    suspended: Collection[PartyId]
    limits: Limits
    draws: list[Draw]
    telling: Telling
    drawn: list[Draw]

    def is_silent(self, asker: LiveUnit, now: datetime) -> bool:
        """Tell whether the side whose file it is hears no more of it today; the other side does, and the desk."""
        of_unit = [item for item in (*self.draws, *self.drawn) if item.unit == asker.unit]
        return are_passages_used_up(of_unit, now, self.limits) or asker.party in self.suspended


async def record_passages(
    checker: CheckerSession,
    gathered: Gathered,
    passages: Sequence[Passage],
    deployment: Deployment,
    now: datetime,
) -> int:
    """Put passages on record unless they are; tell of them; note how far the upload is compared. Return how many."""
    await tracking.note_compared(checker, gathered.upload, gathered.until)
    if not passages:
        return 0
    own = gathered.units[0]
    others = [gathered.units[passage.other].unit for passage in passages]
    late = Late(
        await pacts_as_read(checker, deployment.terms, now),
        await suspensions.in_force(checker),
        deployment.budget,
        await probing.draws(checker, [own.unit, *others], day_of(now)),
        Telling(),
        [],
    )
    dwell = timedelta(seconds=deployment.live.clear_dwell_s)
    since = min(_moment(passage.first_s) for passage in passages) - dwell
    before = await encounters.between_units(checker, own.unit, others, since)
    counts = await encounters.episodes(checker, [_ids(own, gathered.units[item.other]) for item in passages])
    new: list[Encounter] = []
    longer: list[Encounter] = []
    for passage in sorted(passages, key=lambda one: (one.at_s, gathered.units[one.other].unit)):
        other = gathered.units[passage.other]
        known = [item for item in before if {item.a.unit, item.b.unit} == {own.unit, other.unit}]
        known = [item for item in known if _is_it(item, passage, dwell, now)]
        longer += [_longer(item, passage) for item in known if item.state is EncounterState.LATE]
        if any(not _is_closer(passage, item, deployment.live) for item in known):
            continue
        item = _encounter(own, other, passage, counts.get(_ids(own, other), 0))
        new.append(item)
        _tell(late, item, own, other, passage, gathered.brought_by(passage), now)
    await encounters.record(checker, new, longer)
    await late.telling.store(checker)
    await probing.draw(checker, late.drawn)
    await say_at_once(checker, late.telling.said, now)
    return len(new)


def _is_it(item: Encounter, passage: Passage, dwell: timedelta, now: datetime) -> bool:
    """Tell whether an encounter that is on record covers a passage: what was told is not told again unless closer."""
    if item.closeness is not Closeness.CLOSE:
        return False
    begins = min(item.opened_at, item.closest_at) - dwell
    ends = now if item.state is EncounterState.OPEN else max(item.updated_at, item.closest_at) + dwell
    return begins <= _moment(passage.last_s) and _moment(passage.first_s) <= ends


def _is_closer(passage: Passage, item: Encounter, terms: LiveTerms) -> bool:
    """Tell whether two came so much closer than was told that it is news: by the share that counts live."""
    return passage.distance_m <= item.distance_m * (1.0 - terms.closer_share)


def _longer(item: Encounter, passage: Passage) -> Encounter:
    """Return a late encounter that went on for longer: two who stood together for a day were told of once.

    Its distance stays as it was told: taken over, one little step after the other would never be news.
    """
    began, ended = _moment(passage.first_s), _moment(passage.last_s)
    return replace(item, opened_at=min(item.opened_at, began), updated_at=max(item.updated_at, ended))


def _encounter(own: LiveUnit, other: LiveUnit, passage: Passage, episode: int) -> Encounter:
    a, b = by_id(own, other)
    return Encounter(
        id=EncounterId(new_id()),
        a=a,
        b=b,
        state=EncounterState.LATE,
        closeness=Closeness.CLOSE,
        episode=episode,
        distance_m=passage.distance_m,
        closest_at=_moment(passage.at_s),
        opened_at=_moment(passage.first_s),
        updated_at=_moment(passage.last_s),
    )


def _tell(
    late: Late,
    item: Encounter,
    own: LiveUnit,
    other: LiveUnit,
    passage: Passage,
    asker: LiveUnit,
    now: datetime,
) -> None:
    """Tell the desk, and either side if the level allows it, for the hour in which it was and for this one (DIS-01)."""
    then = _cells(passage)
    lies = merged([then, at_hour(then, now.timestamp())])
    seen = {own.unit: _seen(own, item, passage.own), other.unit: _seen(other, item, passage.there)}
    _show(
        late,
        item,
        None,
        item.b.party,
        replace(exact(item), own=seen[item.a.unit], other=seen[item.b.unit]),
        lies,
        now,
    )
    pact = late.pacts.of(own.party, other.party)
    if lowest(pact, lies, Matter.LIVE, now) < Level.SEGMENT:
        return
    silent = late.is_silent(asker, now)
    untold = {*late.suspended, asker.party} if silent else late.suspended
    for side, rival in ((own, other), (other, own)):
        if side.party in untold:
            continue
        shown = replace(exact(item), other=UnitSeen(rival.party, rival.callsign))
        told = _show(late, item, side, rival.party, shown, lies, now)
        late.telling.entries += disclosed(untold, side, [rival], Level.SEGMENT, now)
        if side is asker:
            late.drawn.append(Draw(asker.party, asker.unit, DrawKind.PASSAGE, told, now))


def _show(
    late: Late,
    item: Encounter,
    side: LiveUnit | None,
    rival: PartyId,
    shown: Shown,
    lies: CellHours,
    now: datetime,
) -> SightingId:
    sighting = opened_sighting(item, side, Sight.EXACT, SightingChange.LATE, now)
    late.telling.tell(sighting, (Told(rival, shown, pack(lies)),), is_new=True, rings=False)
    return sighting.id


def _seen(unit: LiveUnit, item: Encounter, places: FloatArray) -> UnitSeen:
    """Return where a unit was when the two were nearest: for the desk alone."""
    lon, lat = (round(degrees, 6) for degrees in lon_lat(places[[NEAREST]])[0].tolist())
    return UnitSeen(unit.party, unit.callsign, item.closest_at, lon, lat)


def _cells(passage: Passage) -> CellHours:
    """Return the cell-hours in which both were: at first, when nearest, at last."""
    moments = passage.first_s, passage.at_s, passage.last_s
    return merged(
        of_place(lon, lat, at_s)
        for places in (passage.own, passage.there)
        for (lon, lat), at_s in zip(lon_lat(places).tolist(), moments, strict=True)
    )


def _ids(own: LiveUnit, other: LiveUnit) -> tuple[UnitId, UnitId]:
    a, b = by_id(own, other)
    return a.unit, b.unit


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
