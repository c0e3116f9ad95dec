"""What pairs of patrols share, and what each side is told of it, is the checker's alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.agreements.model import Level
from deconflict.overlaps import checker_store, store
from deconflict.overlaps.checker_store import SharedHours
from deconflict.overlaps.model import OverlapChange, OverlapState, Told

HOUR = 494_000


@pytest.mark.rule("DIS-04")
async def test_shared_covers_are_found_from_either_side_and_replaced(
    world: Any, telling: Any, patrols: dict[str, Any]
) -> None:
    a, b, c = patrols["a"], patrols["b"], patrols["c"]
    ab, ac = telling.between(a, b, (HOUR, HOUR + 1)), telling.between(a, c, (HOUR,))
    await telling.as_checker(checker_store.replace_shared, [], [ab, ac])
    for of, expected in ((a, {ab.key: ab, ac.key: ac}), (b, {ab.key: ab}), (c, {ac.key: ac})):
        found = await telling.as_checker(checker_store.shared_by, [of.id])
        assert {item.key: item for item in found} == expected
    assert len(await telling.as_checker(checker_store.shared_by, [a.id, b.id, c.id])) == 2
    found_hours = await telling.as_checker(checker_store.hours_shared_by, [b.id, uuid4()])
    assert found_hours == [SharedHours(b.id, b.party, a.party, ab.hours)]
    newer = replace(ab, hours=(HOUR + 1,), cells=b"fewer")
    await telling.as_checker(checker_store.replace_shared, [ab.key, ac.key], [newer])
    assert await telling.as_checker(checker_store.shared_by, [a.id]) == [newer]
    await telling.as_checker(checker_store.replace_shared, [], [])
    assert await telling.as_checker(checker_store.shared_by, [c.id]) == []


@pytest.mark.rule("DIS-04", "DIS-05", "ALR-01")
async def test_every_revision_that_was_told_is_kept_and_the_last_one_holds(
    world: Any, telling: Any, patrols: dict[str, Any]
) -> None:
    first, other = telling.overlap(patrols["a"]), telling.overlap(patrols["b"])
    await telling.as_checker(checker_store.release, [first, other], [], telling.of(first, other))
    later = world.now() + timedelta(seconds=10)
    second = first.revised((HOUR + 1,), (), OverlapChange.UPDATED, later)
    ended = second.revised((), (), OverlapChange.RESOLVED, later)
    await telling.as_checker(checker_store.release, [], [second], telling.of(second))
    await telling.as_checker(checker_store.release, [], [ended], telling.of(ended))
    owners = {patrols[who].id: patrols[who].party for who in ("a", "b", "c")}
    known, _ = await telling.as_checker(checker_store.told, owners)
    assert known == {
        patrols["a"].id: ended,
        patrols["b"].id: other,
    }
    rung = await telling.as_checker(checker_store.hours_rung, owners)
    assert rung == {patrols["b"].id: set(other.hours)}, "none where the overlap has ended"
    wanted = [(first.id, revision) for revision in (1, 2, 3, 4)]
    revisions = await world.read("a", store.revisions, [*wanted, (other.id, 1)], Level.NOTICE)
    assert {key: (item.hours, item.change, item.released_at) for key, item in revisions.items()} == {
        (first.id, item.revision): (item.hours, item.change, item.released_at)
        for item in (first, second, ended)
    }
    assert {item.state for item in revisions.values()} == {OverlapState.ENDED}
    await telling.as_checker(checker_store.release, [], [], {})


@pytest.mark.rule("ALR-06")
async def test_an_overlap_is_over_when_all_its_hours_are(
    world: Any, telling: Any, patrols: dict[str, Any]
) -> None:
    hours = {"a": (HOUR,), "b": (HOUR - 5, HOUR + 1), "c": (HOUR - 2, HOUR - 1)}
    made = {who: telling.overlap(patrols[who], hours=of) for who, of in hours.items()}
    made["c"] = replace(made["c"], state=OverlapState.ENDED)
    await telling.as_checker(checker_store.release, list(made.values()), [], telling.of(*made.values()))

    async def over(hour: int) -> set[UUID]:
        return {patrol for patrol, _ in await telling.as_checker(checker_store.over, hour)}

    assert await over(HOUR) == set()
    assert await over(HOUR + 1) == {patrols["a"].id}
    assert await over(HOUR + 2) == {patrols["a"].id, patrols["b"].id}


@pytest.mark.rule("DIS-02", "DIS-04")
async def test_what_was_told_of_a_rival_can_be_told_less_and_on_account_of_others(
    world: Any, telling: Any, patrols: dict[str, Any]
) -> None:
    ours, b, c = telling.overlap(patrols["a"]), patrols["b"].party, patrols["c"].party
    rivals = [Told(b, True, ours.hours, b"cells", b"all"), Told(c, False, ours.hours[:1])]
    await telling.as_checker(checker_store.release, [ours], [], {ours.id: rivals})
    assert await telling.as_checker(checker_store.rivals_told, {ours.id: 1}) == {ours.id: rivals}
    assert await telling.as_checker(checker_store.rivals_told, {ours.id: 2}) == {}
    for pair in ((ours.party, b), (b, ours.party)):
        assert await telling.as_checker(checker_store.told_between, *pair) == [(ours.id, 1, rivals[0])]
    assert await telling.as_checker(checker_store.told_between, b, c) == []
    fewer = replace(rivals[0], hours=ours.hours[:1], cells=None)
    gone = replace(rivals[1], hours=())
    await telling.as_checker(checker_store.tell_less, [(ours.id, 1, fewer), (ours.id, 1, gone)])
    assert await telling.as_checker(checker_store.rivals_told, {ours.id: 1}) == {ours.id: [fewer]}
    await telling.as_checker(checker_store.tell_of_others, [(ours, rivals[1:])])
    assert await telling.as_checker(checker_store.rivals_told, {ours.id: 1}) == {ours.id: rivals[1:]}
    assert (await world.read("a", store.overlap_with, ours.id, Level.NOTICE)).hours == ours.hours[:1]
    assert await world.read("a", store.overlap_with, ours.id, Level.SEALED) is None, "no agreement, sealed"


@pytest.mark.rule("PAT-09")
async def test_whatever_two_parties_share_is_found_from_either_side(
    telling: Any, patrols: dict[str, Any]
) -> None:
    a, b, c = patrols["a"], patrols["b"], patrols["c"]
    covers = [telling.between(a, b, (HOUR,)), telling.between(a, c, (HOUR,))]
    await telling.as_checker(checker_store.replace_shared, [], covers)
    for pair in ((a.party, b.party), (b.party, a.party)):
        found = await telling.as_checker(checker_store.patrols_shared_between, *pair)
        assert sorted(found) == sorted([(a.id, a.party), (b.id, b.party)])
    for mine, other in ((a, b), (b, a)):
        cells = await telling.as_checker(checker_store.cells_shared_by, {(mine.id, other.party)})
        assert cells == {(mine.id, other.party): [covers[0].cells]}
    assert await telling.as_checker(checker_store.cells_shared_by, set()) == {}
