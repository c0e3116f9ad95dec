"""What climbs, by rows: begun with what rings, ended with an all-clear, and seen by whom it called."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts import ladder_store as ladders
from deconflict.alerts.model import AlertKind, NoticeId, Rung, Subject, Urgency
from deconflict.flows.escalate import escalate
from deconflict.parties.model import Role


def told(kind: AlertKind, matter: Any, party: Any = None, *, rings: bool = True) -> ladders.Told:
    return ladders.Told(party, NoticeId(uuid4()), kind, rings, Urgency.ROUTINE, Subject(conflict=matter))


async def follow(world: Any, *items: ladders.Told) -> list[tuple[Any, ...]]:
    """Let those be numbered; return which climb, in the order in which they began."""
    async with world.checker.transaction() as checker:
        await ladders.follow(checker, items)
    return world.sql("SELECT notice, ended_at IS NULL FROM ladder")


@pytest.mark.rule("ALR-04", "ALR-06")
async def test_what_rings_begins_to_climb_and_an_all_clear_of_the_same_side_ends_it(world: Any) -> None:
    matter, ours, theirs = uuid4(), world.parties["a"].id, world.parties["b"].id
    rung, other, quiet = (
        told(AlertKind.CONFLICT, matter, ours),
        told(AlertKind.CONFLICT, matter, theirs),
        told(AlertKind.CONFLICT, matter, ours, rings=False),
    )
    assert dict(await follow(world, rung, other, quiet)) == {rung.notice: True, other.notice: True}
    clear = told(AlertKind.ALL_CLEAR, matter, ours, rings=False)
    assert dict(await follow(world, clear)) == {rung.notice: False, other.notice: True}


@pytest.mark.rule("ALR-04")
async def test_a_notice_to_several_officers_climbs_once(world: Any) -> None:
    one = told(AlertKind.CONFLICT, uuid4(), world.parties["a"].id)
    assert len(await follow(world, one, one, one)) == 1


@pytest.fixture
async def called(world: Any) -> Any:
    """A's duty officers and the desk have been called about what A was told."""
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    for seconds in (100, 400, 1000):
        async with world.checker.transaction() as checker:
            await escalate(checker, {}, world.now() + timedelta(seconds=seconds))
    return world


@pytest.mark.rule("SEC-01", "DIS-08")
async def test_a_call_is_seen_by_whom_it_called_and_its_alerts_by_their_own_side(called: Any) -> None:
    ours = called.parties["a"].id
    calls = {
        rung: found for found, rung in called.sql("SELECT id, rung FROM escalation WHERE party = %s", ours)
    }
    assert set(calls) == {Rung.DEVICES, Rung.DUTY, Rung.DESK}
    for who, seen in {"a": {Rung.DUTY}, "a2": {Rung.DUTY}, "crew": set(), "b": set(), "desk": {Rung.DESK},
                      "facilitator": set(), "operator": set()}.items():  # fmt: skip
        found = await called.read(who, ladders.with_ids, calls.values())
        assert {item.rung for item in found.values()} == seen, who
        numbers = await called.read(who, ladders.seqs_in, calls.values())
        assert numbers == ({calls[Rung.DUTY]: (1,)} if Rung.DUTY in seen else {}), who


async def test_the_hub_counts_what_climbs_and_how_late_it_is(called: Any) -> None:
    async with called.database.hub() as hub:
        assert await ladders.climbing(hub) == (3, 0.0)
    async with called.database.sender() as session:
        assert await ladders.climbing(session) == (0, 0.0)  # type: ignore[arg-type]  # whoever is not the hub


async def test_staff_in_a_role_are_those_who_may_sign_in(called: Any) -> None:
    called.sql("UPDATE person SET disabled_at = now() WHERE login = 'desk2'")
    async with called.checker.transaction() as checker:
        assert await ladders.staff(checker, Role.DESK) == {called.viewers["desk"].person}
        assert len(await ladders.feeds_of_role(checker, Role.FACILITATOR)) == 1
        assert await ladders.quiet(checker, [called.parties["a"].id, called.parties["c"].id, None]) == [
            called.parties["c"].id
        ]
