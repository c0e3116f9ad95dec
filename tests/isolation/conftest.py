"""A world in which something of everything has happened, so that no table is empty."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from pyotp import TOTP

from deconflict.alerts.model import Fact
from deconflict.distress.model import Place
from deconflict.encounters.checker_store import report_run
from deconflict.encounters.model import LiveRun
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.add_photo import add_photo
from deconflict.flows.administer import add_device
from deconflict.flows.answer_once import answer_once
from deconflict.flows.ask_check import ask_check
from deconflict.flows.ask_shift import ask_overlap_shift
from deconflict.flows.assign_conflict import assign_conflict
from deconflict.flows.begin_following import begin_following
from deconflict.flows.bind_crew import bind_crew
from deconflict.flows.break_glass import ask_for_glass
from deconflict.flows.challenge_passkeys import challenge_for
from deconflict.flows.escalate_by_hand import ask_to_escalate
from deconflict.flows.follow_units import Due, follow_units
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.keep_roster import add_shift
from deconflict.flows.name_liaison import name_liaison
from deconflict.flows.open_room import open_room
from deconflict.flows.order_halt import order_halt
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.flows.propose_rendezvous import Proposal, leave_with_desk, propose_rendezvous
from deconflict.flows.propose_shift import Proposing, answer_proposal, propose_of_overlap
from deconflict.flows.raise_sos import raise_sos
from deconflict.flows.report_incident import report_incident
from deconflict.flows.report_positions import report_positions
from deconflict.flows.send_message import Saying, say_of_overlap
from deconflict.flows.set_second_factor import hold_factor, offer_factor
from deconflict.flows.set_zones import add_zone
from deconflict.flows.sign_in import PasswordKnock, issue_ticket, sign_in
from deconflict.flows.snooze_alerts import snooze_alerts
from deconflict.flows.subscribe_push import subscribe_push
from deconflict.flows.take_seat import take_seat
from deconflict.flows.write_note import write_note
from deconflict.incidents.images import bare
from deconflict.incidents.model import Confidence, IncidentKind, Observation, Severity, Spot
from deconflict.parties import passkey_store as passkeys
from deconflict.parties.ceremonies import Made
from deconflict.parties.model import Passkey, PasskeyId
from deconflict.patrols.model import PatrolClass
from deconflict.presence import store as presence
from deconflict.rendezvous.model import Where
from deconflict.resolving.model import Answer, Mover
from deconflict.runtime.context import Context, sign
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS
from deconflict.shiftlog.model import NoteKind, Noting
from deconflict.tracking.model import Fix
from tests.photos import JPEG

PASSWORD = "a long password"
# What two parties have signed is theirs together, and the neutral staff's to see.
AGREED = {"agreement", "agreement_signature", "party_key", "lowering"}
sys.path.append(
    str(Path(__file__).parent)
)  # for what the comparison of two worlds is made of, which `make leaks` runs


def square(lon: float, lat: float, kind: ZoneKind) -> Area:
    """About ten kilometres each way, for ever."""
    ring = ((lon, lat), (lon + 0.1, lat), (lon + 0.1, lat + 0.1), (lon, lat + 0.1), (lon, lat))
    return Area((ring,), kind, ALWAYS)


async def answered() -> dict[str, str]:
    return {"answer": "kept"}


@pytest.fixture(scope="module")
def busy(shared_world: Any, agreeing_class: Any) -> Any:
    """A world to look at, in which no table is empty that level 1 can fill."""
    return shared_world(partial(something_of_everything, agreeing_with=agreeing_class))


@pytest.fixture(scope="module")
def trusting(shared_world: Any, agreeing_class: Any) -> Any:
    """A world to look at in which A and B are at level 4, and talk."""
    return shared_world(partial(something_in_every_table, agreeing_with=agreeing_class))


class Populate:
    """Lets something of everything happen in a world; for tests that go on from there."""

    def __init__(self, agreeing_with: Any) -> None:
        self._agreeing_with = agreeing_with

    zone = staticmethod(add_zone)

    async def __call__(self, world: Any) -> None:
        """Populate it."""
        await something_of_everything(world, self._agreeing_with)

    @staticmethod
    def square(lon: float, lat: float) -> Area:
        """An area of a party's own."""
        return square(lon, lat, ZoneKind.BASE)


@pytest.fixture
def populate(agreeing_class: Any) -> Populate:
    """Something of everything, for a world of the test's own."""
    return Populate(agreeing_class)


async def something_of_everything(world: Any, agreeing_with: Any) -> None:
    """A and B agree, and are in conflict; A takes something back, is in a no-go zone and on a hot pursuit; all is told.

    Alerts are acknowledged, a question is answered, a draft is left unsigned and a plan unchecked.
    """
    now = world.now()
    signed = {}
    for who in ("a", "b", "desk"):
        login = who if who == "desk" else f"{who}@{who}"
        signed_in = await sign_in(world.database, PasswordKnock(login, PASSWORD), world.deployment, now)
        signed[who] = signed_in.viewer
        async with world.database.transaction(signed_in.viewer.context) as session:
            await issue_ticket(session, signed_in.viewer, now)
        async with world.database.door() as door:
            await presence.note(door, [signed_in.viewer.session], now)
    async with world.owner.transaction() as owner:
        for who in ("a", "b"):
            await add_device(owner, world.viewers[who].person, "phone", now)
    for who in ("a", "desk"):
        of = world.viewers[who].person
        passkey = Passkey(PasskeyId(uuid4()), of, "laptop", who.encode(), now, None)
        await world.read(who, passkeys.add, passkey, Made(who.encode(), b"key", 0))
        await challenge_for(world.database, of, now)
    for who in ("a2", "desk2"):
        offered = await world.act(who, offer_factor, now)
        await hold_factor(world.database, world.viewers[who], TOTP(offered.offer.secret).at(now), now)
        await world.act(who, offer_factor, now)
    await world.act("a", answer_once, "key", b"fingerprint", now, answered)
    agreeing = agreeing_with(world)
    await agreeing.ratify(1)
    await agreeing.draft(1)
    await agreeing.lower("a", "b", 1)
    await world.act("b", add_zone, "camp", square(15.0, 33.0, ZoneKind.BASE), now)
    await world.act("desk", add_zone, "hospital", square(15.0, 31.95, ZoneKind.NO_GO), now)
    await world.register("a")
    await world.register("b")
    await world.register("a", unit="U2", purpose=PatrolClass.HOT_PURSUIT, lat=34, minutes=0)
    await world.tick()
    for who in ("a", "desk"):
        [alert, *_] = await world.feed(who)
        arguments = (alert.epoch, alert.seq, Fact.ACKNOWLEDGED, world.deployment, now)
        await world.act(who, acknowledge_alert, *arguments)
    called = Noting(NoteKind.CALL, "holds", None, world.parties["a"].id, "Salem", now)
    await world.act("desk", write_note, called, now)
    [alert, *_] = await world.feed("desk")
    await world.act("desk", ask_to_escalate, alert.epoch, alert.seq, now)
    await world.act("a", add_shift, "a2", now, now + timedelta(days=1), now)
    phone = "https://push.example.org/x"
    for who in ("a", "b"):
        await world.act(who, subscribe_push, phone, (), now, private=False)
        await world.act(who, snooze_alerts, 5, now)
    world.sql("UPDATE snooze SET up_to = 0")
    for seconds in (40, 50):  # to the duty officer, not as far as the facilitator
        await world.engine.escalate(now + timedelta(seconds=seconds))
    await world.act("a", ask_check, world.submission(unit="U3"), world.deployment, world.now())
    await world.tick()
    world.sql(
        "INSERT INTO silence SELECT id, party, 1, registered_at, '{}' FROM patrol WHERE purpose = 'hot_pursuit'"
    )
    world.sql(
        "INSERT INTO suspension (id, party, reason, suspended_at, applied_at, restored_at, restored_applied_at)"
        " VALUES (gen_random_uuid(), %s, 'why', now(), now(), now(), now())",
        world.parties["a"].id,
    )
    world.sql("INSERT INTO suspended_plan SELECT id, party, 1 FROM patrol WHERE purpose = 'hot_pursuit'")
    until = world.now() + timedelta(hours=1)
    await world.act("facilitator", ask_for_glass, world.parties["a"].id, uuid4(), "why", until, world.now())
    await something_together(world)
    named = [world.parties[slug].id for slug in ("a", "b")]
    room = await world.act("desk", open_room, "Coast road", named, world.now())
    async with world.database.transaction(signed["a"].context) as session:
        await take_seat(session, signed["a"], room.id, world.now())
    fixes = [
        Fix(world.now() - timedelta(seconds=30), 15.0, 32.0, 8.0, 10.0, 90.0),
        Fix(world.now(), 15.003, 32.0),
    ]
    await world.act("a", report_positions, "U1", fixes, world.now(), world.now())
    await something_in_distress(world)
    await something_observed(world)
    await something_live(world)
    await world.read("a", bind_crew, world.viewers["crew"].person, "U1", world.now())
    await world.engine.ask_oracle()
    await world.register("b", unit="U2", lat=35)


async def something_live(world: Any) -> None:
    """B's unit comes within the safety distance of A's; another of A's, that is under way, falls silent."""
    now = world.now()
    await world.act("b", report_positions, "U1", [Fix(now, 15.0035, 32.0)], now, now)
    silent = now - timedelta(minutes=5)
    await world.act("a", report_positions, "U2", [Fix(silent, 15.0, 34.0)], now, now)
    async with world.checker.transaction(snapshot=True) as checker:
        at = await begin_following(checker, world.deployment, now)
    due = Due(known=True, levels=True, areas=True)
    async with world.checker.transaction() as checker:
        await follow_units(checker, at, world.deployment, due, now)
        await report_run(checker, LiveRun(now, 1, 0.01, 0.01, 0.1, 3, 1, 1, 0.0))


async def something_in_every_table(world: Any, agreeing_with: Any) -> None:
    """As above, and then A and B trust each other wholly: they see conflict and plans, talk, and one makes way."""
    await something_of_everything(world, agreeing_with)
    world.clock.advance(1)
    await agreeing_with(world).ratify(4)
    await world.tick()
    await world.tick()
    theirs = world.parties["b"].id
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)
    [(conflict,)] = world.sql("SELECT id FROM conflict WHERE party_b IS NOT NULL")
    await world.act("a", name_liaison, "Salem", "by radio", world.now())
    saying, proposing = Saying(theirs, "We wait.", urgent=False), Proposing(theirs, Mover.SELF, 1500)
    await world.act("a", say_of_overlap, overlap, saying, world.deployment, world.now())
    await world.act("a", ask_overlap_shift, overlap, world.deployment, world.now())
    await world.act("a", propose_of_overlap, overlap, proposing, world.deployment, world.now())
    await world.act("desk", assign_conflict, conflict, theirs, world.now())
    await world.engine.carry()
    [(proposal,)] = world.sql("SELECT id FROM proposal WHERE received AND party = %s", theirs)
    await world.act("b", answer_proposal, proposal, Answer.ACCEPT, None, world.now())
    await world.engine.carry()
    await world.tick()
    await world.act("a", report_positions, "U1", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    await world.act("b", report_positions, "U1", [Fix(world.now(), 15.1, 32.0)], world.now(), world.now())
    await world.engine.share_positions()


async def something_in_distress(world: Any) -> None:
    """A unit of A's calls for help, and the desk orders a halt where another is."""
    place = Place(15.0, 32.0, world.now())
    await world.act("crew", raise_sos, "U2", place, "ambush", world.now())
    ring = ((14.9, 31.9), (15.1, 31.9), (15.1, 32.1))
    await world.act("desk", order_halt, ring, "convoy", world.now())
    await world.engine.tell_distress()


async def something_observed(world: Any) -> None:
    """A crew of A's reports an incident, with a photo."""
    spot = Spot(15.0, 32.0, 10.0)
    seen = Observation(
        IncidentKind.CROWD, Severity.HIGH, Confidence.CERTAIN, "at the well", spot, world.now()
    )
    item = await world.act("crew", report_incident, "U1", None, seen, world.now())
    await world.act("crew", add_photo, item.id, bare(JPEG), world.now())


async def something_together(world: Any) -> None:
    """A proposes a rendezvous to B and leaves one with the desk; it countersigns a joint patrol it proposes to B."""
    now, start = world.now(), world.now() + timedelta(hours=10)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    [(patrol,), *_] = world.sql("SELECT id FROM patrol WHERE party = %s", ours)
    meant = Proposal(Where(15.0, 32.0, 500.0, start, start + timedelta(hours=1)), patrol)
    await world.act("a", propose_rendezvous, [ours, theirs], meant, world.deployment, now)
    await world.act("a", leave_with_desk, uuid4(), meant, world.deployment, now)
    times = (start, start + timedelta(hours=1))
    course = Course(((15.0, 36.0), (15.1, 36.0)), times, 0.0, 0.0, "escort", "")
    joint = (await world.act("a", propose_joint_patrol, [theirs], course, world.deployment, now)).value
    await world.act("a", attach_unit, joint.id, "U3", now)
    await world.act("a", countersign, joint.id, joint.text.digest, world.deployment, now)


class Looking:
    """A connection of the service's weak login, with whatever context somebody could set in it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def as_context(self, context: str) -> "Looking":
        """Set the context of every statement to come."""
        self.connection.execute("SELECT set_config('deconflict.context', %s, false)", [context])
        return self

    def readable(self) -> dict[str, list[str]]:
        """The columns that this login may read, by table of ours."""
        found: dict[str, list[str]] = {}
        rows = self.connection.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0"
            " AND NOT a.attisdropped AND c.relowner = 'deconflict_owner'::regrole"
            " AND has_column_privilege(c.oid, a.attname, 'SELECT') ORDER BY c.relname, a.attnum"
        )
        for table, column in rows.fetchall():
            found.setdefault(table, []).append(column)
        return found

    def rows(self, table: str, columns: list[str]) -> list[dict[str, Any]]:
        """Everything of a table that row policies let through."""
        cursor = self.connection.execute(f"SELECT {', '.join(columns)} FROM {table}".encode())
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Everything of every table."""
        return {table: self.rows(table, columns) for table, columns in self.readable().items()}


@pytest.fixture(scope="session")
def looking_class() -> type[Looking]:
    """How a test looks at the database through a bare login."""
    return Looking


@pytest.fixture
def looking(busy: Any, context_key: bytes) -> Iterator[Looking]:
    """The bare login of the API in the busy world."""
    with psycopg.connect(
        conninfo(drop_privileges(busy.url, "api", context_key)), autocommit=True
    ) as connection:
        yield Looking(connection)


def signed(context: Context, key: bytes) -> str:
    """A context as the service sets it, now."""
    return sign(context, key, datetime.now(UTC))
