"""Part of the live tick: what became of pairs of units goes on record, and whoever may know is told (LIV-02, LIV-06).

The neutral desk is told exactly, a party at live level 3 and above too, each through a sighting of its own.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from deconflict.agreements.model import Level, Matter, Pacts
from deconflict.agreements.rules import lowest, reaches
from deconflict.alerts.model import AlertKind, Subject
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import (
    Closeness,
    Encounter,
    EncounterId,
    EncounterState,
    LiveUnit,
    Shown,
    Sight,
    Sighting,
    SightingChange,
    SightingId,
    SightingState,
    Told,
    UnitSeen,
)
from deconflict.flows.following import Current, Following, Pair, Viewer
from deconflict.flows.say_at_once import Said
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, UnitId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.cover import CellHours, merged, pack, unpack
from deconflict.separation.live.near import bearing_deg, cells_at, heard_s, place_of, sided
from deconflict.separation.live.roster import Roster
from deconflict.separation.live.terms import Grade, Kind
from deconflict.separation.live.tidings import Encounter as PairEvent

CLOSENESS = {
    Grade.REACH: Closeness.REACH,
    Grade.PREDICTED: Closeness.PREDICTED,
    Grade.ENCOUNTER: Closeness.CLOSE,
}
GRADES = {closeness: grade for grade, closeness in CLOSENESS.items()}
CHANGES = {
    Kind.OPENED: SightingChange.OPENED,
    Kind.WORSE: SightingChange.WORSE,
    Kind.UPDATED: SightingChange.UPDATED,
    Kind.ENDED: SightingChange.RESOLVED,
    Kind.LOST: SightingChange.LOST,
    Kind.LATE: SightingChange.LATE,
}
STATES = {
    Kind.ENDED: EncounterState.ENDED,
    Kind.LOST: EncounterState.LOST,
    Kind.LATE: EncounterState.LATE,
}
ALARMS = frozenset({SightingChange.OPENED, SightingChange.WORSE})
OVER = frozenset({SightingChange.RESOLVED, SightingChange.LOST, SightingChange.LATE})


class Moved(NamedTuple):
    """What became of an encounter; `pair`: the numbers of its units."""

    pair: Pair
    encounter: Encounter
    change: SightingChange


@dataclass
class Telling:
    """What one tick stores about sightings, and what it says."""

    new: list[Sighting] = field(default_factory=list)
    changed: list[Sighting] = field(default_factory=list)
    told: list[tuple[Sighting, tuple[Told, ...]]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def tell(self, sighting: Sighting, told: tuple[Told, ...], *, is_new: bool, rings: bool) -> None:
        """Add a revision, with the alert of it."""
        (self.new if is_new else self.changed).append(sighting)
        self.told.append((sighting, told))
        over = sighting.change is SightingChange.RESOLVED
        kind = AlertKind.ALL_CLEAR if over else AlertKind.ENCOUNTER
        unit = None if sighting.party is None else sighting.unit
        subject = Subject(sighting=sighting.id, revision=sighting.revision)
        self.said.append(Said(sighting.party, unit, kind, sighting.change.value, rings, subject))

    async def store(self, checker: CheckerSession) -> None:
        """Store it; every disclosure is on the ledger of whose data it is before it leaves (DIS-07)."""
        if self.told:
            await encounters.record_sightings(checker, self.new, self.changed, self.told)
        if self.entries:
            await ledger.append(checker, self.entries)


async def record_encounters(
    checker: CheckerSession, at: Following, events: Iterable[PairEvent], now: datetime
) -> list[Moved]:
    """Put on record what became of pairs of units; return what is to be told of it."""
    events = list(events)
    opened = [event for event in events if event.kind in {Kind.OPENED, Kind.LATE}]
    units = at.known.units
    pairs = [by_id(units[event.a], units[event.b]) for event in opened]
    known = await encounters.episodes(checker, [(a.unit, b.unit) for a, b in pairs]) if pairs else {}
    new: list[Encounter] = []
    changed: list[Encounter] = []
    moved: list[Moved] = []
    for event in events:
        pair: Pair = (event.a, event.b)
        if event.kind in {Kind.OPENED, Kind.LATE}:
            a, b = by_id(units[event.a], units[event.b])
            item = _opened(a, b, event, known.get((a.unit, b.unit), 0), now)
            known[a.unit, b.unit] = item.episode + 1
            new.append(item)
        elif (before := at.encounters.get(pair)) is not None:
            item = _moved(before, event, now)
            changed.append(item)
        else:
            continue
        moved.append(Moved(pair, item, CHANGES[event.kind]))
        if event.kind is not Kind.LATE:
            at.encounters[pair] = item
    await encounters.record(checker, new, changed)
    return moved


async def end_together(checker: CheckerSession, at: Following, roster: Roster, now: datetime) -> list[Moved]:
    """End the encounters of units that are on one side from now on: of one joint patrol (PAT-10)."""
    ended = {pair: at.encounters[pair] for pair in sided(roster, list(at.encounters))}
    over = {pair: replace(item, state=EncounterState.ENDED, updated_at=now) for pair, item in ended.items()}
    await encounters.record(checker, [], list(over.values()))
    return [Moved(pair, item, SightingChange.RESOLVED) for pair, item in over.items()]


def tell_encounters(at: Following, moved: Sequence[Moved], pacts: Pacts, now: datetime) -> Telling:
    """Tell of those moves whoever may know of them at the levels that hold now; forget what is over."""
    telling = Telling()
    for pair, item, change in sorted(moved, key=lambda one: in_order(one.encounter)):
        _tell(at, item, change, pacts, telling, now)
        if item.state is not EncounterState.OPEN:
            _forget(at, item.id, change)
            if (held := at.encounters.get(pair)) is not None and held.id == item.id:
                del at.encounters[pair]
    return telling


def keep_encounters_in_line(at: Following, pacts: Pacts, now: datetime) -> Telling:
    """Bring what is shown of open encounters in line with the levels that hold now (DIS-02).

    Of the others, which may be thousands, neither side is shown anything nor could be.
    """
    telling = Telling()
    some = [item for item in at.encounters.values() if _depends_on_level(at, item, pacts, now)]
    for item in sorted(some, key=in_order):
        _tell(at, item, None, pacts, telling, now)
    return telling


def _depends_on_level(at: Following, item: Encounter, pacts: Pacts, now: datetime) -> bool:
    """Tell whether a side is shown an encounter exactly, or could be somewhere."""
    sides = item.a.party, item.b.party
    shown = any((side, Sight.EXACT) in at.views(item.id) for side in sides)
    return shown or reaches(pacts.of(*sides), Level.SEGMENT, now)


def in_order(item: Encounter) -> tuple[tuple[PartyId, UnitId], ...]:
    """Return by what encounters of one tick are told: not by who reported first, as the numbers of units do."""
    return tuple(sorted((side.party, side.unit) for side in (item.a, item.b)))


def _forget(at: Following, over: EncounterId, change: SightingChange) -> None:
    """Keep of what is over only that crews that were stopped have yet to be told so, at the tick."""
    at.spent.discard(over)
    stops = {viewer: one for viewer, one in at.shown.pop(over, {}).items() if viewer[1] is Sight.STOP}
    if stops:
        at.shown[over], at.stopped[over] = stops, change


def _tell(
    at: Following,
    item: Encounter,
    change: SightingChange | None,
    pacts: Pacts,
    telling: Telling,
    now: datetime,
) -> None:
    numbers = [at.known.number[item.a.unit], at.known.number[item.b.unit]]
    lies = _where(at, item, numbers, now)
    packed = pack(lies)
    level = lowest(pacts.of(item.a.party, item.b.party), lies, Matter.LIVE, now)
    if change is not None:
        exact = _seen_by_desk(at, item, numbers)
        _show(at, item, None, change, (Told(item.b.party, exact, packed),), telling, now)
    for own, other, here, there in (
        (item.a, item.b, numbers[0], numbers[1]),
        (item.b, item.a, numbers[1], numbers[0]),
    ):
        if level >= Level.SEGMENT and own.party not in at.suspended:
            shown = _seen_by_party(at, item, other, here, there)
            told = (Told(other.party, shown, packed),)
            _show(at, item, own, change or _new_to(at, item, own), told, telling, now, other)
        elif (own.party, Sight.EXACT) in at.views(item.id):
            _show(at, item, own, SightingChange.WITHHELD, (), telling, now)


def _new_to(at: Following, item: Encounter, own: LiveUnit) -> SightingChange | None:
    """Return that it opens for a side whose level has risen meanwhile."""
    current = at.views(item.id).get((own.party, Sight.EXACT))
    shown = current is not None and current.sighting.state is SightingState.OPEN
    return None if shown else SightingChange.OPENED


def _show(
    at: Following,
    item: Encounter,
    own: LiveUnit | None,
    change: SightingChange | None,
    told: tuple[Told, ...],
    telling: Telling,
    now: datetime,
    other: LiveUnit | None = None,
) -> None:
    """Add the next revision for one viewer (`own` None: the desk), if there is anything to tell."""
    viewer: Viewer = (None if own is None else own.party, Sight.EXACT)
    current = at.views(item.id).get(viewer)
    withheld = current is not None and current.sighting.state is SightingState.WITHHELD
    if change is None or (withheld and change is SightingChange.WITHHELD):
        return
    if current is None or withheld:
        if change in OVER and change is not SightingChange.LATE:
            return
        change = change if change is SightingChange.LATE else SightingChange.OPENED
    if current is None:
        sighting = opened_sighting(item, own, Sight.EXACT, change, now)
    else:
        state = SightingState.OPEN if withheld else current.sighting.state
        sighting = replace(current.sighting, state=state).revised(change, now)
    at.shown.setdefault(item.id, {})[viewer] = Current(sighting, told)
    telling.tell(sighting, told, is_new=current is None, rings=change in ALARMS)
    if own is not None and other is not None and change in {*ALARMS, SightingChange.LATE}:
        telling.entries += disclosed(at.suspended, own, [other], Level.SEGMENT, now)


def opened_sighting(
    item: Encounter, own: LiveUnit | None, sight: Sight, change: SightingChange, now: datetime
) -> Sighting:
    """Return the first revision of what a viewer (`own` None: the desk) is shown of an encounter."""
    party = None if own is None else own.party
    return Sighting(
        id=SightingId(new_id(party)),
        reference=new_reference(party),
        party=party,
        unit=item.a.unit if own is None else own.unit,
        encounter=item.id,
        sight=sight,
        state=SightingState.ENDED if change is SightingChange.LATE else SightingState.OPEN,
        revision=1,
        change=change,
        opened_at=now,
        updated_at=now,
    )


def disclosed(
    suspended: Collection[PartyId], own: LiveUnit, others: Iterable[LiveUnit], level: Level, now: datetime
) -> list[Entry]:
    """Return the entries that go with what a party was shown around a unit of its own (DIS-07).

    What the others learn of that unit is what its party learns of them: so what it was told says it, and no entry tells
    more, by its number or by its absence. Below level 2 nobody is named. Of a suspended party's units, of which it is
    told nothing, the entries are the service's own.
    """
    there = sorted({other.party for other in others}) if level >= Level.AREA else [None]
    mine = [_entry(own.party, own, to, level, now) for to in there]
    unseen = [other for other in others if other.party in suspended]
    return mine + [
        _entry(None, other, own.party if level >= Level.AREA else None, level, now) for other in unseen
    ]


def _entry(whose: PartyId | None, of: LiveUnit, to: PartyId | None, level: Level, now: datetime) -> Entry:
    said: dict[str, str | int | list[str]] = {"level": int(level), "matter": Matter.LIVE.value}
    if to is not None:
        said["to"] = str(to)
    return Entry(EntryKind.DISCLOSURE, whose, None, of.unit, said, now)


def _where(at: Following, item: Encounter, numbers: Sequence[int], now: datetime) -> CellHours:
    """Return the cell-hours that decide how exactly it is told: where both units are, and where they were then.

    When nothing is known any more of one of them, those by which it was told last: no side has lowered its level.
    """
    here = [cells_at(at.state, number, now.timestamp()) for number in numbers]
    if not all(len(part) for part in here):
        return merged(unpack(told.lies) for one in at.views(item.id).values() for told in one.told)
    then_s = min(item.closest_at, now).timestamp()
    return merged([*here, *(cells_at(at.state, number, then_s) for number in numbers)])


def _seen_by_desk(at: Following, item: Encounter, numbers: Sequence[int]) -> Shown:
    own, other = (_exactly(at, side, number) for side, number in zip((item.a, item.b), numbers, strict=True))
    return replace(exact(item), own=own, other=other)


def _seen_by_party(at: Following, item: Encounter, other: LiveUnit, here: int, there: int) -> Shown:
    """Return what level 3 shows: who, how close, when, and the way to it while the two are near each other.

    Of a silent one no way, which none knows; nor once it is over: which way it went is no part of it (DIS-03).
    """
    heard = heard_s(at.state, here) is not None and item.closeness is not Closeness.REACH
    near = heard and item.state is EncounterState.OPEN
    way = bearing_deg(at.state, here, there) if near else None
    seen = UnitSeen(other.party, other.callsign, _heard(at, there), bearing_deg=way)
    return replace(exact(item), other=seen)


def exact(item: Encounter) -> Shown:
    """Return what is told of an encounter to whoever is told exactly; of whom is to be added."""
    return Shown(
        Level.SEGMENT,
        item.closeness,
        round(item.distance_m),
        item.closest_at,
        late=item.state is EncounterState.LATE,
    )


def _exactly(at: Following, side: LiveUnit, number: int) -> UnitSeen:
    if (heard := _heard(at, number)) is None:
        return UnitSeen(side.party, side.callsign)
    lon, lat = (round(degrees, 6) for degrees in place_of(at.state, number))
    return UnitSeen(side.party, side.callsign, heard, lon, lat)


def _heard(at: Following, number: int) -> datetime | None:
    last_s = heard_s(at.state, number)
    return None if last_s is None else datetime.fromtimestamp(last_s, UTC)


def by_id(one: LiveUnit, other: LiveUnit) -> tuple[LiveUnit, LiveUnit]:
    """Return two units in the order in which an encounter has them."""
    return (one, other) if one.unit.int < other.unit.int else (other, one)


def _opened(a: LiveUnit, b: LiveUnit, event: PairEvent, episode: int, now: datetime) -> Encounter:
    closest_at = datetime.fromtimestamp(event.at_s, UTC)
    opened_at = closest_at if event.kind is Kind.LATE else now
    return Encounter(
        id=EncounterId(new_id()),
        a=a,
        b=b,
        state=STATES.get(event.kind, EncounterState.OPEN),
        closeness=CLOSENESS[event.grade],
        episode=episode,
        distance_m=event.distance_m,
        closest_at=closest_at,
        opened_at=opened_at,
        updated_at=opened_at,
    )


def _moved(before: Encounter, event: PairEvent, now: datetime) -> Encounter:
    """Return the encounter after a move; what ends keeps how close it was last told to be."""
    if event.kind in STATES:
        return replace(before, state=STATES[event.kind], updated_at=now)
    return replace(
        before,
        closeness=CLOSENESS[event.grade],
        distance_m=event.distance_m,
        closest_at=datetime.fromtimestamp(event.at_s, UTC),
        updated_at=now,
    )
