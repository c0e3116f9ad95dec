"""Breaking glass: two people of two organisations, a reason, a scope, an end, all told and on the ledger (DIS-08)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.break_glass import ask_for_glass, end_looks, move_glass
from deconflict.glass.errors import EndRefused, GlassMoveRefused, ScopeTooWide
from deconflict.glass.model import Area, Glass, GlassState, Scope
from deconflict.parties.errors import RoleRefused


async def ask(
    world: Any, scope: Scope, party: str = "a", who: str = "facilitator", hours: float = 2
) -> Glass:
    ends_at = world.now() + timedelta(hours=hours)
    of = world.parties[party].id
    return await world.act(who, ask_for_glass, of, scope, "shots at eight", ends_at, world.now())


async def move(world: Any, who: str, glass: Glass, to: GlassState) -> Glass:
    world.clock.advance(1)
    return await world.act(who, move_glass, glass.id, to, world.now())


async def told(world: Any, who: str) -> list[tuple[str, str]]:
    await world.engine.release_at_once()
    return [(alert.kind.value, alert.change) for alert in await world.feed(who)]


def box(world: Any, **other: Any) -> Area:
    start = world.now()
    values = {"west": 15.0, "south": 31.9, "east": 15.5, "north": 32.1, "start": start}
    return Area(**{**values, "end": start + timedelta(hours=6), **other})


@pytest.mark.rule("DIS-08")
@pytest.mark.parametrize("second", ["oversight", "desk", "a", "a2"])
async def test_a_second_person_of_another_organisation_allows_it(world: Any, second: str) -> None:
    asked = await ask(world, uuid4())
    approved = await move(world, second, asked, GlassState.APPROVED)
    assert (approved.state, approved.decided_by) == ("approved", world.viewers[second].person)
    assert approved.is_open(world.now())


@pytest.mark.rule("DIS-08")
async def test_nobody_allows_their_own_and_no_stranger_does(world: Any) -> None:
    asked = await ask(world, uuid4())
    with pytest.raises(RoleRefused):
        await move(world, "facilitator", asked, GlassState.APPROVED)
    for who in ("b", "c", "crew", "operator"):
        with pytest.raises(NotFound):
            await move(world, who, asked, GlassState.APPROVED)
    for who in ("a", "desk", "oversight"):
        with pytest.raises(RoleRefused):
            await ask(world, uuid4(), who=who)
        with pytest.raises(RoleRefused):
            await move(world, who, asked, GlassState.WITHDRAWN)


@pytest.mark.rule("DIS-08")
async def test_the_party_concerned_is_told_of_every_step_with_roles_reason_scope_and_end(world: Any) -> None:
    scope = box(world)
    asked = await ask(world, scope)
    await move(world, "oversight", asked, GlassState.APPROVED)
    await move(world, "facilitator", asked, GlassState.OVER)
    for who in ("a", "a2", "desk"):
        assert await told(world, who) == [("glass", "asked"), ("glass", "approved"), ("glass", "over")]
    body = (await world.feed("a"))[1].body
    assert (body.reason, body.scope, body.ends_at) == ("shots at eight", scope, asked.ends_at)
    assert (body.asked_role, body.decided_role) == ("facilitator", "oversight")
    for who in ("b", "c"):
        assert await told(world, who) == []


@pytest.mark.rule("DIS-08", "DIS-07")
async def test_every_step_is_on_the_ledger_of_the_party_concerned(world: Any) -> None:
    asked = await ask(world, uuid4())
    await move(world, "desk", asked, GlassState.REFUSED)
    entries = world.sql(
        "SELECT party, person, payload ->> 'change' FROM ledger_entry WHERE kind = 'glass' ORDER BY 3"
    )
    a = world.parties["a"].id
    people = {who: world.viewers[who].person for who in ("facilitator", "desk")}
    assert entries == [(a, people["facilitator"], "asked"), (a, people["desk"], "refused")]


@pytest.mark.rule("DIS-08")
async def test_a_scope_is_narrow_and_an_end_near(world: Any) -> None:
    for wide in ({"east": 16.5}, {"north": 34.0}, {"end": world.now() + timedelta(days=8)}):
        with pytest.raises(ScopeTooWide):
            await ask(world, box(world, **wide))
    for hours in (0, 24.1):
        with pytest.raises(EndRefused):
            await ask(world, uuid4(), hours=hours)
    await ask(world, box(world), hours=24)


@pytest.mark.rule("DIS-08")
async def test_a_look_ends_by_itself_and_nothing_is_allowed_after_its_end(world: Any) -> None:
    looked, late = await ask(world, uuid4()), await ask(world, uuid4())
    await move(world, "oversight", looked, GlassState.APPROVED)
    world.clock.at = looked.ends_at + timedelta(seconds=1)
    with pytest.raises(GlassMoveRefused):
        await move(world, "oversight", late, GlassState.APPROVED)
    async with world.checker.transaction() as checker:
        assert await end_looks(checker, world.now()) == 2
    states = dict(world.sql("SELECT id, state FROM glass"))
    assert states == {UUID(str(looked.id)): "over", UUID(str(late.id)): "withdrawn"}
    assert ("glass", "over") in await told(world, "a")


async def test_the_party_itself_may_end_a_look_at_its_plans(world: Any) -> None:
    asked = await ask(world, uuid4())
    await move(world, "oversight", asked, GlassState.APPROVED)
    assert (await move(world, "a", asked, GlassState.OVER)).closed_at == world.now()


async def test_what_does_not_exist_cannot_be_asked_for_or_moved(world: Any) -> None:
    with pytest.raises(NotFound):
        await world.act("facilitator", move_glass, uuid4(), GlassState.WITHDRAWN, world.now())
    until = world.now() + timedelta(hours=1)
    with pytest.raises(NotFound):
        await world.act("facilitator", ask_for_glass, uuid4(), uuid4(), "why", until, world.now())
