"""Whatever parties register, amend and withdraw, between whichever ticks: the records are true and so is what was told.

Each history plays in a stretch of country and with units of its own, so that one database serves them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deconflict.flows.administer import add_unit
from deconflict.patrols.errors import UnitBusy
from deconflict.patrols.model import PatrolState, Plan
from deconflict.separation.check import Grade, find
from deconflict.separation.cover import CellHours, cover, hours, shared

OFFICERS = ("a", "b", "c")
LANES = (0.0, 0.004, 0.0088, 0.0095, 0.03, 0.06, 0.3)
SLOTS = (120, 125, 185)
PLANS = st.tuples(st.sampled_from(LANES), st.sampled_from(SLOTS), st.sampled_from([0.0, 600.0, 3600.0]))
AMEND = st.tuples(st.just("amend"), st.integers(0, 5), PLANS)
OTHERS = st.one_of(
    st.tuples(st.just("register"), st.sampled_from(OFFICERS), st.integers(1, 2), PLANS),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("check")),
)
# A party or two plan, amend and now and then do something else; then comes a tick.
BETWEEN_TICKS = st.lists(st.one_of(AMEND, AMEND, OTHERS), min_size=1, max_size=3)
STRETCHES = count()


@dataclass
class OnRecord:
    """A patrol that is on record: whose, and its current plan with its cover."""

    who: str
    unit: str
    plan: Plan
    cells: CellHours


@dataclass
class History:
    """One history as it should be: what is on record, and what each party was told last, by patrol."""

    world: Any
    stretch: int
    patrols: dict[UUID, OnRecord] = field(default_factory=dict)
    told: dict[UUID, tuple[int, ...]] = field(default_factory=dict)
    desk: dict[UUID, float] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)

    async def begin(self) -> None:
        async with self.world.owner.transaction() as owner:
            for slug in OFFICERS:
                for number in (1, 2):
                    callsign = self.unit(number)
                    await add_unit(owner, self.world.parties[slug].id, callsign, self.world.now())
        for who in (*OFFICERS, "desk"):
            self.read[who] = (await self.world.picture(who)).seq

    def unit(self, number: int) -> str:
        return f"H{self.stretch}-{number}"

    def where(self, plan: tuple[float, int, float], unit: str) -> dict[str, Any]:
        lane, slot, tolerance_s = plan
        lat = -50 + self.stretch + lane
        return {"lat": lat, "minutes": slot, "time_tolerance_s": tolerance_s, "unit": unit}

    def record(self, who: str, unit: str, registered: Any) -> None:
        largest = self.world.deployment.terms.max_minimum_m
        cells = cover(registered.plan.path.track, largest)
        self.patrols[registered.patrol.id] = OnRecord(who, unit, registered.plan, cells)

    async def take(self, step: tuple[Any, ...]) -> None:
        """Take one step; a plan that the unit is too busy for changes nothing."""
        match step:
            case ("register", who, number, plan):
                unit = self.unit(number)
                try:
                    registered = await self.world.register(who, **self.where(plan, unit))
                except UnitBusy:
                    return
                self.record(who, unit, registered)
            case ("amend", number, plan) if self.patrols:
                patrol, known = self.chosen(number)
                try:
                    amended = await self.world.amend(
                        known.who, patrol, known.plan.version, **self.where(plan, known.unit)
                    )
                except UnitBusy:
                    return
                self.record(known.who, known.unit, amended)
            case ("withdraw", number) if self.patrols:
                patrol, known = self.chosen(number)
                await self.world.move(known.who, patrol, PatrolState.WITHDRAWN)
                del self.patrols[patrol]
            case ("check",):
                await self.world.engine.check()
            case ("tick",):
                await self.world.tick()
                await self.compare()

    def chosen(self, number: int) -> tuple[UUID, OnRecord]:
        return list(self.patrols.items())[number % len(self.patrols)]

    def rivals(self) -> Iterator[tuple[UUID, UUID]]:
        for one, two in combinations(self.patrols, 2):
            if self.patrols[one].who != self.patrols[two].who:
                yield (one, two) if one.int < two.int else (two, one)

    def conflicts(self) -> dict[tuple[UUID, UUID], float]:
        """The pairs that are in conflict now, with their distance, by the exact check alone."""
        found = {}
        for one, two in self.rivals():
            paths = self.patrols[one].plan.path, self.patrols[two].plan.path
            finding = find(paths[0].track, paths[1].track, self.world.deployment.terms.minimum_m)
            if finding is not None and finding.grade is not Grade.ADVISORY:
                found[one, two] = finding.distance_m
        return found

    def overlaps(self) -> dict[UUID, tuple[int, ...]]:
        """The hours that each patrol shares with its rivals now, by the covers alone."""
        found: dict[UUID, set[int]] = {}
        for one, two in self.rivals():
            common = set(hours(shared(self.patrols[one].cells, self.patrols[two].cells)))
            for patrol in (one, two) if common else ():
                found.setdefault(patrol, set()).update(common)
        return {patrol: tuple(sorted(all_hours)) for patrol, all_hours in found.items()}

    async def compare(self) -> None:
        """Compare what is on record and what everybody was told with what is true."""
        known = set(self.patrols) | set(self.told)
        open_now = self.world.sql(
            "SELECT patrol_a, patrol_b, (facts ->> 'distance_m')::float FROM conflict"
            " JOIN finding ON finding.id = finding"
            " WHERE state <> 'resolved' AND (patrol_a = ANY (%s) OR patrol_b = ANY (%s))",
            list(known),
            list(known),
        )
        expected = self.conflicts()
        assert {(a, b): distance for a, b, distance in open_now} == expected
        assert (await self.world.engine.ask_oracle()).size == 0
        for who in OFFICERS:
            await self.hear(who)
        assert self.told == self.overlaps()
        assert {patrol for pair in expected for patrol in pair} <= self.told.keys(), (
            "a conflict without an overlap"
        )
        await self.hear_as_desk()
        assert sorted(self.desk.values()) == sorted(expected.values())

    async def hear(self, who: str) -> None:
        """Read on in a feed: one alert for each patrol whose hours are others than told, none for the rest."""
        before, true = dict(self.told), self.overlaps()
        alerts = await self.world.feed(who, after=self.read[who])
        assert [alert.seq for alert in alerts] == [self.read[who] + 1 + place for place in range(len(alerts))]
        for alert in alerts:
            patrol = alert.body.patrol
            now = tuple(int(hour.timestamp() // 3600) for hour in alert.body.hours)
            last = before.get(patrol, ())
            assert self.told.get(patrol, ()) == last, "told twice at one tick"
            assert now == true.get(patrol, ()) != last
            assert alert.change == change(last, now)
            assert alert.rings == (alert.change in {"opened", "worse"})
            self.told[patrol] = now
            if not now:
                del self.told[patrol]
        self.read[who] += len(alerts)
        picture = await self.world.picture(who)
        mine = {overlap.value.patrol: overlap.value.hours for overlap in picture.overlaps}
        shown = {
            patrol: tuple(int(hour.timestamp() // 3600) for hour in hours) for patrol, hours in mine.items()
        }
        ours = {patrol for patrol, known in self.patrols.items() if known.who == who}
        assert picture.seq == self.read[who]
        assert {patrol: shown[patrol] for patrol in shown if patrol in ours} == {
            patrol: known for patrol, known in self.told.items() if patrol in ours
        }

    async def hear_as_desk(self) -> None:
        """The desk's picture, and what it was told event by event, are the same conflicts."""
        for alert in await self.world.feed("desk", after=self.read["desk"]):
            self.read["desk"] = alert.seq
            if alert.change == "resolved":
                assert self.desk.pop(alert.body.id, None) is not None, "an all-clear for what was never told"
            else:
                assert (alert.body.id in self.desk) == (alert.change != "opened")
                self.desk[alert.body.id] = alert.body.finding.distance_m
        picture = await self.world.picture("desk")
        assert picture.seq == self.read["desk"]
        here = {item.value.id: item.value.finding.distance_m for item in picture.conflicts}
        assert {known: here[known] for known in here if known in self.desk} == self.desk


def change(last: tuple[int, ...], now: tuple[int, ...]) -> str:
    if not last:
        return "opened"
    if not now:
        return "resolved"
    return "worse" if set(now) - set(last) else "updated"


@pytest.mark.rule("CON-01", "CON-02", "CON-03", "ALR-01", "ALR-06", "DIS-04", "DIS-05")
@settings(
    max_examples=5,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begin=st.lists(PLANS, min_size=3, max_size=5), ticks=st.lists(BETWEEN_TICKS, min_size=2, max_size=4))
async def test_the_records_are_true_and_what_was_told_adds_up_to_them(
    world: Any, begin: list[tuple[float, int, float]], ticks: list[list[tuple[Any, ...]]]
) -> None:
    history = History(world, next(STRETCHES))
    await history.begin()
    for place, plan in enumerate(begin):
        await history.take(("register", OFFICERS[place % 3], 1 + place // 3, plan))
    for steps in [[], *ticks]:
        for step in (*steps, ("tick",)):
            await history.take(step)
    for _ in list(history.patrols):
        await history.take(("withdraw", 0))
    await history.take(("tick",))
    assert history.told == history.desk == {}
