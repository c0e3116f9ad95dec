"""Who declares a zone, who sees it, who takes it back, and that each leaves the checker its to-do."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.set_zones import add_zone, remove_zone
from deconflict.parties.errors import RoleRefused
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS
from deconflict.zones import store as zones

RING = ((15.0, 31.9), (15.1, 31.9), (15.1, 32.1), (15.0, 32.1), (15.0, 31.9))
AREA = Area((RING,), ZoneKind.BASE, ALWAYS)
EVERYBODY = ("a", "a2", "crew", "b", "c", "desk", "facilitator", "oversight", "operator")
OFFICERS_AND_DESK = {"a", "a2", "b", "c", "desk"}
DUE = "SELECT party, zone FROM check_due"


async def add(world: Any, who: str) -> UUID:
    return (await world.act(who, add_zone, f"of {who}", AREA, world.now())).id


async def remove(world: Any, who: str, zone: UUID) -> None:
    await world.act(who, remove_zone, zone, world.now())


@pytest.mark.rule("SEC-01", "DIS-03")
async def test_a_partys_zone_is_seen_by_itself_and_the_desk_and_the_desks_by_everybody(world: Any) -> None:
    own, neutral = await add(world, "a2"), await add(world, "desk")
    for who in EVERYBODY:
        seen = {zone.id for zone in await world.read(who, zones.zones)}
        assert seen == ({own, neutral} if who in {"a", "a2", "crew", "desk"} else {neutral}), who


@pytest.mark.rule("CON-01", "PAT-09")
async def test_a_zone_added_and_a_zone_removed_are_each_left_to_be_checked(world: Any) -> None:
    own, neutral = await add(world, "a"), await add(world, "desk")
    expected = {(world.parties["a"].id, own), (None, neutral)}
    assert set(world.sql(DUE)) == expected
    await world.engine.check_all()
    await remove(world, "a2", own)
    await remove(world, "desk2", neutral)
    assert set(world.sql(DUE)) == expected


async def test_only_officers_and_the_desk_declare_or_remove(world: Any) -> None:
    zone = await add(world, "a")
    for who in set(EVERYBODY) - OFFICERS_AND_DESK:
        with pytest.raises(RoleRefused):
            await add(world, who)
        with pytest.raises(RoleRefused):
            await remove(world, who, zone)
    assert world.sql("SELECT id, removed_at FROM zone") == [(zone, None)]


@pytest.mark.rule("DIS-06")
async def test_anothers_zone_a_removed_one_and_none_at_all_are_the_same(world: Any) -> None:
    """The desk sees a party's zone, yet it is not the desk's to remove; a party sees the desk's likewise."""
    own, neutral, gone = [await add(world, who) for who in ("a", "desk", "a")]
    await remove(world, "a", gone)
    due = world.sql(DUE)
    answers = set()
    for who, zone in (("b", own), ("desk", own), ("a", neutral), ("a", gone), ("b", gone), ("a", uuid4())):
        with pytest.raises(NotFound) as hidden:
            await remove(world, who, zone)
        answers.add(str(hidden.value))
    assert len(answers) == 1
    assert {row[0] for row in world.sql("SELECT id FROM zone WHERE removed_at IS NULL")} == {own, neutral}
    assert world.sql(DUE) == due, "what changed nothing leaves nothing to do"
