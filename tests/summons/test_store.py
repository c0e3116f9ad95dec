"""What is made to be sent, who takes it, and who reads what became of it."""

from typing import Any

import pytest
from sqlalchemy import column, select
from sqlalchemy import table as named

from deconflict.runtime.errors import AccessRefused
from deconflict.summons import store
from deconflict.summons.model import Channel
from deconflict.summons.tables import address


@pytest.mark.rule("ALR-04")
async def test_everywhere_a_person_can_be_reached_they_are_summoned(reaching: Any) -> None:
    for endpoint in ("https://push.example.org/1", "https://push.example.org/2"):
        await reaching.subscribe("a", endpoint)
    await reaching.subscribe("a2")
    await reaching.subscribe("b")
    await reaching.summon("a")
    assert {errand.reach for errand in await reaching.take()} == {
        "https://push.example.org/1",
        "https://push.example.org/2",
    }


@pytest.mark.rule("ALR-04")
async def test_whoever_is_on_duty_for_a_side_is_summoned_by_its_number(reaching: Any) -> None:
    ours = reaching.world.parties["a"].id
    await reaching.name(ours, "+1")
    await reaching.name(reaching.world.parties["b"].id, "+2")
    await reaching.name(None, "+3")
    await reaching.summon(sides=(ours,))
    await reaching.summon(sides=(None,), at=1)
    reaching.world.sql("UPDATE summons SET due_at = service_now()")
    assert {(errand.channel, errand.reach) for errand in await reaching.take()} == {
        (Channel.SMS, "+1"),
        (Channel.SMS, "+3"),
    }


@pytest.mark.rule("ALR-04")
async def test_a_storm_is_one_message_in_a_window(reaching: Any) -> None:
    """What still waits says it already; what comes after is due a window later."""
    await reaching.subscribe("a")
    for second in range(5):
        await reaching.summon("a", at=-10 + second)
    assert reaching.states() == [("waiting", -10)]
    [errand] = await reaching.take()
    await reaching.summon("a")
    assert reaching.states() == [("waiting", -10)]
    await reaching.settle(errand, "accepted")
    await reaching.summon("a")
    await reaching.summon("a", at=1)
    assert reaching.states() == [("accepted", -10), ("waiting", 50)]


@pytest.mark.rule("ALR-04")
async def test_what_is_all_answered_is_dropped_unless_it_is_on_its_way(reaching: Any) -> None:
    ours = reaching.world.parties["a"].id
    await reaching.subscribe("a")
    await reaching.subscribe("a2")
    await reaching.summon("a", about=ours, at=-2)
    await reaching.take()
    await reaching.summon("a2", about=ours, at=-1)
    async with reaching.world.checker.transaction() as checker:
        await store.drop(checker, [reaching.world.parties["b"].id], reaching.at(0))
        await store.drop(checker, [ours], reaching.at(0))
    assert [state for state, _ in reaching.states()] == ["waiting", "dropped"]


@pytest.mark.rule("ALR-04")
async def test_what_waits_for_two_sides_is_not_dropped_when_one_of_them_answers(reaching: Any) -> None:
    one, other = (reaching.world.parties[name].id for name in "ab")
    await reaching.name(None, "+3")
    for about in (one, one, other):
        await reaching.summon(sides=(None,), about=about)
    async with reaching.world.checker.transaction() as checker:
        await store.drop(checker, [one], reaching.at(0))
    assert [errand.reach for errand in await reaching.take()] == ["+3"]


@pytest.mark.rule("ALR-04")
async def test_what_waits_for_one_side_alone_is_dropped_however_often_it_was_asked_for(reaching: Any) -> None:
    one = reaching.world.parties["a"].id
    await reaching.name(None, "+3")
    for _ in range(3):
        await reaching.summon(sides=(None,), about=one)
    async with reaching.world.checker.transaction() as checker:
        await store.drop(checker, [one], reaching.at(0))
    assert [state for state, _ in reaching.states()] == ["dropped"]


@pytest.mark.rule("ALR-04")
async def test_each_is_taken_by_one_and_comes_back_when_whoever_took_it_is_gone(reaching: Any) -> None:
    await reaching.subscribe("a")
    await reaching.summon("a")
    assert [errand.tries for errand in await reaching.take(lease_s=30)] == [1]
    assert await reaching.take() == []
    reaching.world.sql("UPDATE summons SET taken_until = service_now()")
    assert [errand.tries for errand in await reaching.take()] == [2]


@pytest.mark.rule("ALR-04")
async def test_what_failed_for_now_is_due_again_and_what_is_gone_is_not_called_again(reaching: Any) -> None:
    await reaching.subscribe("a")
    await reaching.summon("a")
    [errand] = await reaching.take()
    await reaching.settle(errand, "again", "not_reached", 5)
    assert reaching.states() == [("waiting", 5)]
    reaching.world.sql("UPDATE summons SET due_at = service_now()")
    [errand] = await reaching.take()
    await reaching.settle(errand, "gone", "gone")
    assert [state for state, _ in reaching.states()] == ["failed"]
    await reaching.summon("a", at=100)
    assert len(reaching.states()) == 1
    assert await reaching.world.read("a", store.own) == []


async def test_what_nobody_sends_for_a_quarter_of_an_hour_has_failed(reaching: Any) -> None:
    await reaching.subscribe("a")
    await reaching.summon("a", at=-901)
    assert await reaching.take() == []
    assert reaching.world.sql("SELECT state, fault FROM summons") == [("failed", "too_late")]


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_a_party_reads_its_own_log_and_the_desk_what_failed(reaching: Any) -> None:
    for who in ("a", "a2", "b", "desk"):
        await reaching.subscribe(who)
    await reaching.summon("a", "a2", "b", "desk")
    errands = await reaching.take()
    await reaching.settle(errands[0], "failed", "status_400")
    [(failed, person)] = reaching.world.sql("SELECT id, person FROM summons WHERE state = 'failed'")
    seen = {
        who: [item.person for item in await reaching.world.read(who, store.page, 10, None)]
        for who in ("a", "crew", "b", "c", "desk", "facilitator")
    }
    people = {who: viewer.person for who, viewer in reaching.world.viewers.items()}
    assert set(seen["a"]) == {people["a"], people["a2"]}
    assert seen["b"] == [people["b"]]
    assert seen["crew"] == seen["c"] == seen["facilitator"] == []
    assert set(seen["desk"]) == {people["desk"], person}
    assert failed


@pytest.mark.rule("SEC-01")
async def test_nobody_signed_in_takes_or_settles_and_nobody_reads_where_to(reaching: Any) -> None:
    await reaching.subscribe("a")
    await reaching.summon("a")
    assert await reaching.world.read("a", store.take, 10, 60.0) == []
    with pytest.raises(AccessRefused):
        await reaching.world.read("a", _reach)
    assert [errand.tries for errand in await reaching.take()] == [1]


async def _reach(session: Any) -> Any:
    return await session.rows(select(address.c.reach))


@pytest.mark.rule("SEC-01")
async def test_whoever_sends_reads_nothing_but_where_to(reaching: Any) -> None:
    await reaching.subscribe("a")
    await reaching.world.register("a")
    async with reaching.world.database.sender() as session:
        for table in ("patrol", "alert", "person", "summons", "address"):
            assert await session.scalars(_ids(table)) == []


def _ids(table: str) -> Any:
    return select(column("id" if table != "alert" else "seq")).select_from(named(table))
