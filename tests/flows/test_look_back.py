"""What came too late is compared part by part, with what everybody else reported of that time (LIV-01)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows import look_back
from deconflict.flows.import_track import import_track
from deconflict.flows.record_passages import record_passages
from deconflict.flows.report_positions import report_positions
from deconflict.tracking.checker_store import note_compared
from deconflict.tracking.model import Fix
from tests.flows.conftest import east_of

HOUR = timedelta(hours=1)


def standing(world: Any, minutes: int, lon: float = 15.0, before: timedelta = HOUR) -> list[Fix]:
    """A fix a minute at one place, beginning an hour ago."""
    began = world.now() - before
    return [Fix(began + timedelta(minutes=each), lon, 32.0, 5.0) for each in range(minutes + 1)]


async def imported(world: Any, who: str, fixes: list[Fix], unit: str = "U1") -> None:
    await world.act(who, import_track, [(unit, fix) for fix in fixes], world.now())


async def next_part(world: Any) -> Any:
    async with world.checker.transaction(snapshot=True) as checker:
        part = await look_back.next_part(checker, world.deployment, world.now())
        return None if part is None else await look_back.gather(checker, world.deployment, part)


async def parts(world: Any) -> list[Any]:
    """Everything that waits, each part put on record."""
    found = []
    while (gathered := await next_part(world)) is not None:
        found.append(gathered)
        passages = gathered.passages()
        async with world.checker.transaction() as checker:
            await record_passages(checker, gathered, passages, world.deployment, world.now())
    return found


@pytest.mark.rule("LIV-01")
async def test_a_file_is_compared_a_few_minutes_at_a_time_each_part_once(world: Any) -> None:
    await imported(world, "crew", standing(world, 12))
    assert [len(item.part) for item in await parts(world)] == [6, 6, 1]
    assert await next_part(world) is None


@pytest.mark.rule("LIV-01")
async def test_what_a_phone_held_back_for_long_waits_too_and_what_came_in_time_does_not(world: Any) -> None:
    await world.act("crew", report_positions, "U1", standing(world, 4), world.now(), world.now())
    await world.act("crew", report_positions, "U2", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    [gathered] = await parts(world)
    assert (len(gathered.part), gathered.units[0].callsign) == (5, "U1")


@pytest.mark.rule("LIV-01")
async def test_it_waits_until_the_rivals_next_fix_can_have_come(world: Any) -> None:
    """B's next fix may be five minutes younger than A's last, and five minutes under way."""
    await imported(world, "crew", standing(world, 3, before=timedelta(minutes=3)))
    assert await next_part(world) is None
    world.clock.advance(599)
    assert await next_part(world) is None
    world.clock.advance(2)
    assert await next_part(world) is not None


@pytest.mark.rule("LIV-01")
async def test_it_is_compared_with_all_that_others_reported_of_that_time_however_late(world: Any) -> None:
    """B reported at once, C long after; A's other unit, and B an hour earlier, have nothing to do with it."""
    track = standing(world, 3)
    world.clock.at -= HOUR
    await world.act(
        "b", report_positions, "U2", [Fix(world.now() - HOUR, 15.0, 32.0)], world.now(), world.now()
    )
    await world.act("b", report_positions, "U1", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    world.clock.at += HOUR
    await imported(world, "c", track)
    await imported(world, "a", track, "U2")
    await parts(world)
    await imported(world, "crew", track)
    gathered = await next_part(world)
    slugs = {party.id: slug for slug, party in world.parties.items()}
    first, *others = [(slugs[unit.party], unit.callsign) for unit in gathered.units]
    assert first == ("a", "U1")
    assert sorted(others) == [("b", "U1"), ("c", "U1")]


@pytest.mark.rule("LIV-01", "PRB-01")
async def test_a_second_track_of_the_same_time_finds_nothing(world: Any, heard: Any) -> None:
    """B stood somewhere; A's file says that it was far away; another file, that it was there after all."""
    await imported(world, "b", standing(world, 3))
    await imported(world, "crew", standing(world, 3, east_of(15.0, 90_000.0)))
    await parts(world)
    world.clock.advance(1)
    await imported(
        world, "crew", standing(world, 3, east_of(15.0, 100.0), before=HOUR + timedelta(seconds=31))
    )
    await parts(world)
    assert await heard("desk") == []


@pytest.mark.rule("LIV-01")
async def test_of_an_upload_of_weeks_only_what_is_of_that_time_is_held(world: Any) -> None:
    """B hands in a fix a minute for sixteen hours, A three minutes: a fix a minute from five before to five after."""
    await imported(world, "b", standing(world, 960, before=16 * HOUR))
    while await next_part(world) is not None:
        world.sql("UPDATE upload SET compared_to = last_at")
    await imported(world, "crew", standing(world, 3))
    gathered = await next_part(world)
    assert [len(rows) for rows in gathered.reports[1].after] == [14]


async def passed(world: Any, served: list[Any] | None = None) -> Any:
    """What part is next, noted as compared."""
    async with world.checker.transaction() as checker:
        part = await look_back.next_part(checker, world.deployment, world.now(), served or [])
        await note_compared(checker, part.upload, part.until)
    return part


@pytest.mark.rule("LIV-01", "LIV-02")
async def test_parties_take_turns_however_much_one_of_them_hands_in(world: Any) -> None:
    first = world.now()
    await imported(world, "b", standing(world, 40))
    world.clock.advance(1)
    await imported(world, "crew", standing(world, 12))
    slugs = {party.id: slug for slug, party in world.parties.items()}
    served: list[Any] = []
    for _ in range(5):
        part = await passed(world, served[-2:])
        served.append(part.upload.party)
        assert part.upload.longest_at == first
    assert [slugs[party] for party in served] == ["b", "a", "b", "a", "b"]


@pytest.mark.rule("LIV-01")
async def test_fixes_of_which_nothing_can_be_known_are_passed_at_once(world: Any) -> None:
    """A fix each 301 s says nothing; one that comes alone, and lies between two of the same unit, does."""
    now, apart = world.now(), timedelta(seconds=301)
    await imported(world, "crew", [Fix(now - HOUR - each * apart, 15.0, 32.0) for each in range(150)])
    assert [(part.is_lone, len(part.done)) for part in (await passed(world), await passed(world))] == [
        (True, 99),
        (True, 149),
    ]
    await imported(world, "crew", [Fix(now - HOUR - apart / 2, 15.0, 32.0)])
    assert not (await passed(world)).is_lone
