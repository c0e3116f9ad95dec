"""A party's officers keep their own duty roster."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.duty.errors import NoSuchOfficer, TooManyShifts
from deconflict.errors import NotFound
from deconflict.flows import keep_roster
from deconflict.flows.keep_roster import add_shift, remove_shift
from deconflict.parties.errors import RoleRefused


async def add(world: Any, who: str, login: str) -> Any:
    start = world.now() + timedelta(hours=1)
    return await world.act(who, add_shift, login, start, start + timedelta(hours=8), world.now())


@pytest.mark.rule("ALR-04")
async def test_a_shift_is_put_on_the_roster_and_taken_off_it_and_both_are_on_the_ledger(world: Any) -> None:
    shift = await add(world, "a", "a2")
    assert (shift.party, shift.login) == (world.parties["a"].id, "a2")
    await world.act("a2", remove_shift, shift.id, world.now())
    assert world.sql("SELECT count(*) FROM duty") == [(0,)]
    noted = world.sql("SELECT payload ->> 'change' FROM ledger_entry WHERE subject = %s ORDER BY 1", shift.id)
    assert noted == [("off_duty",), ("on_duty",)]


@pytest.mark.rule("DIS-06")
@pytest.mark.parametrize("login", ["b", "crew", "nobody", "desk"])
async def test_only_officers_of_one_s_own_party_can_be_on_duty(world: Any, login: str) -> None:
    with pytest.raises(NoSuchOfficer):
        await add(world, "a", login)


@pytest.mark.parametrize("who", ["crew", "desk", "facilitator", "operator"])
async def test_nobody_but_its_officers_keeps_a_roster(world: Any, who: str) -> None:
    with pytest.raises(RoleRefused):
        await add(world, who, "a")


@pytest.mark.rule("DIS-06")
async def test_another_party_s_shift_is_not_there(world: Any) -> None:
    shift = await add(world, "b", "b")
    with pytest.raises(NotFound):
        await world.act("a", remove_shift, shift.id, world.now())


@pytest.mark.rule("SEC-02")
async def test_a_roster_has_an_end(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_roster, "MOST", 2)
    await add(world, "a", "a")
    await add(world, "b", "b")
    await add(world, "a", "a2")
    with pytest.raises(TooManyShifts):
        await add(world, "a", "a")
