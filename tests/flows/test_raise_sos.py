"""A unit's call for help: whose it is, who is told at once, and how it ends (LIV-07)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.distress.errors import NotStanding
from deconflict.distress.model import Place, Sos
from deconflict.errors import NotFound
from deconflict.flows.raise_sos import end_sos, raise_sos
from deconflict.flows.report_positions import report_positions
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours
from deconflict.tracking.model import Fix


async def call(world: Any, who: str = "crew", unit: str = "U1", **other: Any) -> Sos:
    place = other.get("place", Place(15.0, 32.0, world.now()))
    item, new = await world.act(who, raise_sos, unit, place, other.get("note", "ambush"), world.now())
    assert new is other.get("new", True)
    return item


async def told(world: Any, who: str) -> list[tuple[str, str, bool]]:
    await world.engine.tell_distress()
    return [(alert.kind.value, alert.change, alert.rings) for alert in await world.feed(who)]


@pytest.mark.rule("LIV-07", "ALR-02")
@pytest.mark.parametrize("caller", ["crew", "a"])
async def test_a_call_rings_for_all_of_the_partys_people_and_the_desk(world: Any, caller: str) -> None:
    await call(world, caller)
    for who in ("a", "a2", "crew", "desk"):
        assert await told(world, who) == [("sos", "raised", True)]
    for who in ("b", "c", "facilitator", "oversight"):
        assert await told(world, who) == []


@pytest.mark.rule("LIV-07")
async def test_its_own_party_and_the_desk_read_where_the_unit_is_and_what_was_said(world: Any) -> None:
    item = await call(world)
    await world.engine.tell_distress()
    for who in ("a2", "crew", "desk"):
        body = (await world.feed(who))[0].body
        assert (body.callsign, body.place, body.note) == ("U1", item.place, "ambush")


@pytest.mark.rule("LIV-07")
async def test_without_a_place_the_last_known_one_is_told_and_without_any_none(world: Any) -> None:
    at = world.now() - timedelta(seconds=30)
    fixes = [Fix(at, 15.2, 32.1)]
    await world.act("crew", report_positions, "U2", fixes, world.now(), world.now())
    assert (await call(world, unit="U2", place=None)).place == Place(15.2, 32.1, at)
    assert (await call(world, unit="U1", place=None)).place is None


@pytest.mark.rule("LIV-07")
async def test_while_a_call_stands_another_changes_nothing(world: Any) -> None:
    first = await call(world)
    assert await call(world, "a", note="again", new=False) == first
    assert len(await told(world, "desk")) == 1


@pytest.mark.rule("LIV-07", "ALR-06")
@pytest.mark.parametrize(("ender", "by_desk"), [("a", False), ("crew", False), ("desk", True)])
async def test_its_own_party_or_the_desk_ends_it_and_those_who_were_told_are_told_so(
    world: Any, ender: str, by_desk: bool
) -> None:
    item = await call(world)
    await world.engine.tell_distress()
    world.clock.advance(60)
    over = await world.act(ender, end_sos, item.id, world.now())
    assert (over.ended_at, over.by_desk) == (world.now(), by_desk)
    for who in ("a", "a2", "crew", "desk"):
        assert (await told(world, who))[1:] == [("all_clear", "over", False)]
    with pytest.raises(NotStanding):
        await world.act(ender, end_sos, item.id, world.now())
    await call(world, unit="U1")  # the next one is another


@pytest.mark.rule("LIV-07", "DIS-06")
async def test_nobody_calls_for_a_rivals_unit_or_ends_a_rivals_call(world: Any) -> None:
    item = await call(world)
    for who in ("b", "c", "facilitator", "oversight", "operator"):
        with pytest.raises(NotFound):
            await world.act(who, end_sos, item.id, world.now())
    with pytest.raises(NotFound):
        await world.act("desk", end_sos, uuid4(), world.now())
    theirs = world.sql("SELECT id FROM unit WHERE party = %s LIMIT 1", world.parties["b"].id)[0][0]
    for unit in (str(theirs), "no such unit"):
        with pytest.raises(UnitNotYours):
            await call(world, unit=unit)
    for who in ("desk", "facilitator"):
        with pytest.raises(RoleRefused):
            await call(world, who)


@pytest.mark.rule("LIV-07")
async def test_a_units_device_calls_for_its_own_unit_alone(world: Any) -> None:
    named = dict(world.sql("SELECT callsign, id FROM unit WHERE party = %s", world.parties["a"].id))
    world.viewers["crew"] = replace(world.viewers["crew"], unit=named["U1"])
    with pytest.raises(UnitNotYours):
        await call(world, unit="U2")
    assert (await call(world, unit="U1")).unit == named["U1"]


@pytest.mark.rule("LIV-07", "DIS-07")
async def test_a_call_and_its_end_are_on_the_partys_ledger_without_a_place(world: Any) -> None:
    item = await call(world)
    await world.act("desk", end_sos, item.id, world.now())
    rows = world.sql(
        "SELECT party, payload FROM ledger_entry WHERE kind = 'distress' ORDER BY payload ->> 'change'"
    )
    a = world.parties["a"].id
    assert rows == [(a, {"change": "over", "what": "sos"}), (a, {"change": "raised", "what": "sos"})]
