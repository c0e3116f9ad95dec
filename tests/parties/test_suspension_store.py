"""Suspensions as each viewer finds them: the party itself and the neutral staff (PAT-02, SEC-01)."""

from typing import Any

import pytest

from deconflict.flows.suspend_party import restore_as, suspend_as
from deconflict.parties import suspension_store as suspensions
from deconflict.runtime.errors import AccessRefused


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_a_party_finds_its_own_and_the_staff_find_all(world: Any) -> None:
    b = world.parties["b"].id
    made = await world.act("desk", suspend_as, b, "why", world.now())
    for who in ("b", "desk", "facilitator", "oversight", "operator"):
        assert await world.read(who, suspensions.seen) == [made]
        assert await world.read(who, suspensions.standing, b) == made
        assert await world.read(who, suspensions.with_ids, [made.id]) == {made.id: made}
    for who in ("a", "c", "crew"):
        assert await world.read(who, suspensions.seen) == []
        assert await world.read(who, suspensions.standing, b) is None


async def test_it_stands_until_it_is_restored_and_the_checker_acts_on_both_once(world: Any) -> None:
    b = world.parties["b"].id
    made = await world.act("desk", suspend_as, b, "why", world.now())
    async with world.checker.transaction() as checker:
        assert await suspensions.not_applied(checker) == [made]
        assert await suspensions.acted_on(checker) == frozenset()
        await suspensions.mark_applied(checker, [made], world.now())
        assert await suspensions.not_applied(checker) == []
        assert await suspensions.in_force(checker) == {b}
    over = await world.act("desk", restore_as, b, world.now())
    async with world.checker.transaction() as checker:
        assert await suspensions.not_applied(checker) == [over]
        assert await suspensions.acted_on(checker) == {b}
        await suspensions.mark_applied(checker, [over], world.now())
        assert await suspensions.not_applied(checker) == []
        assert await suspensions.in_force(checker) == frozenset()
        assert await suspensions.acted_on(checker) == frozenset()


@pytest.mark.rule("SEC-01")
async def test_the_database_lets_nobody_else_suspend(world: Any) -> None:
    made = suspensions.Suspension(
        suspensions.SuspensionId(world.parties["c"].id), world.parties["b"].id, "x", world.now()
    )

    async def suspend(session: Any, viewer: Any) -> None:
        await suspensions.suspend(session, made, viewer.person)

    for who in ("a", "facilitator", "oversight"):
        with pytest.raises(AccessRefused):
            await world.act(who, suspend)
