"""What SQL smuggled in under one party's context does to the others: it neither revives nor stops anything (SEC-01)."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from structlog.testing import capture_logs

from deconflict.flows.answer_rendezvous import confirm_rendezvous, end_rendezvous
from deconflict.flows.bind_crew import bind_crew
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.flows.propose_rendezvous import Proposal, propose_rendezvous
from deconflict.flows.propose_shift import Proposing, propose_of_overlap
from deconflict.flows.raise_sos import raise_sos
from deconflict.flows.report_positions import report_positions
from deconflict.flows.send_message import Saying, say_of_overlap
from deconflict.flows.withdraw_joint_patrol import withdraw_joint_patrol
from deconflict.joint_patrols import store as joint_patrols
from deconflict.rendezvous.model import Where
from deconflict.resolving.model import Mover
from deconflict.runtime.context import sign
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges
from deconflict.tracking.model import Fix

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


PLANT = (
    "INSERT INTO joint_patrol (id, reference, proposer, parties, state, version, pending, due, proposed_at)"
)
PLANT += " VALUES (%s, 'x', %s, %s, 'proposed', 0, 1, false, now())"
TEXT = "INSERT INTO joint_text (joint, version, party, person, text, over_at, at)"
TEXT += " VALUES (%s, %s, %s, %s, %s, now(), now())"
NOTICE = "INSERT INTO notice (id, party, kind, change, rings, found_at, joint_patrol)"
NOTICE += " VALUES (gen_random_uuid(), %s, 'joint_patrol', 'proposed', false, %s, %s)"
DAMAGED = ["{}", "[" * 500_000, "nothing"]


def plant(world: Any, injected: Injected, text: str) -> UUID:
    """A joint patrol of A with B whose text is that, and word of it to B and to the desk."""
    a, b, planted = world.viewers["a"], world.parties["b"].id, uuid4()
    injected("a", PLANT, planted, a.party, [a.party, b])
    injected("a", TEXT, planted, 1, a.party, a.person, text.encode())
    for party in (b, None):
        injected("a", NOTICE, party, world.now(), planted)
    return planted


@pytest.mark.rule("PAT-10", "ALR-01")
@pytest.mark.parametrize("text", DAMAGED)
async def test_a_text_that_cannot_be_read_leaves_the_feeds_and_the_lists_of_others_as_they_are(
    world: Any, injected: Injected, text: str
) -> None:
    joint = await joint_patrol(world)
    plant(world, injected, text)
    await world.tick()
    for who in ("b", "desk"):
        assert sorted(alert.change for alert in await world.feed(who)) == ["proposed", "withheld"]
        assert [item.id for item in await world.read(who, joint_patrols.page, 1, None)] == [joint.id]


@pytest.mark.rule("PAT-10", "CON-01")
@pytest.mark.parametrize("text", DAMAGED)
async def test_a_text_that_cannot_be_read_is_set_aside_and_the_engine_goes_on(
    world: Any, injected: Injected, text: str
) -> None:
    planted = plant(world, injected, text)
    joint = await joint_patrol(world, "a", "b")
    world.sql("UPDATE joint_patrol SET due = true WHERE id = %s", planted)
    with capture_logs() as logs:
        await world.tick()
    assert [entry["event"] for entry in logs] == ["joint_patrol_set_aside"]
    assert dict(world.sql("SELECT id, state FROM joint_patrol")) == {
        planted: "withdrawn",
        joint.id: "registered",
    }
    told = "SELECT party FROM notice WHERE change = 'dropped' AND joint_patrol = %s"
    parties = {world.parties[slug].id for slug in ("a", "b")}
    assert {party for (party,) in world.sql(told, planted)} == {*parties, None}


@pytest.mark.rule("PAT-10")
async def test_a_new_text_that_cannot_be_read_leaves_the_one_in_force(world: Any, injected: Injected) -> None:
    joint, a = await joint_patrol(world, "a", "b"), world.viewers["a"]
    await world.tick()
    injected("a", TEXT, joint.id, 2, a.party, a.person, b"{}")
    injected("a", "UPDATE joint_patrol SET pending = 2 WHERE id = %s", joint.id)
    seen = await world.read("b", joint_patrols.joint_with, joint.id)
    assert (seen.latest.version, seen.pending) == (1, 2)
    await world.act("b", withdraw_joint_patrol, joint.id, world.deployment, world.now())
    await world.tick()
    assert world.sql("SELECT state, due FROM joint_patrol") == [("withdrawn", False)]


async def talking(world: Any) -> dict[str, UUID]:
    """The overlaps of A and B, whose patrols meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    parties = {slug: world.parties[slug].id for slug in "ab"}
    found = dict(world.sql("SELECT party, id FROM overlap"))
    return {slug: found[party] for slug, party in parties.items()}


@pytest.mark.rule("ALR-02")
@pytest.mark.parametrize("held", [False, True])
async def test_a_message_that_cannot_be_carried_is_set_aside_in_the_desks_sight_and_the_others_reach_it(
    world: Any, held: bool
) -> None:
    overlaps = await talking(world)
    said = {}
    for who in ("a", "b"):
        saying = Saying(None, who, urgent=False)
        said[who] = await world.act(who, say_of_overlap, overlaps[who], saying, world.deployment, world.now())
    world.sql("UPDATE message SET role = 'damaged' WHERE id = %s", said["a"].id)
    if held:
        world.sql("UPDATE message SET state = 'delivered', carried_at = at WHERE id = %s", said["a"].id)
        world.sql("INSERT INTO held_message VALUES (%s)", said["a"].id)
    with capture_logs() as logs:
        assert await world.engine.carry() == 1
        assert await world.engine.carry() == 0
        await world.engine.release_at_once()
    assert [entry["event"] for entry in logs] == ["carry_failed", "not_carried"]
    states = dict(world.sql("SELECT id, state FROM message WHERE state <> 'received'"))
    assert states == {said["a"].id: "delivered" if held else "undelivered", said["b"].id: "delivered"}
    alerts = (await world.feed("desk"))[1:]
    assert sorted((item.kind.value, item.change, item.rings) for item in alerts) == [
        ("message", "received", False),
        ("patrol", "not_carried", True),
    ]
    ours = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["a"].id)
    assert [(item.body.patrol,) for item in alerts if item.change == "not_carried"] == ours


@pytest.mark.rule("CON-05")
async def test_a_proposal_that_cannot_be_carried_is_set_aside_in_the_desks_sight_and_the_others_reach_it(
    world: Any,
) -> None:
    overlaps = await talking(world)
    sent = {}
    for who in ("a", "b"):
        asked = Proposing(None, Mover.SELF, 600)
        arguments = (overlaps[who], asked, world.deployment, world.now())
        sent[who] = await world.act(who, propose_of_overlap, *arguments)
    world.sql("UPDATE proposal SET about = '{}' WHERE id = %s", sent["a"].id)
    world.sql("ALTER TABLE proposal DROP CONSTRAINT proposal_mover")
    world.sql("UPDATE proposal SET mover = 'damaged' WHERE id = %s", sent["a"].id)
    with capture_logs() as logs:
        assert await world.engine.carry() == 1
        assert await world.engine.carry() == 0
    assert [entry["event"] for entry in logs] == ["carry_failed", "not_carried"]
    states = dict(world.sql("SELECT id, state FROM proposal WHERE NOT received"))
    assert states == {sent["a"].id: "undelivered", sent["b"].id: "proposed"}
    assert [item.kind.value for item in (await world.feed("desk"))[1:]] == ["proposal"]


@pytest.mark.rule("LIV-07", "PAT-01")
async def test_whoever_is_with_a_unit_ends_moves_and_changes_nothing_of_another(
    world: Any, injected: Injected
) -> None:
    now = world.now()
    for unit in ("U1", "U2"):
        await world.register("a", unit=unit)
        await world.act("a", raise_sos, unit, None, "", now)
        await world.act("a", report_positions, unit, [Fix(now, 15.0, 32.0)], now, now)
    await world.read("a", bind_crew, world.viewers["crew"].person, "U1", now)
    for changed in (
        "plan SET current = false",
        "patrol SET state = 'withdrawn'",
        "last_position SET lon = 0",
        "sos SET ended_at = now() + interval '1 year', due = true",
    ):
        assert injected("crew", f"UPDATE {changed}") == 1, changed
    for table in ("patrol", "plan", "last_position"):
        new = "jsonb_build_object('id', gen_random_uuid(), 'reference', 'x')"
        of = "SELECT id FROM unit WHERE callsign = 'U2'"
        copied = f"SELECT (jsonb_populate_record(c, {new})).* FROM {table} c WHERE unit = ({of})"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            injected("crew", f"INSERT INTO {table} {copied}")
