"""What a party was told of its overlaps is the party's and the desk's, and of nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements.model import Level
from deconflict.overlaps import checker_store
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Overlap, OverlapState


@pytest.mark.rule("DIS-03", "DIS-06", "IDN-04")
async def test_a_party_reads_and_acknowledges_its_own_alone(
    world: Any, telling: Any, patrols: dict[str, Any]
) -> None:
    ours, theirs = telling.overlap(patrols["a"]), telling.overlap(patrols["b"])
    await telling.as_checker(checker_store.release, [ours, theirs], [], telling.of(ours, theirs))
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


async def test_pages_hold_every_overlap_once_newest_release_first(world: Any, telling: Any) -> None:
    made = []
    for number, seconds in ((1, 0), (2, 0), (3, 10)):
        patrol = (await world.register("a", unit=f"U{number}")).patrol
        released_at = world.now() + timedelta(seconds=seconds)
        state = OverlapState.ENDED if number == 2 else OverlapState.OPEN
        made.append(telling.overlap(patrol, released_at=released_at, state=state))
    await telling.as_checker(checker_store.release, made, [], telling.of(*made))
    paged: list[Overlap] = []
    after = None
    while page := await world.read("a", overlaps.page, 1, after, Level.NOTICE):
        paged += page
        after = (page[-1].released_at, page[-1].id)
    assert paged == sorted(made, key=lambda item: (item.released_at, item.id), reverse=True)
    still_open = await world.read("a", overlaps.page, 9, None, Level.NOTICE, open_only=True)
    assert {item.id for item in still_open} == {made[0].id, made[2].id}


@pytest.mark.rule("DIS-02", "DIS-06")
async def test_what_is_withheld_makes_no_page_shorter(world: Any, telling: Any) -> None:
    made = []
    for number in (1, 2, 3):
        patrol = (await world.register("a", unit=f"U{number}")).patrol
        made.append(telling.overlap(patrol, released_at=world.now() + timedelta(seconds=number)))
    told = telling.of(made[0], made[1])  # of the newest nothing may be seen
    await telling.as_checker(checker_store.release, made, [], told)
    for limit in (1, 2, 3):
        page = await world.read("a", overlaps.page, limit, None, Level.NOTICE)
        assert [item.id for item in page] == [made[1].id, made[0].id][:limit]
