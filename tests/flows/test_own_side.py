"""What a submitter is told at once: about its own plan and the zones it can see, and nothing of anybody else."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.own_side import Mark, OwnFinding, ZoneMark, relation
from deconflict.flows.set_zones import add_zone, remove_zone
from deconflict.patrols.model import PatrolClass
from deconflict.separation.area import Area, Relation, ZoneKind
from deconflict.separation.check import Grade
from deconflict.separation.units import Metres
from deconflict.separation.window import ALWAYS, UNBOUNDED, Window
from deconflict.zones import store as zones

MARKS = {
    (120, PatrolClass.ROUTINE): [],
    (59, PatrolClass.ROUTINE): [Mark.LATE],
    (-60, PatrolClass.ROUTINE): [Mark.LATE, Mark.AFTER_THE_FACT],
    (0, PatrolClass.HOT_PURSUIT): [Mark.LATE, Mark.HOT_PURSUIT],
}


def square(kind: ZoneKind, lat: float = 31.95, window: Window = ALWAYS, size: float = 0.1) -> Area:
    """Astride the usual drive from 15.0° to 15.1° E on 32° N when its southern edge is a little below that."""
    west, east, north = 15.05, 15.05 + size, lat + size
    ring = ((west, lat), (east, lat), (east, north), (west, north), (west, lat))
    return Area((ring,), kind, window)


async def told(world: Any, **other: Any) -> dict[str, Grade]:
    """Register as a, and return what was said of which zone."""
    findings: tuple[OwnFinding, ...] = (await world.register("a", **other)).findings
    return {found.zone.name: found.finding.grade for found in findings if isinstance(found, ZoneMark)}


@pytest.mark.rule("PAT-02", "PAT-06")
async def test_a_plan_carries_the_marks_of_how_it_was_registered(world: Any) -> None:
    for number, ((minutes, purpose), expected) in enumerate(MARKS.items()):
        unit = f"U{number % 3 + 1}"
        marked = await world.register("a", unit=unit, minutes=minutes, purpose=purpose)
        assert list(marked.findings) == expected, (minutes, purpose)


@pytest.mark.rule("SEP-09")
async def test_the_same_kind_of_zone_means_another_thing_by_whose_it_is(world: Any) -> None:
    """A rival's zones mean something, too, but not for the submitter to know; that is the desk's."""
    for kind in ZoneKind:
        for who in ("a", "b", "desk"):
            await world.act(who, add_zone, f"{kind} of {who}", square(kind), world.now())
    assert await told(world) == {
        "no_go of a": Grade.CRITICAL,
        "no_go of desk": Grade.CRITICAL,
        "protected_site of a": Grade.CRITICAL,
        "protected_site of desk": Grade.CRITICAL,
        "buffer of desk": Grade.CRITICAL,
        "base of desk": Grade.CAUTION,
        "checkpoint of desk": Grade.ADVISORY,
        "shared_area of a": Grade.ADVISORY,
        "shared_area of desk": Grade.ADVISORY,
    }
    ours = world.parties["a"].id
    seen = {zone.name.split()[-1]: relation(zone, ours) for zone in await world.read("desk", zones.zones)}
    assert seen == {"a": Relation.OWN, "b": Relation.FOREIGN, "desk": Relation.NEUTRAL}


@pytest.mark.rule("SEP-09", "CON-01")
async def test_what_is_said_at_once_is_what_the_checker_finds(world: Any) -> None:
    start = world.now() + timedelta(minutes=120)
    areas = {
        "in the way": square(ZoneKind.NO_GO),
        "a kilometre off": square(ZoneKind.NO_GO, lat=32.01),
        "ninety metres off": square(ZoneKind.PROTECTED_SITE, lat=32.0008),
        "over when it starts": square(ZoneKind.NO_GO, window=Window(UNBOUNDED, start)),
        "from its last moment on": square(
            ZoneKind.NO_GO, window=Window(start + timedelta(minutes=10), UNBOUNDED), size=0.06
        ),
        "removed": square(ZoneKind.NO_GO),
    }
    for name, area in areas.items():
        zone = await world.act("desk", add_zone, name, area, world.now())
    await world.act("desk", remove_zone, zone.id, world.now())
    said = await told(world)
    await world.tick()
    assert set(said) == {"in the way", "ninety metres off", "from its last moment on"}
    alerts = await world.feed("desk")
    assert {alert.body.zone.name: alert.body.finding.grade for alert in alerts} == said


@pytest.mark.rule("SEP-09", "SEP-02")
async def test_a_wide_and_a_loose_plan_meet_more(world: Any) -> None:
    gone = world.now() + timedelta(minutes=115)
    await world.act("desk", add_zone, "near", square(ZoneKind.NO_GO, lat=32.008), world.now())
    await world.act(
        "desk", add_zone, "early", square(ZoneKind.NO_GO, window=Window(UNBOUNDED, gone)), world.now()
    )
    assert await told(world, unit="U1") == {}
    assert await told(world, unit="U2", lateral_tolerance_m=Metres(1000)) == {"near": Grade.CRITICAL}
    assert await told(world, unit="U3", time_tolerance_s=15 * 60) == {"early": Grade.CAUTION}


@pytest.mark.rule("SEP-09", "SEP-07")
async def test_a_zone_is_met_where_its_long_edge_bends_away_from_the_parallel(world: Any) -> None:
    """
    60.38° N      ___------___        the geodesic between the upper corners; the drive is just below it
    60° N      .--            --.     the parallel, 42 km off
    """
    ring = ((0.0, 59.0), (20.0, 59.0), (20.0, 60.0), (0.0, 60.0), (0.0, 59.0))
    await world.act("desk", add_zone, "wide", Area((ring,), ZoneKind.NO_GO, ALWAYS), world.now())
    drive = ((9.95, 60.35), (10.05, 60.35))
    assert await told(world, waypoints=drive) == {"wide": Grade.CRITICAL}
    await world.tick()
    assert [alert.body.zone.name for alert in await world.feed("desk")] == ["wide"]
