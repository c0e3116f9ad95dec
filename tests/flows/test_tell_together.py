"""Whoever has to act on something agreed, or has to know that it holds no more, is rung; nobody else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from deconflict.flows.tell_together import about_joint_patrol, tell_rendezvous
from deconflict.joint_patrols.model import JointPatrol, JointPatrolId, JointState
from deconflict.parties.model import PartyId
from deconflict.rendezvous import store as rendezvous
from deconflict.rendezvous.model import Rendezvous, RendezvousId, RendezvousState, Where

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_a_joint_patrols_notices_go_to_those_parties_and_the_desk() -> None:
    a, b = PartyId(uuid4()), PartyId(uuid4())
    joint = JointPatrol(JointPatrolId(uuid4()), "K7-2M4Q", a, (a, b), JointState.PROPOSED, 0, 1, False, NOON)
    notices = list(about_joint_patrol(joint, [a, b], "proposed", {b}, NOON))
    assert [(item.party, item.rings, item.joint_patrol) for item in notices] == [
        (a, False, joint.id),
        (b, True, joint.id),
        (None, False, joint.id),
    ]


async def test_a_side_that_is_not_to_know_yet_is_not_told(world: Any) -> None:
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    where = Where(15.0, 32.0, 500.0, NOON, NOON + timedelta(hours=1))
    proposed = RendezvousState.PROPOSED
    item = Rendezvous(RendezvousId(uuid4()), "K7-2M4Q", ours, theirs, ours, where, proposed, NOON)
    hidden = replace(item, hidden_from=ours, asked=RendezvousId(uuid4()))
    viewer = world.viewers["desk"]
    async with world.database.transaction(viewer.context) as session:
        await session.insert(rendezvous.addition(hidden, viewer.person))
        await tell_rendezvous(session, viewer, hidden, "proposed", world.now())
    told = world.sql("SELECT party, rings FROM notice WHERE kind = 'rendezvous'")
    assert sorted(told, key=str) == sorted([(theirs, True), (None, False)], key=str)
    assert world.sql("SELECT kind, payload FROM ledger_entry WHERE subject = %s", item.id) == [
        ("rendezvous", {"rendezvous": "proposed"})
    ]
