"""What SQL smuggled in under one party's context does to the others: it neither revives nor stops anything (SEC-01)."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from deconflict.flows.answer_rendezvous import confirm_rendezvous, end_rendezvous
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.flows.propose_rendezvous import Proposal, propose_rendezvous
from deconflict.flows.withdraw_joint_patrol import withdraw_joint_patrol
from deconflict.rendezvous.model import Where
from deconflict.runtime.context import sign
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges

pytestmark = pytest.mark.rule("SEC-01")
Injected = Callable[..., int]


@pytest.fixture
def injected(world: Any, context_key: bytes) -> Injected:
    """Runs a statement as the API's login with a party's own context; returns how many rows it touched."""

    def run(who: str, statement: str, *values: Any) -> int:
        url = conninfo(drop_privileges(world.url, "api", context_key))
        with closing(psycopg.connect(url)) as connection:
            context = sign(world.viewers[who].context, context_key, datetime.now(UTC))
            connection.execute("SELECT set_config('deconflict.context', %s, true)", [context])
            touched = connection.execute(statement.encode(), values or None).rowcount
            connection.commit()
            return touched

    return run


async def meeting(world: Any) -> Any:
    """A rendezvous that A and B confirmed."""
    start = world.now() + timedelta(hours=2)
    sides = [world.parties[slug].id for slug in ("a", "b")]
    where = Proposal(Where(15.0, 32.0, 500.0, start, start + timedelta(hours=1)), None)
    item = (await world.act("a", propose_rendezvous, sides, where, world.deployment, world.now())).value
    await world.act("b", confirm_rendezvous, item.id, None, world.now())
    return item


async def joint_patrol(world: Any, *joining: str) -> Any:
    """A joint patrol that A proposed to B and these countersigned."""
    start = world.now() + timedelta(hours=2)
    course = Course(
        ((15.0, 32.0), (15.1, 32.0)), (start, start + timedelta(minutes=10)), 0.0, 0.0, "escort", ""
    )
    theirs = [world.parties["b"].id]
    joint = (await world.act("a", propose_joint_patrol, theirs, course, world.deployment, world.now())).value
    for who in joining:
        await world.act(who, attach_unit, joint.id, "U1", world.now())
        await world.act(who, countersign, joint.id, joint.text.digest, world.deployment, world.now())
    return joint


@pytest.mark.rule("SEP-10")
async def test_a_rendezvous_that_one_side_ended_the_other_cannot_revive(
    world: Any, injected: Injected
) -> None:
    item = await meeting(world)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        injected("a", "UPDATE rendezvous SET ended_at = now() WHERE id = %s", item.id)
    await world.act("b", end_rendezvous, item.id, world.now())
    for who in ("a", "b", "desk"):
        revived = "UPDATE rendezvous SET state = 'confirmed', ended_by = NULL, ended_at = NULL WHERE id = %s"
        assert injected(who, revived, item.id) == 0
    assert world.sql("SELECT state, ended_by FROM rendezvous") == [("ended", world.parties["b"].id)]


@pytest.mark.rule("PAT-10")
async def test_a_joint_patrol_that_one_side_left_the_other_cannot_revive(
    world: Any, injected: Injected
) -> None:
    joint = await joint_patrol(world, "a", "b")
    await world.tick()
    await world.act("b", withdraw_joint_patrol, joint.id, world.deployment, world.now())
    revived = "UPDATE joint_patrol SET state = 'registered', ended_by = NULL, ended_at = NULL WHERE id = %s"
    assert injected("a", revived, joint.id) == 0
    await world.tick()
    assert injected("a", revived, joint.id) == 0
    assert world.sql("SELECT state, ended_by, due FROM joint_patrol") == [
        ("withdrawn", world.parties["b"].id, False)
    ]


@pytest.mark.rule("PAT-10")
@pytest.mark.parametrize("change", ["state = 'withdrawn', due = true", "state = 'registered'", "due = true"])
async def test_what_is_only_proposed_is_neither_the_engines_to_do_nor_on_record(
    world: Any, injected: Injected, change: str
) -> None:
    joint = await joint_patrol(world, "a")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        injected("a", f"UPDATE joint_patrol SET {change} WHERE id = %s", joint.id)
