"""What is read around things to be shown: with whatever ids it is asked, nothing that the viewer may not see."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.agreements.model import Level
from deconflict.alerts import store as alerts
from deconflict.alerts.model import Alert, AlertKind, Subject
from deconflict.disclosure.facts import Facts
from deconflict.flows.gather_facts import facts_for_alerts, facts_for_conflicts, facts_for_overlaps
from deconflict.flows.set_zones import add_zone, remove_zone
from deconflict.overlaps import store as overlaps
from deconflict.patrols.model import PatrolClass
from deconflict.runtime.database import PartySession
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS

RING = ((15.0, 31.9), (15.1, 31.9), (15.1, 32.1), (15.0, 32.1), (15.0, 31.9))
AREA = Area((RING,), ZoneKind.NO_GO, ALWAYS)


async def own_alerts(session: PartySession) -> list[Alert]:
    feed = (await alerts.head_of(session)).feed
    return list(await alerts.after(session, feed, 0, 100))


async def clash(world: Any) -> None:
    """A and B meet; A was in a hot pursuit before; B has a zone that both drive through, and so has the desk."""
    await world.act("b", add_zone, "of b", AREA, world.now())
    await world.act("desk", add_zone, "of the desk", AREA, world.now())
    await world.register("a")
    await world.register("b")
    await world.register("a", unit="U2", minutes=0, lat=40, purpose=PatrolClass.HOT_PURSUIT)
    await world.tick()


def everything(world: Any) -> list[Subject]:
    """Subjects that name, one by one, whatever there is in the database of whoever's."""

    def ids(table: str) -> list[UUID]:
        return [row[0] for row in world.sql(f"SELECT id FROM {table}")]

    found = [
        Subject(conflict=known, finding=finding) for known in ids("conflict") for finding in ids("finding")
    ]
    found += [Subject(review=review, patrol=patrol) for review in ids("review") for patrol in ids("patrol")]
    found += [Subject(zone=zone, patrol=patrol) for zone in ids("zone") for patrol in ids("patrol")]
    revisions = world.sql("SELECT overlap, revision FROM overlap_revision")
    return found + [Subject(overlap=overlap, revision=revision) for overlap, revision in revisions]


def shown(facts: Facts) -> dict[str, set[Any]]:
    return {
        "patrols": {(patrol.party, patrol.callsign) for patrol in facts.patrols.values()},
        "zones": {zone.name for zone in facts.zones.values()},
        "overlaps": {overlap.party for overlap in facts.overlaps.values()},
        "exact": {*facts.parties, *facts.conflicts, *facts.findings, *facts.reviews},
    }


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_an_alert_that_names_everything_brings_a_party_its_own_side_alone(world: Any) -> None:
    await clash(world)
    [template, *_] = await world.read("a", own_alerts)
    forged = [replace(template, subject=subject) for subject in everything(world)]
    a = world.parties["a"].id
    facts = await world.act("a", facts_for_alerts, forged, Level.NOTICE)
    assert shown(facts) == {
        "patrols": {(a, "U1"), (a, "U2")},
        "zones": {"of the desk"},
        "overlaps": {a},
        "exact": set(),
    }


@pytest.mark.rule("DIS-08")
async def test_the_desk_gets_both_sides_and_the_facilitator_conflicts_without_plans(world: Any) -> None:
    await clash(world)
    [template, *_] = await world.read("desk", own_alerts)
    forged = [replace(template, subject=subject) for subject in everything(world)]
    desk = await world.act("desk", facts_for_alerts, forged, Level.NOTICE)
    a, b, c = (world.parties[slug].id for slug in ("a", "b", "c"))
    assert {patrol.party for patrol in desk.patrols.values()} == {a, b}
    assert {zone.name for zone in desk.zones.values()} == {"of b", "of the desk"}
    assert set(desk.parties) == {a, b, c}
    facilitator = await world.act("facilitator", facts_for_alerts, forged, Level.NOTICE)
    assert (facilitator.conflicts, facilitator.findings) == (desk.conflicts, desk.findings)
    assert len(desk.conflicts) == len(world.sql("SELECT id FROM conflict")) > 1
    nothing = shown(facilitator)
    assert nothing["patrols"] == nothing["overlaps"] == set()


@pytest.mark.rule("ALR-01", "ALR-06")
async def test_an_old_alert_is_read_as_it_was_told_though_its_subject_went_on(world: Any) -> None:
    """The overlap has another revision since and the zone is gone: what was told of them is still there to show."""
    zone = await world.act("desk", add_zone, "hospital", AREA, world.now())
    patrol = (await world.register("a", minutes=150)).patrol.id
    await world.register("b", minutes=150)
    await world.tick()
    told = await world.read("a", own_alerts)
    before = await world.act("a", facts_for_alerts, told, Level.NOTICE)
    await world.amend("a", patrol, 1, minutes=175, time_tolerance_s=1800.0)
    await world.act("desk", remove_zone, zone.id, world.now())
    await world.tick()
    after = await world.act("a", facts_for_alerts, told, Level.NOTICE)
    assert {alert.kind for alert in told} == {AlertKind.OVERLAP, AlertKind.ZONE}
    assert [(item.id, item.revision, item.hours) for item in after.overlaps.values()] == [
        (item.id, item.revision, item.hours) for item in before.overlaps.values()
    ]
    assert {item.name for item in after.zones.values()} == {"hospital"}
    assert len(await world.read("a", own_alerts)) > len(told)


@pytest.mark.rule("SEC-01")
async def test_an_overlap_of_somebody_elses_patrol_brings_nothing(world: Any) -> None:
    await clash(world)
    own = await world.read("a", overlaps.page, 100, None, Level.NOTICE)
    ours = await world.read("a", facts_for_overlaps, own)
    assert {item.patrol for item in own} == set(ours.patrols)
    assert len(ours.patrols) == 1
    theirs = [replace(item, patrol=patrol) for item in own for patrol in (next(iter(ours.patrols)), uuid4())]
    assert await world.read("b", facts_for_overlaps, theirs) == Facts()
    assert await world.read("desk", facts_for_conflicts, []) == Facts()
