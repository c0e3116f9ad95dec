"""When notices become numbered alerts: the desk's at once, both sides' of an overlap at one tick."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deconflict.agreements.model import Level
from deconflict.alerts.model import AlertKind
from deconflict.flows import release_notices
from deconflict.flows.release_notices import release_at_once, release_at_tick
from deconflict.overlaps import store as overlaps
from deconflict.patrols.model import PatrolState

HOUR = timedelta(hours=1)
TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)


def numbers(alerts: list[Any]) -> list[int]:
    return [alert.seq for alert in alerts]


@pytest.mark.rule("DIS-05", "DIS-03")
async def test_the_desk_is_told_at_once_and_both_sides_at_the_next_tick_and_nothing_earlier(
    world: Any,
) -> None:
    world.clock.advance(3)
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    await world.engine.release_at_once()
    assert [alert.released_at for alert in await world.feed("desk")] == [world.now()]
    for who in ("a", "a2", "b", "c"):
        assert await world.feed(who) == []
        assert (await world.picture(who)).overlaps == ()
        assert (await world.picture(who)).seq == 0
        assert await world.read(who, overlaps.page, 10, None, Level.NOTICE) == []
    await world.tick()
    tick = world.deployment.tick_before(world.now())
    told = {who: await world.feed(who) for who in ("a", "a2", "b")}
    assert {alert.released_at for alerts in told.values() for alert in alerts} == {tick}
    assert {alert.body.hours for alerts in told.values() for alert in alerts} == {(TEN - HOUR, TEN)}
    assert [alert.body.id for alert in told["a"]] == [alert.body.id for alert in told["a2"]]
    assert told["a"][0].body.id != told["b"][0].body.id
    assert told["a"][0].reference != told["b"][0].reference


@pytest.mark.rule("DIS-05")
async def test_what_is_found_while_the_tick_is_waited_for_is_told_to_both_of_its_sides_at_once(
    world: Any,
) -> None:
    """B is found before the tick, C just after it: A, who is near both, must not be told of C before C is of A."""
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    tick = world.deployment.tick_after(world.now() + timedelta(seconds=1))
    world.clock.at = tick + timedelta(seconds=0.2)
    await world.register("c", minutes=180, time_tolerance_s=600.0)
    await world.register("b", unit="U2", minutes=240, lat=34)
    await world.engine.check_all()
    await world.engine.release_at_tick(tick)
    [for_a], [for_b], [for_c] = [await world.feed(who) for who in ("a", "b", "c")]
    assert for_a.body.hours == (TEN - HOUR, TEN)
    assert for_b.body.hours == (TEN - HOUR, TEN)
    assert for_c.body.hours == (TEN,)


@pytest.mark.rule("DIS-05", "DIS-04")
async def test_nobody_is_told_of_what_came_and_went_between_two_ticks(world: Any) -> None:
    ours = (await world.register("a")).patrol.id
    await world.tick()
    theirs = (await world.register("b")).patrol.id
    await world.engine.check_all()
    await world.move("b", theirs, PatrolState.WITHDRAWN)
    await world.tick()
    again = (await world.register("b")).patrol.id
    await world.engine.check_all()
    await world.amend("b", again, 1, lat=33)
    await world.tick()
    assert [await world.feed(who) for who in ("a", "a2", "b", "c")] == [[], [], [], []]
    assert world.sql("SELECT count(*) FROM overlap") == [(0,)]
    changes = [(alert.kind, alert.change) for alert in await world.feed("desk")]
    assert changes == [(AlertKind.CONFLICT, "opened"), (AlertKind.ALL_CLEAR, "resolved")] * 1 + [
        (AlertKind.CONFLICT, "opened"),
        (AlertKind.ALL_CLEAR, "resolved"),
    ]
    # The same for a change of what was told, there and back.
    await world.amend("b", again, 2, lat=32)
    await world.tick()
    await world.amend("a", ours, 1, time_tolerance_s=3600.0)
    await world.engine.check_all()
    await world.amend("a", ours, 2)
    await world.tick()
    assert [alert.change for alert in await world.feed("a")] == ["opened"]


@pytest.mark.rule("ALR-01")
async def test_feeds_are_numbered_without_gaps_through_several_releases_and_pages(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_notices, "AT_ONCE", 2)
    for number in (1, 2, 3):
        await world.register("a", unit=f"U{number}", lat=31 + number)
        await world.register("b", unit=f"U{number}", lat=31 + number)
        await world.tick()
        await world.tick()
    for who in ("a", "a2", "b", "desk"):
        assert numbers(await world.feed(who)) == [1, 2, 3]
    # Three conflicts end at once; at most two notices are numbered at a time; no number is skipped or used twice.
    for (patrol,) in world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id):
        await world.move("b", patrol, PatrolState.WITHDRAWN)
    await world.engine.check()
    released = []
    while count := await world.engine.release_at_once():
        released.append(count)
    assert released == [2, 1]
    assert numbers(await world.feed("desk")) == [1, 2, 3, 4, 5, 6]
    await world.tick()
    assert numbers(await world.feed("a")) == [1, 2, 3, 4, 5, 6]
    for who in ("a", "desk"):
        assert numbers(await world.feed(who, after=4)) == [5, 6]
    assert world.sql("SELECT count(*) FROM notice WHERE released_at IS NULL") == [(0,)]
    heads = world.sql(
        "SELECT max(seq), last_seq FROM alert JOIN feed ON feed.id = feed GROUP BY feed.id, last_seq"
    )
    assert heads
    assert all(highest == last for highest, last in heads)


@pytest.mark.rule("ALR-02", "CON-01")
async def test_a_release_that_fails_is_made_again_once(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.engine.check()

    class Killed(BaseException):
        pass

    async def release_and_die() -> None:
        async with world.checker.transaction() as checker:
            await release_at_once(checker, world.now())
            await release_at_tick(
                checker, world.deployment.terms, world.now(), world.deployment.budget, world.deployment.tick_s
            )
            raise Killed

    with pytest.raises(Killed):
        await release_and_die()
    assert world.sql("SELECT count(*) FROM alert") == world.sql("SELECT count(*) FROM overlap") == [(0,)]
    for _ in range(2):
        await world.tick()
        assert [numbers(await world.feed(who)) for who in ("a", "a2", "b", "desk")] == [[1]] * 4


@pytest.mark.rule("DIS-04", "IDN-04")
async def test_several_rivals_are_one_overlap_and_each_side_has_its_own(world: Any) -> None:
    ours = (await world.register("a")).patrol.id
    await world.register("b")
    await world.tick()
    await world.register("c")
    await world.register("b", unit="U2")
    await world.tick()
    [alert] = await world.feed("a")
    assert alert.body.patrol == ours
    assert len(await world.feed("b")) == 2
    assert len(await world.feed("c")) == 1
    ids = world.sql(
        "SELECT id FROM overlap UNION ALL SELECT id FROM conflict UNION ALL SELECT notice FROM alert"
    )
    assert {row[0].version for row in ids} == {4}
    references = [
        row[0] for row in world.sql("SELECT reference FROM overlap UNION SELECT reference FROM conflict")
    ]
    assert len(references) == len(set(references)) == 4 + 5


@pytest.mark.rule("DIS-03", "ALR-01")
async def test_at_level_zero_parties_are_told_nothing_and_what_they_were_told_reads_as_nothing(
    world: Any,
) -> None:
    sealed = world.at_level(0)
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    async with world.checker.transaction() as checker:
        assert await release_at_tick(checker, sealed.terms, world.now(), sealed.budget, sealed.tick_s) == 0
    assert [await world.feed(who, deployment=sealed) for who in ("a", "b")] == [[], []]
    assert len(await world.feed("desk", deployment=sealed)) == 1
    # Told at level 1, read at level 0, then ended there.
    await world.register("c")
    await world.tick()
    assert [len(await world.feed(who)) for who in ("a", "b", "c")] == [1, 1, 1]
    [alert] = await world.feed("a", deployment=sealed)
    assert (alert.seq, alert.kind, alert.level, alert.reference) == (1, AlertKind.WITHHELD, 0, "")
    assert (await world.picture("a", deployment=sealed)).overlaps == ()
    assert len((await world.picture("a")).overlaps) == 1
    assert len((await world.picture("desk", deployment=sealed)).overlaps) == 3


@pytest.mark.rule("ALR-05", "ALR-06", "DIS-04")
async def test_more_hours_ring_again_fewer_do_not_and_none_is_the_all_clear(world: Any) -> None:
    await world.register("a", time_tolerance_s=3600.0)
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    await world.amend("b", theirs, 1, minutes=60)
    await world.tick()
    await world.amend("b", theirs, 2, minutes=65)
    await world.tick()
    await world.amend("b", theirs, 3, minutes=65, lat=33)
    await world.tick()
    for who in ("a", "a2"):
        told = [
            (alert.kind.value, alert.change, alert.rings, alert.body.revision)
            for alert in await world.feed(who)
        ]
        assert told == [
            ("overlap", "opened", True, 1),
            ("overlap", "worse", True, 2),
            ("overlap", "updated", False, 3),
            ("all_clear", "resolved", False, 4),
        ]
    hours = [alert.body.hours for alert in await world.feed("a")]
    assert hours == [(TEN - HOUR, TEN), (TEN - 2 * HOUR, TEN - HOUR), (TEN - HOUR,), ()]


async def test_an_officer_who_has_left_is_told_nothing_more(world: Any) -> None:
    world.sql("UPDATE person SET disabled_at = now() WHERE id = %s", world.viewers["a2"].person)
    await world.register("a")
    await world.register("b")
    await world.tick()
    assert world.sql("SELECT count(*) FROM alert WHERE party = %s", world.parties["a"].id) == [(1,)]
