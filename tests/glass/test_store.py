"""Requests to break glass in the database: who finds and who changes one (DIS-08, SEC-01)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from deconflict.flows.break_glass import ask_for_glass
from deconflict.glass import store as glasses
from deconflict.glass.model import Area, Glass
from deconflict.runtime.errors import AccessRefused, ConstraintViolated


async def asked(world: Any, scope: Any = None) -> Glass:
    until = world.now() + timedelta(hours=2)
    of = world.parties["a"].id
    return await world.act("facilitator", ask_for_glass, of, scope or uuid4(), "why", until, world.now())


@pytest.mark.rule("DIS-08", "DIS-06")
async def test_those_it_concerns_find_it_whole_and_others_find_none(world: Any) -> None:
    area = Area(15.0, 32.0, 15.5, 32.5, world.now(), world.now() + timedelta(hours=1))
    first, second = await asked(world), await asked(world, area)
    for who in ("facilitator", "oversight", "desk", "a", "a2"):
        found = await world.read(who, glasses.with_ids, [first.id, second.id])
        assert found == {first.id: first, second.id: second}
        assert len(await world.read(who, glasses.page, 1, None)) == 1
    for who in ("b", "c", "crew", "operator"):
        assert await world.read(who, glasses.page, 10, None) == []
        assert await world.read(who, glasses.glass_with, first.id) is None


@pytest.mark.rule("SEC-01", "DIS-08")
@pytest.mark.parametrize(
    ("who", "change"),
    [
        (
            "facilitator",
            "state = 'approved', decided_by = asked_by, decided_role = 'facilitator', decided_at = now()",
        ),
        (
            "facilitator",
            "state = 'approved', decided_by = :me, decided_role = 'oversight', decided_at = now()",
        ),
        (
            "oversight",
            "state = 'approved', decided_by = asked_by, decided_role = 'oversight', decided_at = now()",
        ),
        ("oversight", "state = 'approved', decided_by = :me, decided_role = 'desk', decided_at = now()"),
        ("oversight", "state = 'withdrawn'"),
    ],
)
async def test_the_database_lets_nobody_decide_in_anothers_place(world: Any, who: str, change: str) -> None:
    await asked(world)

    async def forge(session: Any, viewer: Any) -> None:
        values = {"me": viewer.person} if ":me" in change else {}
        await session.execute(text(f"UPDATE glass SET {change}"), values)

    with pytest.raises((AccessRefused, ConstraintViolated)):
        await world.act(who, forge)


@pytest.mark.rule("SEC-01")
async def test_the_scope_cannot_be_widened_afterwards(world: Any) -> None:
    await asked(world)

    async def widen(session: Any, _viewer: Any) -> None:
        await session.execute(text("UPDATE glass SET patrol = NULL, ends_at = ends_at + interval '1 day'"))

    with pytest.raises(AccessRefused):
        await world.act("facilitator", widen)
