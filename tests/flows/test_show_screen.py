"""A joint room's screen shows what every party present may see, and never more (DIS-09)."""

from typing import Any

import pytest

from deconflict.errors import NotFound
from deconflict.flows.open_room import close_room
from deconflict.flows.show_screen import show_screen
from deconflict.flows.take_seat import leave_seat
from deconflict.patrols.model import PatrolState
from deconflict.rooms.errors import NotSeated, RoomClosed
from deconflict.rooms.model import Room, Screen


async def screen(world: Any, room: Room, who: str = "facilitator") -> Screen:
    found: tuple[Room, Screen] = await world.act(who, show_screen, room.id, world.now())
    return found[1]


async def meeting(world: Any, agreeing: Any, level: int) -> None:
    """A and B agree on a level and have plans that conflict; each has another that meets nobody."""
    if level != 1:
        await agreeing.ratify(level)
    for who in ("a", "b"):
        await world.register(who)
        await world.register(who, unit="U2", lat=34.0 if who == "a" else 35.0)
    await world.tick()


def content(picture: Any) -> dict[str, list[str]]:
    """What is in a picture, whatever the order of plans of the same time."""
    return {name: sorted(map(repr, of)) for name, of in vars(picture).items() if isinstance(of, tuple)}


def shows(found: Screen) -> tuple[int, int]:
    return len(found.conflicts), len(found.plans)


@pytest.mark.rule("DIS-09")
@pytest.mark.parametrize(
    ("level", "expected"), [(0, (0, 0)), (1, (0, 0)), (2, (0, 0)), (3, (1, 0)), (4, (1, 4))]
)
async def test_the_screen_shows_two_parties_what_their_level_shows_both(
    world: Any, agreeing: Any, seating: Any, level: int, expected: tuple[int, int]
) -> None:
    await meeting(world, agreeing, level)
    room = await seating.opened()
    await seating.sit(room, "a", "b")
    seen = [await screen(world, room, who) for who in ("facilitator", "a", "b")]
    assert [shows(found) for found in seen] == [expected] * 3
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.rule("DIS-09", "IDN-04")
async def test_a_conflict_is_shown_from_both_sides_as_far_as_the_other_may_see_each(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 3)
    room = await seating.opened()
    await seating.sit(room, "a", "b")
    [conflict] = (await screen(world, room)).conflicts
    told = dict(world.sql("SELECT s.party, t.facts FROM segment s JOIN segment_told t ON t.segment = s.id"))
    a, b = world.parties["a"].id, world.parties["b"].id
    for side in conflict.sides:
        facts = told[b if side.party == a else a]
        assert side.callsign == facts["callsign"]
        assert side.at is not None
        assert [side.at.lon, side.at.lat] == [facts["at_other"]["lon"], facts["at_other"]["lat"]]
        assert len(side.parts) == len(facts["parts"])
    assert conflict.distance_m == told[a]["distance_m"]


@pytest.mark.rule("DIS-09")
async def test_when_a_third_party_sits_down_what_it_may_not_see_leaves_the_screen_and_returns_when_it_leaves(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened("a", "b", "c")
    await seating.sit(room, "a", "b")
    assert shows(await screen(world, room)) == (1, 4)
    await seating.sit(room, "c")
    for who in ("facilitator", "a", "c"):
        assert shows(await screen(world, room, who)) == (0, 0)
    await world.act("c", leave_seat, room.id, world.now())
    assert shows(await screen(world, room)) == (1, 4)


@pytest.mark.rule("DIS-09")
async def test_of_three_parties_those_plans_are_shown_that_both_others_see_whole(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await agreeing.ratify(4, between=("a", "c"))
    await meeting(world, agreeing, 4)
    room = await seating.opened("a", "b", "c")
    await seating.sit(room, "a", "b", "c")
    found = await screen(world, room)
    assert {plan.party for plan in found.plans} == {world.parties["a"].id}
    assert shows(found) == (0, 2)  # the conflict is A's and B's alone


@pytest.mark.rule("DIS-09", "DIS-02")
async def test_what_one_takes_back_leaves_the_screen_with_that_commit(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened()
    await seating.sit(room, "a", "b")
    await agreeing.lower("b", "a", 3)
    assert shows(await screen(world, room)) == (1, 0)
    await agreeing.lower("a", "b", 2)
    assert shows(await screen(world, room)) == (0, 0)


@pytest.mark.rule("DIS-09")
async def test_until_two_parties_sit_there_the_screen_shows_nothing_of_either(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened()
    assert shows(await screen(world, room)) == (0, 0)
    await seating.sit(room, "a", "a2")
    assert shows(await screen(world, room, "a")) == (0, 0)


@pytest.mark.rule("DIS-09")
async def test_a_seat_counts_only_while_the_session_that_took_it_is_open(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened()
    person = world.viewers["b"].person
    ends = (
        (
            "UPDATE session SET ended_at = service_now() WHERE person = %s",
            "UPDATE session SET ended_at = NULL",
        ),
        (
            "UPDATE session SET expires_at = service_now() WHERE person = %s",
            "UPDATE session SET expires_at = service_now() + interval '1 hour'",
        ),
        (
            "UPDATE person SET disabled_at = service_now() WHERE id = %s",
            "UPDATE person SET disabled_at = NULL",
        ),
    )
    await seating.sit(room, "a", "b")
    for end, undo in ends:
        world.sql(end, person)
        assert shows(await screen(world, room)) == (0, 0)
        with pytest.raises(NotSeated):
            await screen(world, room, "b")
        world.sql(undo)
        assert shows(await screen(world, room)) == (1, 4)


@pytest.mark.rule("DIS-09")
async def test_a_plan_shows_only_while_the_others_see_the_version_that_stands(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened()
    await seating.sit(room, "a", "b")
    [(patrol,)] = world.sql(
        "SELECT t.id FROM patrol t JOIN unit u ON u.id = t.unit WHERE u.callsign = 'U2' AND t.party = %s",
        world.parties["a"].id,
    )
    await world.amend("a", patrol, 1, unit="U2", lat=34.5)
    assert len((await screen(world, room)).plans) == 3
    await world.engine.check_all()
    assert len((await screen(world, room)).plans) == 4
    await world.move("a", patrol, PatrolState.WITHDRAWN)
    assert len((await screen(world, room)).plans) == 3


@pytest.mark.rule("DIS-06", "DIS-09")
async def test_nobody_sees_the_screen_but_the_chair_and_those_seated(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened(chair="desk")
    await seating.sit(room, "b")
    for who in ("c", "crew", "desk2", "facilitator", "oversight", "operator"):
        with pytest.raises(NotFound):
            await screen(world, room, who)
    with pytest.raises(NotSeated):
        await screen(world, room, "a")
    await world.act("desk", close_room, room.id, world.now())
    for who in ("desk", "a", "b"):
        with pytest.raises(RoomClosed):
            await screen(world, room, who)


@pytest.mark.rule("DIS-09", "SEC-01")
async def test_the_database_by_itself_shows_the_screen_to_nobody_else(
    world: Any, agreeing: Any, seating: Any
) -> None:
    from sqlalchemy import text

    await meeting(world, agreeing, 4)
    room = await seating.opened("a", "b", "c")
    await seating.sit(room, "a", "b")

    async def rows(session: Any, _viewer: Any) -> int:
        found = await session.execute(text("SELECT * FROM room_screen(:id)"), {"id": room.id})
        return len(found.all())

    for who in ("facilitator", "a", "b"):
        assert await world.act(who, rows) == 5
    for who in ("a2", "c", "crew", "desk", "oversight", "operator"):
        assert await world.act(who, rows) == 0


@pytest.mark.rule("DIS-08", "DIS-09")
async def test_a_seat_or_the_chair_lets_nobody_see_more_elsewhere(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 1)
    before = {who: content(await world.picture(who)) for who in ("a", "facilitator")}
    room = await seating.opened()
    await seating.sit(room, "a", "b")
    for who, picture in before.items():
        assert content(await world.picture(who)) == picture


@pytest.mark.rule("DIS-07", "DIS-09")
async def test_what_the_chair_sees_of_a_party_is_on_that_partys_ledger(
    world: Any, agreeing: Any, seating: Any
) -> None:
    await meeting(world, agreeing, 4)
    room = await seating.opened()
    await seating.sit(room, "a", "b")
    await screen(world, room, "a")
    query = "SELECT party, person, payload FROM ledger_entry WHERE kind = 'disclosure' AND subject = %s"
    assert world.sql(query, room.id) == []
    await screen(world, room)
    said = {"through": "room", "plans": 2, "conflicts": 1}
    chair = world.viewers["facilitator"].person
    assert sorted(world.sql(query, room.id), key=str) == sorted(
        [(world.parties[slug].id, chair, said) for slug in ("a", "b")], key=str
    )
