"""Reading a feed from a number on, in its epoch, at the level that holds."""

from typing import Any

import pytest

from deconflict.alerts.errors import EpochChanged
from deconflict.flows.read_feed import own_head, read_feed


@pytest.mark.rule("ALR-01", "IDN-05", "IDN-03")
async def test_a_feed_is_read_page_by_page_in_its_epoch(world: Any) -> None:
    for number in (1, 2, 3):
        for who in ("a", "b"):
            await world.register(who, unit=f"U{number}", lat=31 + number)
        await world.tick()
    empty = await world.act("c", read_feed, None, 0, 10, world.deployment)
    assert (empty.alerts, empty.last) == ((), 0)
    seen: list[int] = []
    epoch = None
    while True:
        page = await world.act("a", read_feed, epoch, seen[-1] if seen else 0, 2, world.deployment)
        assert page.last == 3
        if not page.alerts:
            break
        epoch = page.epoch
        assert {item.value.epoch for item in page.alerts} == {epoch}
        seen += [item.value.seq for item in page.alerts]
    assert seen == [1, 2, 3]
    for who in ("desk", "desk2"):
        shared = await world.act(who, read_feed, epoch, 0, 10, world.deployment)
        assert [item.value.seq for item in shared.alerts] == [1, 2, 3]
    beyond = await world.act("a", read_feed, epoch, 99, 10, world.deployment)
    assert (beyond.alerts, beyond.last) == ((), 3)


@pytest.mark.rule("IDN-05")
async def test_a_cursor_of_another_epoch_is_refused_with_the_one_that_holds(world: Any) -> None:
    [(epoch,)] = world.sql("SELECT epoch FROM deployment")
    heads = [await world.read("a", own_head, asked) for asked in (None, epoch)]
    assert [head.epoch for head in heads] == [epoch] * 2
    for other in ("yesterday", ""):
        with pytest.raises(EpochChanged) as refused:
            await world.act("a", read_feed, other, 0, 10, world.deployment)
        assert refused.value.fields() == {"epoch": epoch}


@pytest.mark.rule("ALR-01")
async def test_an_alert_keeps_speaking_of_what_it_spoke_of(world: Any) -> None:
    """Its body is rendered when read: the hours and the finding of then, the state of now."""
    await world.register("a", time_tolerance_s=3600.0)
    theirs = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    first = (await world.feed("a"))[0].body, (await world.feed("desk"))[0].body
    await world.amend("b", theirs, 1, minutes=180)
    await world.tick()
    now = (await world.feed("a"))[0].body, (await world.feed("desk"))[0].body
    assert (now[0].hours, now[0].revision) == (first[0].hours, 1)
    assert now[1].finding == first[1].finding
    hours = [alert.body.hours for alert in await world.feed("a")]
    assert hours[0] != hours[1]
