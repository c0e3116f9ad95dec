"""Who of a party is to be called, by its roster; and who reads which roster."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.duty import store as rosters
from deconflict.flows.keep_roster import add_shift


@pytest.fixture
async def rostered(world: Any) -> Any:
    """A's duty officer from nine to ten, and B's liaison all day."""
    nine = world.now() + timedelta(hours=1)
    await world.act("a", add_shift, "a2", nine, nine + timedelta(hours=1), world.now())
    await world.act("b", add_shift, "b", world.now(), nine + timedelta(hours=9), world.now())
    return world


async def on_duty(world: Any, hours: float) -> dict[str, set[str]]:
    """The logins of those on duty so many hours after eight, by party."""
    logins = {viewer.person: who for who, viewer in world.viewers.items()}
    wanted = [world.parties[slug].id for slug in ("a", "b", "c")]
    async with world.checker.transaction() as checker:
        found = await rosters.on_duty(checker, wanted, world.now() + timedelta(hours=hours))
    return {slug: {logins[who] for who in found[world.parties[slug].id]} for slug in ("a", "b", "c")}


@pytest.mark.rule("ALR-04")
async def test_who_is_on_the_roster_is_called_and_every_officer_when_nobody_is(rostered: Any) -> None:
    """From its first moment on, up to and without its last."""
    everybody = {"a": {"a", "a2"}, "b": {"b"}, "c": {"c"}}
    assert await on_duty(rostered, 0.9) == everybody
    assert await on_duty(rostered, 1) == everybody | {"a": {"a2"}}
    assert await on_duty(rostered, 2) == everybody


@pytest.mark.rule("ALR-04")
async def test_who_may_not_sign_in_any_more_is_not_called(rostered: Any) -> None:
    rostered.sql("UPDATE person SET disabled_at = now() WHERE login = 'a2'")
    assert (await on_duty(rostered, 1.5))["a"] == {"a"}


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_a_party_reads_its_own_roster_and_the_desk_all(rostered: Any) -> None:
    now = rostered.now()
    seen = {
        who: await rostered.read(who, rosters.ahead, now)
        for who in ("a", "crew", "b", "c", "desk", "facilitator")
    }
    names = {who: [shift.login for shift in found] for who, found in seen.items()}
    assert names == {"a": ["a2"], "crew": [], "b": ["b"], "c": [], "desk": ["b", "a2"], "facilitator": []}
    [theirs] = seen["b"]
    assert await rostered.read("a", rosters.shift_with, theirs.id) is None
    await rostered.read("a", rosters.remove, theirs.id)
    assert rostered.sql("SELECT count(*) FROM duty") == [(2,)]


async def test_what_is_over_is_listed_and_counted_no_more(rostered: Any) -> None:
    later = rostered.now() + timedelta(hours=2)
    assert await rostered.read("a", rosters.ahead, later) == []
    assert await rostered.read("a", rosters.count_ahead, later) == 0
    assert await rostered.read("a", rosters.count_ahead, rostered.now()) == 1
