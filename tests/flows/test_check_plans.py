"""The checker, on a real database: what it records and for whom."""

from typing import Any

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.flows import check_plans as checking
from deconflict.flows.check_plans import check_plans
from deconflict.flows.set_zones import add_zone, remove_zone
from deconflict.patrols.model import PatrolState
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS

FOUND = ("conflict", "finding", "shared_cover", "notice", "alert", "overlap")


def counts(world: Any, *tables: str) -> list[int]:
    return [world.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def square(lon: float, lat: float, kind: ZoneKind) -> Area:
    ring = ((lon, lat), (lon + 0.01, lat), (lon + 0.01, lat + 0.01), (lon, lat + 0.01), (lon, lat))
    return Area((ring,), kind, ALWAYS)


@pytest.mark.rule("CON-01")
async def test_two_plans_too_close_are_told_to_both_sides_and_the_desk(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    assert [alert.kind for alert in await world.feed("desk")] == [AlertKind.CONFLICT]
    for officer in ("a", "a2", "b"):
        assert [alert.kind for alert in await world.feed(officer)] == [AlertKind.OVERLAP]
    for nobody in ("c", "crew", "facilitator", "oversight", "operator"):
        assert await world.feed(nobody) == []


@pytest.mark.rule("CON-01", "SEP-03")
async def test_every_pair_of_different_parties_is_on_record_once_however_they_come_in(world: Any) -> None:
    """Three parties with three units each in one place: 27 pairs, in one batch, in batches of two, and all again."""
    patrols = {}
    for who in ("a", "b", "c"):
        for number in (1, 2, 3):
            registered = await world.register(who, unit=f"U{number}", lat=32 + number / 10_000)
            patrols[registered.patrol.id] = registered.patrol.party
    async with world.checker.transaction() as checker:
        checked = await check_plans(checker, world.deployment.terms, world.now(), 2, world.deployment.budget)
    assert checked is not None
    assert (checked.todos, checked.patrols, checked.queued_at) == (2, 2, world.now())
    await world.engine.check_all()
    expected = {tuple(sorted((a, b))) for a in patrols for b in patrols if patrols[a] != patrols[b]}
    pairs = world.sql("SELECT patrol_a, patrol_b FROM conflict")
    assert set(pairs) == expected
    assert len(pairs) == len(expected) == 27
    assert set(world.sql("SELECT patrol_a, patrol_b FROM shared_cover")) == expected
    await world.tick()
    before = counts(world, *FOUND), await world.feed("desk")
    for patrol, party in patrols.items():
        world.sql(
            "INSERT INTO check_due (id, patrol, party, queued_at) VALUES (gen_random_uuid(), %s, %s, %s)",
            patrol,
            party,
            world.now(),
        )
    await world.tick()
    assert (counts(world, *FOUND), await world.feed("desk")) == before
    assert (await world.engine.ask_oracle()).size == 0


async def test_with_nothing_due_there_is_nothing_to_do(world: Any) -> None:
    assert await world.engine.check() is None
    assert await world.engine.check_all() == 0


@pytest.mark.rule("ALR-02", "CON-01")
async def test_what_is_found_and_what_must_be_told_is_stored_together_or_not_at_all(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.register("a")
    await world.register("b")

    class Killed(BaseException):
        """What no handler catches."""

    async def kill(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(checking, "record_overlaps", kill)
        with pytest.raises(Killed):
            await world.engine.check()
    assert counts(world, *FOUND) == [0] * len(FOUND)
    assert counts(world, "check_due") == [2]

    async def check_and_die() -> None:
        async with world.checker.transaction() as checker:
            await check_plans(checker, world.deployment.terms, world.now(), 32, world.deployment.budget)
            await kill()

    with pytest.raises(Killed):
        await check_and_die()
    assert counts(world, *FOUND, "check_due") == [0] * len(FOUND) + [2]
    await world.engine.check()
    assert counts(world, "conflict", "check_due", "alert") == [1, 0, 0]
    # The notices are due: the desk's, and one comparison for each party; the next start releases them.
    assert world.sql("SELECT count(*) FROM notice WHERE released_at IS NULL") == [(3,)]
    await world.tick()
    assert [len(await world.feed(who)) for who in ("a", "b", "desk")] == [1, 1, 1]


@pytest.mark.rule("CON-02", "IDN-02", "ALR-06")
async def test_a_conflict_keeps_its_reference_through_its_episodes_and_its_findings_their_versions(
    world: Any,
) -> None:
    ours = (await world.register("a")).patrol.id
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    await world.amend("b", theirs, 1, lat=33)
    await world.tick()
    await world.amend("b", theirs, 2, lat=32)
    await world.tick()
    await world.amend("a", ours, 1, lat=32)
    await world.tick()
    [(identity, reference, state, episode, resolution)] = world.sql(
        "SELECT id, reference, state, episode, resolution FROM conflict"
    )
    assert (state, episode, resolution) == ("open", 2, None)
    alerts = await world.feed("desk")
    assert [(alert.kind, alert.change) for alert in alerts] == [
        (AlertKind.CONFLICT, "opened"),
        (AlertKind.ALL_CLEAR, "resolved"),
        (AlertKind.CONFLICT, "opened"),
    ]
    assert {(alert.body.id, alert.reference) for alert in alerts} == {(identity, reference)}
    a_first = ours.int < theirs.int
    versions = world.sql(
        "SELECT version_a, version_b, closed_at IS NULL FROM finding ORDER BY found_at, version_a + version_b"
    )
    expected = [(1, 1, False), (1, 3, False), (2, 3, True)]
    assert versions == [(a, b, open_) if a_first else (b, a, open_) for a, b, open_ in expected]
    changes = [alert.change for alert in await world.feed("a")]
    assert changes == ["opened", "resolved", "opened"]


@pytest.mark.rule("CON-02", "ALR-06")
@pytest.mark.parametrize(
    ("moves", "resolution"),
    [
        ([PatrolState.WITHDRAWN], "withdrawn"),
        ([PatrolState.ACTIVE, PatrolState.ENDED], "ended"),
    ],
)
async def test_what_leaves_the_record_takes_its_conflicts_and_overlaps_along_and_all_who_knew_are_told(
    world: Any, moves: list[PatrolState], resolution: str
) -> None:
    await world.register("a")
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    for move in moves:
        await world.move("b", theirs, move)
    await world.tick()
    assert world.sql("SELECT state, resolution FROM conflict") == [("resolved", resolution)]
    assert counts(world, "shared_cover") == [0]
    assert world.sql("SELECT count(*) FROM finding WHERE closed_at IS NULL") == [(0,)]
    for who in ("a", "a2", "b", "desk"):
        last = (await world.feed(who))[-1]
        assert (last.kind, last.change, last.rings) == (AlertKind.ALL_CLEAR, "resolved", False)
    assert {row[0] for row in world.sql("SELECT state FROM overlap")} == {"ended"}


@pytest.mark.rule("SEP-09", "CON-01", "ALR-06")
async def test_a_zone_that_appears_or_goes_has_the_patrols_near_it_checked(world: Any) -> None:
    await world.register("a")
    await world.tick()
    assert await world.feed("desk") == []
    zone = await world.act("desk", add_zone, "hospital", square(15.05, 31.995, ZoneKind.NO_GO), world.now())
    camp = await world.act("b", add_zone, "camp", square(15.05, 31.995, ZoneKind.BASE), world.now())
    await world.tick()
    assert {alert.body.zone.name for alert in await world.feed("desk")} == {"hospital", "camp"}
    [told] = await world.feed("a")
    assert (told.kind, told.level, told.body.zone.name) == (AlertKind.ZONE, None, "hospital")
    await world.act("desk", remove_zone, zone.id, world.now())
    await world.act("b", remove_zone, camp.id, world.now())
    await world.tick()
    assert [alert.change for alert in await world.feed("a")] == ["opened", "resolved"]
    assert [alert.change for alert in await world.feed("desk")] == [
        "opened",
        "opened",
        "resolved",
        "resolved",
    ]
    assert await world.feed("b") == []
