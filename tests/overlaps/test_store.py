"""What pairs of patrols share is the checker's; what a party was told of it is the party's, revision by revision."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.agreements.model import Level
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Overlap, OverlapChange, OverlapId, OverlapState, Told
from deconflict.overlaps.store import SharedCover, SharedHours

HOUR = 494_000


@pytest.fixture
async def patrols(world: Any) -> dict[str, Any]:
    """A patrol of each party, which nobody has checked."""
    return {who: (await world.register(who)).patrol for who in ("a", "b", "c")}


def between(one: Any, two: Any, hours: tuple[int, ...]) -> SharedCover:
    a, b = sorted((one, two), key=lambda patrol: patrol.id.int)
    return SharedCover(a.id, b.id, a.party, b.party, hours, b"\x00\xffcells")


def overlap(world: Any, of: Any, **other: Any) -> Overlap:
    values = {
        "id": OverlapId(uuid4()),
        "reference": "RX-9C3H",
        "party": of.party,
        "patrol": of.id,
        "state": OverlapState.OPEN,
        "revision": 1,
        "hours": (HOUR, HOUR + 1),
        "change": OverlapChange.OPENED,
        "released_at": world.now(),
    }
    return Overlap(**{**values, **other})


def of(*made: Overlap) -> dict[UUID, list[Told]]:
    """Each told on account of its own party, which stands for any rival."""
    return {item.id: [Told(item.party, agreed=False, hours=item.hours)] for item in made}


async def as_checker(world: Any, doing: Any, *arguments: Any) -> Any:
    async with world.checker.transaction() as checker:
        return await doing(checker, *arguments)


@pytest.mark.rule("DIS-04")
async def test_shared_covers_are_found_from_either_side_and_replaced(
    world: Any, patrols: dict[str, Any]
) -> None:
    a, b, c = patrols["a"], patrols["b"], patrols["c"]
    ab, ac = between(a, b, (HOUR, HOUR + 1)), between(a, c, (HOUR,))
    await as_checker(world, overlaps.replace_shared, [], [ab, ac])
    for of, expected in ((a, {ab.key: ab, ac.key: ac}), (b, {ab.key: ab}), (c, {ac.key: ac})):
        found = await as_checker(world, overlaps.shared_by, [of.id])
        assert {item.key: item for item in found} == expected
    assert len(await as_checker(world, overlaps.shared_by, [a.id, b.id, c.id])) == 2
    found_hours = await as_checker(world, overlaps.hours_shared_by, [b.id, uuid4()])
    assert found_hours == [SharedHours(ab.patrol_a, ab.patrol_b, ab.party_a, ab.party_b, ab.hours)]
    newer = replace(ab, hours=(HOUR + 1,), cells=b"fewer")
    await as_checker(world, overlaps.replace_shared, [ab.key, ac.key], [newer])
    assert await as_checker(world, overlaps.shared_by, [a.id]) == [newer]
    await as_checker(world, overlaps.replace_shared, [], [])
    assert await as_checker(world, overlaps.shared_by, [c.id]) == []


@pytest.mark.rule("DIS-04", "DIS-05", "ALR-01")
async def test_every_revision_that_was_told_is_kept_and_the_last_one_holds(
    world: Any, patrols: dict[str, Any]
) -> None:
    first, other = overlap(world, patrols["a"]), overlap(world, patrols["b"])
    await as_checker(world, overlaps.release, [first, other], [], of(first, other))
    later = world.now() + timedelta(seconds=10)
    second = first.revised((HOUR + 1,), (), OverlapChange.UPDATED, later)
    ended = second.revised((), (), OverlapChange.RESOLVED, later)
    await as_checker(world, overlaps.release, [], [second], of(second))
    await as_checker(world, overlaps.release, [], [ended], of(ended))
    owners = {patrols[who].id: patrols[who].party for who in ("a", "b", "c")}
    assert await as_checker(world, overlaps.told, owners) == {patrols["a"].id: ended, patrols["b"].id: other}
    assert await as_checker(world, overlaps.hours_told, owners) == {patrols["b"].id: other.hours}
    wanted = [(first.id, revision) for revision in (1, 2, 3, 4)]
    revisions = await world.read("a", overlaps.revisions, [*wanted, (other.id, 1)], Level.NOTICE)
    assert {key: (item.hours, item.change, item.released_at) for key, item in revisions.items()} == {
        (first.id, item.revision): (item.hours, item.change, item.released_at)
        for item in (first, second, ended)
    }
    assert {item.state for item in revisions.values()} == {OverlapState.ENDED}
    await as_checker(world, overlaps.release, [], [], {})


@pytest.mark.rule("ALR-06")
async def test_an_overlap_is_over_when_all_its_hours_are(world: Any, patrols: dict[str, Any]) -> None:
    hours = {"a": (HOUR,), "b": (HOUR - 5, HOUR + 1), "c": (HOUR - 2, HOUR - 1)}
    made = {who: overlap(world, patrols[who], hours=of) for who, of in hours.items()}
    made["c"] = replace(made["c"], state=OverlapState.ENDED)
    await as_checker(world, overlaps.release, list(made.values()), [], of(*made.values()))

    async def over(hour: int) -> set[UUID]:
        return {patrol for patrol, _ in await as_checker(world, overlaps.over, hour)}

    assert await over(HOUR) == set()
    assert await over(HOUR + 1) == {patrols["a"].id}
    assert await over(HOUR + 2) == {patrols["a"].id, patrols["b"].id}


@pytest.mark.rule("DIS-03", "DIS-06", "IDN-04")
async def test_a_party_reads_and_acknowledges_its_own_alone(world: Any, patrols: dict[str, Any]) -> None:
    ours, theirs = overlap(world, patrols["a"]), overlap(world, patrols["b"])
    await as_checker(world, overlaps.release, [ours, theirs], [], of(ours, theirs))
    readers = {"a": {ours.id}, "crew": {ours.id}, "b": {theirs.id}, "c": set(), "desk": {ours.id, theirs.id}}
    for who, expected in {**readers, "facilitator": set(), "operator": set()}.items():
        assert {item.id for item in await world.read(who, overlaps.page, 9, None, Level.NOTICE)} == expected
        for item in (ours, theirs):
            shown = await world.read(who, overlaps.overlap_with, item.id, Level.NOTICE)
            assert shown == (item if item.id in expected else None)
    assert await world.read("b", overlaps.revisions, [(ours.id, 1)], Level.NOTICE) == {}
    for who in ("b", "desk"):
        assert await world.read(who, overlaps.overlap_to_change, ours.id, Level.NOTICE) is None
        await world.read(who, overlaps.set_state, ours.acknowledged())
    assert await world.read("a", overlaps.overlap_to_change, ours.id, Level.NOTICE) == ours
    await world.read("a", overlaps.set_state, ours.acknowledged())
    assert (
        await world.read("a", overlaps.overlap_with, ours.id, Level.NOTICE)
    ).state is OverlapState.ACKNOWLEDGED


async def test_pages_hold_every_overlap_once_newest_release_first(world: Any) -> None:
    made = []
    for number, seconds in ((1, 0), (2, 0), (3, 10)):
        patrol = (await world.register("a", unit=f"U{number}")).patrol
        released_at = world.now() + timedelta(seconds=seconds)
        state = OverlapState.ENDED if number == 2 else OverlapState.OPEN
        made.append(overlap(world, patrol, released_at=released_at, state=state))
    await as_checker(world, overlaps.release, made, [], of(*made))
    paged: list[Overlap] = []
    after = None
    while page := await world.read("a", overlaps.page, 1, after, Level.NOTICE):
        paged += page
        after = (page[-1].released_at, page[-1].id)
    assert paged == sorted(made, key=lambda item: (item.released_at, item.id), reverse=True)
    still_open = await world.read("a", overlaps.page, 9, None, Level.NOTICE, open_only=True)
    assert {item.id for item in still_open} == {made[0].id, made[2].id}
