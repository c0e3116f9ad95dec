"""With which unit somebody of a crew is: said by their own officers, on record, and taken back."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.bind_crew import bind_crew, release_crew
from deconflict.parties import store as parties
from deconflict.parties.errors import NotOfACrew
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.errors import AccessRefused


async def bind(world: Any, who: str, whom: str, unit: str = "U1") -> Any:
    return await world.read(who, bind_crew, world.viewers[whom].person, unit, world.now())


async def release(world: Any, who: str, whom: str) -> Any:
    return await world.read(who, release_crew, world.viewers[whom].person, world.now())


async def unit_of(world: Any, who: str, callsign: str = "U1") -> Any:
    return (await world.read(who, parties.unit_called, world.parties[who].id, callsign)).id


def noted(world: Any, whom: str) -> list[Any]:
    entry = "SELECT person, payload - 'unit' FROM ledger_entry WHERE subject = %s AND payload ? 'unit' ORDER BY at"
    return world.sql(entry, world.viewers[whom].person)


async def test_an_officer_binds_binds_elsewhere_and_releases_and_each_is_on_the_ledger(world: Any) -> None:
    assert (await bind(world, "a", "crew")).with_unit == await unit_of(world, "a")
    world.clock.advance(1)
    assert (await bind(world, "a2", "crew", "U2")).with_unit == await unit_of(world, "a", "U2")
    world.clock.advance(1)
    assert (await release(world, "a", "crew")).with_unit is None
    a, a2 = world.viewers["a"].person, world.viewers["a2"].person
    assert noted(world, "crew") == [
        (a, {"bound": "person"}),
        (a2, {"bound": "person"}),
        (a, {"released": "person"}),
    ]


async def test_saying_again_what_is_so_changes_nothing(world: Any) -> None:
    await release(world, "a", "crew")
    assert noted(world, "crew") == []
    await bind(world, "a", "crew")
    world.clock.advance(60)
    await bind(world, "operator", "crew")
    assert len(noted(world, "crew")) == 1


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_a_rival_finds_nobody_and_no_unit_of_a_rivals_will_do(world: Any) -> None:
    for who in ("b", "c"):
        with pytest.raises(NotFound):
            await bind(world, who, "crew")
        with pytest.raises(NotFound):
            await release(world, who, "crew")
    theirs = str(await unit_of(world, "b"))
    for unit in (theirs, str(uuid4()), "nothing"):
        with pytest.raises(UnitNotYours):
            await bind(world, "a", "crew", unit)
    assert world.sql("SELECT count(*) FROM binding") == [(0,)]


@pytest.mark.parametrize("who", ["a", "a2"])
async def test_no_officer_is_bound(world: Any, who: str) -> None:
    with pytest.raises(NotOfACrew):
        await bind(world, "operator", who)


async def test_as_whom_a_units_devices_sign_in_is_bound_to_no_other(world: Any) -> None:
    world.sql(
        "UPDATE person SET unit = %s WHERE id = %s", await unit_of(world, "a"), world.viewers["crew"].person
    )
    try:
        with pytest.raises(NotOfACrew):
            await bind(world, "a", "crew", "U2")
    finally:
        world.sql("UPDATE person SET unit = NULL WHERE id = %s", world.viewers["crew"].person)


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("who", ["crew", "desk", "facilitator", "oversight"])
async def test_the_database_lets_nobody_else_bind(world: Any, who: str) -> None:
    with pytest.raises((AccessRefused, NotFound)):
        await bind(world, who, "crew")
    assert world.sql("SELECT count(*) FROM binding") == [(0,)]
