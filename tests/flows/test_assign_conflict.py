"""The desk says who moves; nobody else can, and only about what stands between two parties."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.conflicts.errors import ConflictClosed
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import accept_conflict
from deconflict.flows.assign_conflict import assign_conflict
from deconflict.parties.errors import RoleRefused
from deconflict.resolving.errors import NotASide


async def met(world: Any) -> Any:
    """The id of the conflict of two patrols that meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    return conflict


async def assign(world: Any, who: str, conflict: Any, party: str | None) -> Any:
    """Somebody says that a party adjusts."""
    wanted = world.parties[party].id if party else None
    return (await world.act(who, assign_conflict, conflict, wanted, world.now())).value


@pytest.mark.rule("CON-05")
async def test_the_desk_says_who_adjusts_changes_its_mind_and_takes_it_back(world: Any) -> None:
    conflict = await met(world)
    shown = await assign(world, "desk", conflict, "a")
    assert (shown.adjusts, shown.assigned_by) == (world.parties["a"].id, "desk")
    assert (await assign(world, "desk2", conflict, "b")).adjusts == world.parties["b"].id
    taken_back = await assign(world, "desk", conflict, None)
    assert (taken_back.adjusts, taken_back.assigned_by) == (None, None)
    entries = world.sql(
        "SELECT payload FROM ledger_entry WHERE kind = 'assignment' AND party IS NULL ORDER BY at"
    )
    assert len(entries) == 3


@pytest.mark.rule("CON-05", "DIS-06")
async def test_nobody_but_the_desk_assigns_and_for_a_party_there_is_no_such_conflict(world: Any) -> None:
    conflict = await met(world)
    for who, refused in (("a", NotFound), ("operator", NotFound), ("facilitator", RoleRefused)):
        with pytest.raises(refused):
            await assign(world, who, conflict, "a")
    with pytest.raises(NotFound):
        await assign(world, "desk", uuid4(), "a")
    with pytest.raises(NotASide):
        await assign(world, "desk", conflict, "c")
    assert world.sql("SELECT count(*) FROM assignment") == [(0,)]


@pytest.mark.rule("CON-05")
async def test_what_is_resolved_has_nobody_to_adjust(world: Any) -> None:
    conflict = await met(world)
    await world.act("desk", accept_conflict, conflict, world.now())
    with pytest.raises(ConflictClosed):
        await assign(world, "desk", conflict, "a")
