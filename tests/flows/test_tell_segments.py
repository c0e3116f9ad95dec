"""What parties at level 3 and above are told of conflicts: each its own view, at once, and no more than the level."""

from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level
from deconflict.conflicts import segment_store as segments
from deconflict.conflicts.errors import ConflictClosed
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import accept_conflict, acknowledge_conflict
from deconflict.flows.answer_segment import answer_segment
from deconflict.flows.suspend_party import suspend_as
from deconflict.patrols.model import PatrolState

CONFLICT = "SELECT state, resolution FROM conflict"
TOLD = "SELECT count(*) FROM segment_told WHERE facts IS NOT NULL"


async def said(world: Any, who: str) -> list[tuple[str, str, bool]]:
    """The kind, the change and whether it rings of each of that person's alerts."""
    return [(item.kind.value, item.change, item.rings) for item in await world.feed(who)]


async def agree(world: Any, agreeing: Any, level: int, *clauses: Clause) -> None:
    """A and B agree, and what they see is brought in line with it."""
    await agreeing.ratify(level, *clauses)
    await world.tick()


async def view(world: Any, who: str) -> Any:
    """That person's own view of the one conflict there is."""
    [segment] = await world.read(who, segments.page, 10, None)
    return segment


async def meet(world: Any, *, lat: float = 32.005) -> tuple[Any, Any]:
    """A and B register patrols 554 m apart, and the checker has seen them."""
    ours, theirs = await world.register("a"), await world.register("b", lat=lat)
    await world.engine.check_all()
    await world.engine.release_at_once()
    return ours.patrol, theirs.patrol


@pytest.mark.rule("DIS-03", "DIS-05", "IDN-04")
async def test_at_level_3_both_sides_are_told_of_the_conflict_at_once_each_in_its_own_words(
    world: Any, agreeing: Any
) -> None:
    await agree(world, agreeing, 3)
    ours, theirs = await meet(world)
    for who in ("a", "a2", "b"):
        assert await said(world, who) == [("conflict", "opened", True)]
    [mine], [his] = await world.feed("a"), await world.feed("b")
    assert mine.level == 3
    assert (mine.body.a.patrol, mine.body.a.callsign, mine.body.b.callsign) == (ours.id, "U1", "U1")
    assert (mine.body.b.party, mine.body.b.patrol, mine.body.b.patrol_reference) == (theirs.party, None, None)
    assert mine.body.shown.at.lat == pytest.approx(32.0, abs=1e-3)
    assert mine.body.shown.at_other.lat == pytest.approx(32.005, abs=1e-3)
    assert round(mine.body.shown.distance_m) == round(his.body.shown.distance_m) == 554
    [part] = mine.body.shown.parts
    assert {round(point.lat, 2) for point in part} == {32.0, 32.01} or len(part) >= 2
    assert mine.body.id != his.body.id
    assert mine.reference != his.reference
    [(conflict, reference)] = world.sql("SELECT id, reference FROM conflict")
    assert conflict not in {mine.body.id, his.body.id}
    assert reference not in {mine.reference, his.reference}
    for who in ("c", "crew"):
        assert await world.feed(who) == []
    assert (await world.picture("c")).conflicts == ()


@pytest.mark.rule("CON-04", "ALR-05")
async def test_a_side_told_at_level_3_while_it_was_wider_hears_when_it_has_crept_closer(
    world: Any, agreeing: Any
) -> None:
    """554 m rings for the desk, 699 is an update; told at 699, each side hears 610, a tenth closer in two steps."""
    _, theirs = await meet(world)
    await world.amend("b", theirs.id, 1, lat=32.0063)
    await agree(world, agreeing, 3)
    await world.tick()
    for version, lat in enumerate((32.0059, 32.0055), start=2):
        await world.amend("b", theirs.id, version, lat=lat)
        await world.tick()
    told = [item.change for item in await world.feed("a") if item.kind.value == "conflict"]
    assert told == ["opened", "updated", "worse"]
    assert [item.change for item in await world.feed("desk")] == ["opened", *["updated"] * 3]


@pytest.mark.rule("DIS-03")
@pytest.mark.parametrize("level", [0, 1, 2])
async def test_below_level_3_nobody_but_the_desk_is_told_of_the_conflict(
    world: Any, agreeing: Any, level: int
) -> None:
    await agree(world, agreeing, level)
    await meet(world)
    await world.tick()
    for who in ("a", "b"):
        assert "conflict" not in [kind for kind, _, _ in await said(world, who)]
        assert await world.read(who, segments.page, 10, None) == []
    assert world.sql("SELECT count(*) FROM segment") == [(0,)]
    assert await said(world, "desk") == [("conflict", "opened", True)]


@pytest.mark.rule("ALR-04", "DIS-04")
async def test_at_level_3_the_overlap_is_told_at_the_tick_and_rings_no_second_time(
    world: Any, agreeing: Any
) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    await world.tick()
    assert await said(world, "a") == [("conflict", "opened", True), ("overlap", "opened", False)]


@pytest.mark.rule("ALR-04", "DIS-04")
async def test_a_further_rival_at_level_1_in_the_same_hours_rings_after_all(
    world: Any, agreeing: Any
) -> None:
    """Of the hours shared with B nobody was alarmed, for the conflict rang; C's conflict is not told to A."""
    await agree(world, agreeing, 3)
    await meet(world)
    await world.tick()
    await world.register("c", lat=32.001)
    await world.tick()
    assert await said(world, "a") == [
        ("conflict", "opened", True),
        ("overlap", "opened", False),
        ("overlap", "worse", True),
    ]
    await world.register("c", unit="U2", lat=32.002)
    await world.tick()
    assert len(await said(world, "a")) == 3, "one more in hours that rang already is no news at level 1"


@pytest.mark.rule("ALR-01", "ALR-04")
async def test_what_a_third_party_signs_or_takes_back_holds_up_nobodys_alarm(
    world: Any, agreeing: Any
) -> None:
    await agree(world, agreeing, 3)
    await agreeing.lower("c", "a", 0)
    await meet(world)
    assert await said(world, "a") == [("conflict", "opened", True)]


@pytest.mark.rule("ALR-06", "CON-04")
async def test_when_it_has_passed_both_sides_are_told_and_what_comes_later_rings_anew(
    world: Any, agreeing: Any
) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    world.clock.advance(2.5 * 3600)
    await world.engine.let_time_pass()
    await world.engine.check_all()
    await world.engine.release_at_once()
    assert world.sql(CONFLICT) == [("resolved", "passed")]
    for who in ("a", "b"):
        assert (await said(world, who))[-1] == ("all_clear", "resolved", False)
    assert (await view(world, "a")).resolution.value == "passed"


@pytest.mark.rule("ALR-05", "CON-04", "IDN-02")
async def test_what_opens_anew_before_its_end_was_told_rings_and_has_to_be_answered_anew(
    world: Any, agreeing: Any
) -> None:
    """It passed; before the checker told both sides so, an amendment opened its next episode, wider than the last."""
    await agree(world, agreeing, 3)
    _, theirs = await meet(world)
    await world.act("a", answer_segment, (await view(world, "a")).id, world.now(), accepted=False)
    await world.engine.check_all()
    world.sql("UPDATE conflict SET state = 'resolved', resolution = 'passed'")
    await world.amend("b", theirs.id, 1, lat=32.006)
    await world.engine.check_all()
    await world.engine.release_at_once()
    assert world.sql("SELECT state, episode FROM conflict") == [("open", 2)]
    assert (await said(world, "a"))[-1] == ("conflict", "worse", True)
    assert not (await view(world, "a")).acknowledged


@pytest.mark.rule("ALR-04", "PAT-02")
async def test_what_is_shared_with_a_suspended_party_rings_for_its_conflicts_are_not_told(
    world: Any, agreeing: Any
) -> None:
    await agree(world, agreeing, 3)
    await world.register("b", lat=32.005)
    await world.engine.check_all()
    world.clock.advance(1)
    await world.act("desk", suspend_as, world.parties["b"].id, "line cut", world.now())
    await world.engine.check_all()
    await world.register("a")
    await world.tick()
    assert ("overlap", "opened", True) in await said(world, "a")


@pytest.mark.rule("ALR-04", "DIS-02")
@pytest.mark.parametrize("level", [1, 2])
async def test_lowered_below_3_what_goes_on_rings_as_an_overlap(
    world: Any, agreeing: Any, level: int
) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    await world.tick()
    await agreeing.lower("b", "a", level)
    await world.tick()
    assert ("overlap", "worse", True) in await said(world, "a")


@pytest.mark.rule("ALR-06", "CON-02", "CON-04")
async def test_worse_rings_again_wider_does_not_and_its_end_is_told(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    _, theirs = await meet(world)
    segment = await view(world, "a")
    await world.act("a", answer_segment, segment.id, world.now(), accepted=False)
    for version, lat in enumerate((32.0036, 32.0063, 32.5), start=1):
        await world.amend("b", theirs.id, version, lat=lat)
        await world.engine.check_all()
        await world.engine.release_at_once()
    assert await said(world, "a") == [
        ("conflict", "opened", True),
        ("conflict", "worse", True),
        ("conflict", "updated", False),
        ("all_clear", "resolved", False),
    ]
    assert [round(item.body.shown.distance_m) for item in await world.feed("a")] == [554, 399, 699, 699]
    assert (await view(world, "a")).resolution.value == "amended_clear"
    with pytest.raises(ConflictClosed):
        await world.act("a", answer_segment, segment.id, world.now(), accepted=False)


@pytest.mark.rule("CON-04")
async def test_acknowledged_by_one_then_by_both(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    for who, state in (("a", "acknowledged_by_one"), ("b", "acknowledged")):
        segment = await view(world, who)
        shown = await world.act(who, answer_segment, segment.id, world.now(), accepted=False)
        assert (shown.value.acknowledged, shown.value.accepted) == (True, False)
        await world.engine.check_all()
        assert world.sql(CONFLICT) == [(state, None)]
        assert [(await view(world, side)).state.value for side in ("a", "b")] == [state, state]
    await world.engine.release_at_once()
    assert await said(world, "a") == [("conflict", "opened", True)], "an answer rings nobody"
    assert [item.acknowledged is not None for item in await world.feed("a")] == [True]


@pytest.mark.rule("CON-04")
async def test_accepted_by_one_it_stands_by_both_it_is_resolved(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    await world.act("a", answer_segment, (await view(world, "a")).id, world.now(), accepted=True)
    await world.engine.check_all()
    assert world.sql(CONFLICT) == [("acknowledged_by_one", None)]
    await world.act("b", answer_segment, (await view(world, "b")).id, world.now(), accepted=True)
    await world.engine.check_all()
    await world.engine.release_at_once()
    assert world.sql(CONFLICT) == [("resolved", "accepted")]
    for who in ("a", "b", "desk"):
        assert (await said(world, who))[-1] == ("all_clear", "resolved", False)
    assert (await view(world, "a")).resolution.value == "accepted"


@pytest.mark.rule("CON-04")
@pytest.mark.parametrize(
    ("word", "state"), [(acknowledge_conflict, "acknowledged"), (accept_conflict, "resolved")]
)
async def test_the_desks_word_holds_for_both_sides(world: Any, agreeing: Any, word: Any, state: str) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    [alert] = await world.feed("desk")
    await world.act("desk", word, alert.body.id, world.now())
    await world.engine.check_all()
    assert [(await view(world, who)).state.value for who in ("a", "b")] == [state, state]
    assert world.sql(CONFLICT)[0][0] == state


@pytest.mark.rule("DIS-01", "DIS-02", "PAT-09")
async def test_raised_to_3_what_is_in_conflict_already_is_told(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 1)
    await meet(world)
    await world.tick()
    await agree(world, agreeing, 3)
    await world.engine.release_at_once()
    assert [item for item in await said(world, "a") if item[0] == "conflict"] == [
        ("conflict", "opened", True)
    ]


@pytest.mark.rule("DIS-02", "DIS-06")
@pytest.mark.parametrize("level", [0, 1, 2])
async def test_lowered_nothing_is_read_at_once_and_it_is_told_that_it_is_withheld(
    world: Any, agreeing: Any, level: int
) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    segment = await view(world, "a")
    await agreeing.lower("b", "a", level)
    for who in ("a", "b"):
        assert [item.kind.value for item in await world.feed(who)] == ["withheld"], "at once"
        assert (await world.picture(who)).conflicts == ()
    with pytest.raises(NotFound):
        await world.act("a", answer_segment, segment.id, world.now(), accepted=False)
    await world.tick()
    await world.engine.release_at_once()
    first, second, *_ = [item for item in await world.feed("a") if item.kind.value == "withheld"]
    assert (first.kind.value, first.body.reference) == ("withheld", "")
    assert (second.kind.value, second.reference, second.rings) == ("withheld", segment.reference, False)
    assert second.body.patrol == segment.patrol
    await world.tick()
    assert world.sql("SELECT count(*) FROM lowering WHERE applied_at IS NULL") == [(0,)]
    assert world.sql(TOLD) == [(0,)], "nothing of it is left to be read"
    assert (await world.picture("a")).conflicts == ()


@pytest.mark.rule("DIS-02")
async def test_raised_again_it_is_told_again_under_the_same_reference(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    await meet(world)
    segment = await view(world, "a")
    await agreeing.lower("b", "a", 1)
    await world.tick()
    world.clock.advance(60)
    await agree(world, agreeing, 3)
    again = await view(world, "a")
    assert (again.id, again.reference, again.change.value) == (segment.id, segment.reference, "opened")


def around(lat: float) -> frozenset[Cell]:
    """The cells of zoom 10 (some 30 km) around the drive at that latitude."""
    row = {32.0: 415, 32.005: 415}[lat]
    return frozenset(Cell(10, column, line) for column in range(553, 557) for line in range(row - 1, row + 2))


@pytest.mark.rule("DIS-01", "DIS-03")
async def test_where_the_level_is_3_only_in_some_area_a_conflict_there_is_told(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1, Clause(Level.SEGMENT, cells=around(32.0)))
    await meet(world)
    assert await said(world, "a") == [], "nothing is numbered that could not be read yet"
    await world.tick()
    await world.engine.release_at_once()
    assert ("conflict", "opened", True) in await said(world, "a")


@pytest.mark.rule("DIS-01", "DIS-03", "DIS-04")
async def test_a_conflict_that_leaves_the_area_is_over_there_whether_or_not_it_goes_on(
    world: Any, agreeing: Any
) -> None:
    """Both move 4° north, out of the area: the conflict stands, and A hears the same as if it had ended."""
    await agree(world, agreeing, 1, Clause(Level.SEGMENT, cells=around(32.0)))
    ours, theirs = await meet(world)
    await world.amend("a", ours.id, 1, lat=36.0)
    await world.amend("b", theirs.id, 1, lat=36.005)
    await world.tick()
    assert world.sql("SELECT state FROM conflict") == [("open",)]
    alerts = await said(world, "a")
    assert ("all_clear", "resolved", False) in alerts
    assert ("overlap", "opened", True) in alerts
    assert (await view(world, "a")).resolution.value == "amended_clear"


@pytest.mark.rule("PAT-02")
async def test_what_was_registered_after_the_fact_stays_the_desks(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    await world.register("b", lat=32.005)
    world.clock.advance(4 * 3600)
    await world.register("a")
    await world.tick()
    assert world.sql("SELECT count(*) FROM segment") == [(0,)]


@pytest.mark.rule("DIS-07")
async def test_every_disclosure_is_on_the_ledger_of_whose_data_it_is(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    ours, theirs = await meet(world)
    entries = world.sql(
        "SELECT party, subject, payload FROM ledger_entry WHERE kind = 'disclosure' AND payload ->> 'level' = '3'"
    )
    assert {(party, subject, payload["to"]) for party, subject, payload in entries} == {
        (ours.party, ours.id, str(theirs.party)),
        (theirs.party, theirs.id, str(ours.party)),
    }


@pytest.mark.rule("ALR-06")
async def test_withdrawn_it_is_over_for_both(world: Any, agreeing: Any) -> None:
    await agree(world, agreeing, 3)
    _, theirs = await meet(world)
    await world.move("b", theirs.id, PatrolState.WITHDRAWN)
    await world.engine.check_all()
    await world.engine.release_at_once()
    for who in ("a", "b"):
        assert (await said(world, who))[-1] == ("all_clear", "resolved", False)
    assert (await view(world, "a")).resolution.value == "withdrawn"
