"""A unit says where it was: what is stored, by whose clock, and by whom."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.report_positions import report_positions
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours
from deconflict.tracking import packing
from deconflict.tracking.model import Fix, FixFault
from deconflict.tracking.rules import unpack

SECOND = timedelta(seconds=1)


def fixes(world: Any, *seconds: int) -> list[Fix]:
    return [Fix(world.now() + second * SECOND, 15.0, 32.0) for second in seconds]


@pytest.mark.rule("LIV-01")
async def test_an_upload_is_stored_whole_in_order_by_our_clock(world: Any) -> None:
    sent_at = world.now() - timedelta(hours=1)
    done = await world.act(
        "crew", report_positions, "U1", fixes(world, -3610, -3620, 0), sent_at, world.now()
    )
    assert (done.stored, done.clock_offset, done.set_aside) == (2, timedelta(hours=1), {2: FixFault.FUTURE})
    [(party, person, stored, first, last)] = world.sql(
        "SELECT party, person, fixes, first_at, last_at FROM upload"
    )
    assert (party, person) == (world.parties["a"].id, world.viewers["crew"].person)
    assert [fix.at for fix in packing.fixes(unpack(bytes(stored)))] == [first, last]
    assert [world.now() - first, world.now() - last] == [20 * SECOND, 10 * SECOND]
    assert world.sql("SELECT at FROM last_position") == [(last,)]


@pytest.mark.rule("LIV-01")
async def test_what_is_sent_again_is_by_the_clock_of_when_it_came_first_and_moves_no_unit_back(
    world: Any,
) -> None:
    first, sent_at = fixes(world, 0), world.now()
    await world.act("a", report_positions, "U1", first, sent_at, world.now())
    world.clock.advance(60)
    newer = Fix(world.now(), 15.05, 32.0)
    await world.act("a", report_positions, "U1", [newer], world.now(), world.now())
    world.clock.advance(1)
    again = await world.act("a", report_positions, "U1", first, sent_at, world.now())
    assert (again.stored, again.clock_offset, again.set_aside) == (1, timedelta(), {})
    assert world.sql("SELECT at, lon FROM last_position") == [(newer.at, newer.lon)]
    of = "SELECT DISTINCT first_at FROM upload WHERE sent_at = %s"
    assert world.sql(of, sent_at) == [(sent_at,)]


@pytest.mark.rule("LIV-01")
async def test_another_units_upload_of_the_same_moment_says_nothing_of_this_ones_clock(world: Any) -> None:
    sent_at = world.now()
    await world.act("b", report_positions, "U1", fixes(world, 0), sent_at, world.now())
    await world.act("a", report_positions, "U2", fixes(world, 0), sent_at, world.now())
    world.clock.advance(60)
    done = await world.act("a", report_positions, "U1", fixes(world, -60), sent_at, world.now())
    assert done.clock_offset == 60 * SECOND


async def test_an_upload_of_nothing_that_can_be_stores_nothing(world: Any) -> None:
    done = await world.act("a", report_positions, "U1", fixes(world, 60), world.now(), world.now())
    assert (done.stored, done.set_aside) == (0, {0: FixFault.FUTURE})
    assert (
        world.sql("SELECT count(*) FROM upload") == world.sql("SELECT count(*) FROM last_position") == [(0,)]
    )


@pytest.mark.rule("DIS-06")
async def test_only_a_partys_own_people_report_and_only_for_its_units(world: Any) -> None:
    for who in ("desk", "facilitator", "oversight", "operator"):
        with pytest.raises(RoleRefused):
            await world.act(who, report_positions, "U1", fixes(world, 0), world.now(), world.now())
    [(theirs,)] = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["b"].id)
    for unit in (str(theirs), "U99"):
        with pytest.raises(UnitNotYours):
            await world.act("crew", report_positions, unit, fixes(world, 0), world.now(), world.now())
