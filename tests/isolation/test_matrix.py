"""Who gets which answer from every route of the application: a table written by hand (SEC-01, DIS-06, DIS-08).

The ids are A's: its patrols, overlap, zone and review, its conflict with B, its own view of it, and B's plan as it is
shown A at level 4. Whatever is not 2xx is answered alike, byte for byte, for ids that nothing has. B is asked at each
level: whatever the two agree on, what is A's own stays A's.
"""

import re
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.routing import APIRoute
from matrix import WHO, rows
from pydantic import SecretStr

from deconflict.agreements.signing import canonical
from deconflict.api.wire_incidents import EXAMPLE_OBSERVATION
from deconflict.app import ROUTERS, bare_app, stand
from deconflict.flows.enrol_device import offer_code, redeem_code
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.flows.propose_rendezvous import Proposal, leave_with_desk, propose_rendezvous
from deconflict.flows.sign_in import digest
from deconflict.parties import store as parties
from deconflict.parties.model import SessionId
from deconflict.rendezvous.model import Where
from deconflict.runtime.ids import new_token
from deconflict.runtime.settings import Settings
from tests.photos import PNG

PASSWORD = "a long password"
AGREED: Final = ("Party a",)
"""How the text that A and B are to sign calls A."""
LEVELS: Final = (0, 1, 2, 3, 4)
PROPOSED: Final = """
INSERT INTO proposal (id, matter, party, received, mover, shift_s, about, state, person, at, expires_at)
SELECT made, made, party, false, 'self', 1200, ARRAY[id], 'proposed', %s, released_at, released_at + interval '1 day'
FROM (SELECT gen_random_uuid() AS made, * FROM overlap WHERE party = %s LIMIT 1) AS own RETURNING id
"""
"""What A proposes to the desk about its overlap."""


@dataclass
class Door:
    """The application as somebody on another machine meets it, and what to fill the table's addresses with."""

    client: httpx2.AsyncClient
    names: dict[str, Any]
    bodies: dict[str, Any]

    async def ask(self, method: str, path: str, names: dict[str, Any]) -> httpx2.Response:
        """Make a row's request about those things."""
        headers = {"If-Match": '"1"'} if method == "PUT" else {}
        self.client.cookies.clear()  # signing in leaves one
        said = {"json": self.bodies[key]} if (key := f"{method} {path}") in self.bodies else {}
        if isinstance(said.get("json"), bytes):
            said, headers = {"content": said["json"]}, headers | {"Content-Type": "image/png"}
        if isinstance(said.get("json"), str):  # a file
            said, headers = {"content": said["json"]}, headers | {"Content-Type": "text/csv"}
        return await self.client.request(method, path.format(**names), headers=headers, **said)

    @property
    def nothing(self) -> dict[str, Any]:
        """The same names for things that do not exist."""
        return {name: uuid4() if isinstance(value, UUID) else value for name, value in self.names.items()}


@pytest.fixture
async def door(
    request: Any, world: Any, context_key: bytes, populate: Any, agreeing: Any
) -> AsyncIterator[Callable[..., Any]]:
    """Let somebody stand at the door of the application over a populated world in which A and B agree on a level."""
    level = getattr(request, "param", 4)
    await populate(world)
    world.clock.advance(1)
    await agreeing.ratify(level)
    await world.tick()
    spare = await world.register("a", unit="U3", lat=36)
    await world.act("a", populate.zone, "ours", populate.square(15.0, 37.0), world.now())
    drafted = await agreeing.draft(1)
    key, private = await agreeing.key("a")
    pair = [world.parties[slug].id for slug in ("a", "b")]
    start = world.now() + timedelta(hours=20)
    meant = Proposal(Where(15.0, 32.0, 500.0, start, start + timedelta(hours=1)))
    meeting = await world.act("a", propose_rendezvous, pair, meant, world.deployment, world.now())
    unit = await world.read("a", parties.unit_called, world.parties["a"].id, "U1")
    asked = await world.act("a", leave_with_desk, uuid4(), meant, world.deployment, world.now())
    course = Course(((15.0, 35.5), (15.1, 35.5)), (start, start + timedelta(minutes=10)), 0, 0, "escort", "")
    joint = await world.act("a", propose_joint_patrol, pair[1:], course, world.deployment, world.now())
    waiting = await world.read("a", offer_code, unit, "tablet", world.now())
    offered = await world.read("a", offer_code, unit, "tracker", world.now())
    tracker = await redeem_code(world.database, offered.code, world.now())
    signature = {"key": str(key), "signature": b64encode(private.sign(canonical(drafted.text))).decode()}
    names = {
        "agreement": drafted.id,
        "key": key,
        "owner": world.parties["a"].id,
        "rival": world.parties["b"].id,
        "patrol": one(world, "SELECT id FROM patrol WHERE party = %s AND purpose <> 'hot_pursuit' AND id <> %s",
                      world.parties["a"].id, spare.patrol.id),
        "pursuit": one(world, "SELECT id FROM patrol WHERE purpose = 'hot_pursuit'"),
        "spare": spare.patrol.id,
        "overlap": one(world, "SELECT id FROM overlap WHERE party = %s", world.parties["a"].id),
        "segment": one(world, "SELECT id FROM segment WHERE party = %s", world.parties["a"].id, missing=level < 3),
        "shared": one(world, "SELECT id FROM shared_plan WHERE party = %s LIMIT 1", world.parties["a"].id,
                      missing=level < 4),
        "encounter": one(world, "SELECT id FROM sighting WHERE party = %s", world.parties["a"].id),
        "exact_encounter": one(world, "SELECT id FROM sighting WHERE party IS NULL"),
        "conflict": one(world, "SELECT id FROM conflict WHERE party_b IS NOT NULL"),
        "proposal": one(world, PROPOSED, world.viewers["a"].person, world.parties["a"].id),
        "review": one(world, "SELECT id FROM review"),
        "zone": one(world, "SELECT id FROM zone WHERE party = %s", world.parties["a"].id),
        "neutral": one(world, "SELECT id FROM zone WHERE party IS NULL"),
        "glass": one(world, "SELECT id FROM glass"),
        "room": one(world, "SELECT id FROM room"),
        "unit": one(world, "SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["a"].id),
        "device": waiting.device.id,
        "crewman": world.viewers["crew"].person,
        "passkey": one(world, "SELECT id FROM passkey WHERE person = %s", world.viewers["a"].person),
        "session": one(world, "SELECT id FROM session WHERE person = %s", world.viewers["a"].person),
        "sos": one(world, "SELECT id FROM sos"),
        "incident": one(world, "SELECT id FROM incident"),
        "photo": one(world, "SELECT id FROM incident_photo"),
        "halted": one(world, "SELECT id FROM halt_told"),
        "ordered": one(world, "SELECT id FROM halt"),
        "tracker": f"{tracker.enrolled.device.id}.{tracker.enrolled.secret}",
        "meeting": meeting.value.id,
        "asked": asked.value.id,
        "joint": joint.value.id,
        "phone": one(world, "SELECT id FROM address WHERE party = %s", world.parties["a"].id),
        "shift": one(world, "SELECT id FROM duty"),
        "check": one(world, "SELECT id FROM what_if"),
        "since": (world.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "until": world.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "epoch": one(world, "SELECT epoch FROM deployment"),
    }  # fmt: skip
    settings = Settings(database_url=SecretStr("unused"), context_key=SecretStr(context_key.decode()))
    app = bare_app()
    stand(app, settings, world.database, world.clock)
    async with AsyncExitStack() as exits:

        async def standing(who: str) -> Door:
            transport = httpx2.ASGITransport(
                app=app, raise_app_exceptions=False, client=("192.0.2.7", 7)  # not this machine
            )  # fmt: skip
            headers = {} if who == "nobody" else {"Authorization": f"Bearer {await token(world, who)}"}
            client = httpx2.AsyncClient(transport=transport, base_url="http://d.test", headers=headers)
            return Door(
                await exits.enter_async_context(client),
                names,
                bodies(world, signature, joint.value.text.digest, waiting.code),
            )

        yield standing


def one(world: Any, query: str, *values: Any, missing: bool = False) -> Any:
    """The one value of a query; what must be missing at a level is an id that nothing has."""
    found = world.sql(query, *values)
    if missing:
        assert found == []
        return uuid4()
    [(value,)] = found
    return value


async def token(world: Any, who: str) -> str:
    """The token of a new session of that person's."""
    viewer, secret = replace(world.viewers[who], session=SessionId(uuid4())), new_token()
    async with world.database.transaction(viewer.context) as session:
        await parties.open_session(session, viewer, digest(secret), world.now())
    return secret


def bodies(world: Any, signature: dict[str, str], joint_digest: str, code: str) -> dict[str, Any]:
    """What goes with the requests that need a body."""
    drive = world.submission(minutes=6 * 60)
    times = [at.isoformat() for at in drive.times]
    way = {"type": "LineString", "coordinates": [[15.0, 35.5], [15.1, 35.5]]}
    plan = {"type": "Feature", "geometry": way, "properties": {"unit": "U1"}}
    plan["properties"]["coordinateProperties"] = {"times": times}  # type: ignore[index]  # a nested literal
    ring = [[15.0, 38.0], [15.1, 38.0], [15.1, 38.1], [15.0, 38.0]]
    area = {"type": "Polygon", "coordinates": [ring]}
    pair = [str(world.parties[slug].id) for slug in ("a", "b")]
    where = {"centre": [15.0, 32.0], "radius_m": 500.0, "start": times[0], "end": times[-1]}
    course = plan | {"properties": {"coordinateProperties": {"times": times}}}
    unit = one(world, "SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["a"].id)
    now = world.now().isoformat()
    terms = {"parties": pair, "levels": {"elsewhere": 1}, "minimum_m": dict.fromkeys(pair, 1000)}
    return {
        "POST /v1/session": {"login": "a@a", "password": PASSWORD},
        "POST /v1/passkeys/offer": {"password": PASSWORD},
        "POST /v1/passkeys": {"name": "laptop", "id": "AA", "client_data": "AA", "attestation": "AA"},
        "POST /v1/passkeys/{passkey}/remove": {"password": PASSWORD},
        "POST /v1/second-factor": {"password": PASSWORD},
        "POST /v1/second-factor/confirm": {"code": "K7QM-2M4Q"},
        "POST /v1/second-factor/remove": {"password": PASSWORD},
        "POST /v1/parties": {"slug": "d", "name": "D"},
        "POST /v1/units": {"party": "a", "callsign": "new"},
        "POST /v1/people": {"party": "a", "login": "new", "name": "N", "role": "crew", "password": PASSWORD,
            "proof": {"password": PASSWORD}},
        "PUT /v1/session/password": {"password": PASSWORD, "new_password": PASSWORD},
        "POST /v1/devices": {"person": str(world.viewers["a"].person), "name": "phone", "password": PASSWORD},
        "POST /v1/devices/own": {"name": "phone", "password": PASSWORD},
        "POST /v1/units/{unit}/devices": {"name": "phone", "password": PASSWORD},
        "POST /v1/devices/enrol": {"code": code},
        "POST /v1/patrols": plan,
        "PUT /v1/patrols/{patrol}": plan | {"geometry": way | {"coordinates": [[15.0, 35.0], [15.1, 35.0]]},
            "properties": {"unit": "U1", "coordinateProperties": {"times": [
                at.replace(day=at.day + 1).isoformat() for at in drive.times]}}},
        "POST /v1/checks": plan,
        "POST /v1/parties/{rival}/suspend": {"reason": "why"},
        "POST /v1/glass": {"party": pair[0], "patrol": pair[0], "reason": "why",
            "ends_at": (world.now() + timedelta(hours=2)).isoformat()},
        "POST /v1/positions": {"unit": str(unit), "sent_at": now, "fixes": [{"at": now, "lon": 15, "lat": 32}]},
        "POST /v1/sos": {"unit": str(unit), "place": {"lon": 15, "lat": 32, "at": now}},
        "POST /v1/incidents": {"unit": str(unit), "observation": EXAMPLE_OBSERVATION | {"happened_at": now}},
        "POST /v1/incidents/{incident}/photos": PNG,
        "POST /v1/halts": {"area": ring[:3]},
        "PUT /v1/crews/{crewman}/unit": {"unit": "U2"},
        "POST /v1/duty": {"login": "a2", "start": now, "end": (world.now() + timedelta(hours=1)).isoformat()},
        "POST /v1/log": {"kind": "call", "called": pair[0]},
        "POST /v1/push-subscriptions": {"endpoint": "https://push.example.org/x"},
        "PUT /v1/snooze": {"minutes": 5},
        "POST /v1/positions/import?unit=U1": f"time,lat,lon\n{now},32,15\n",
        "POST /v1/rooms": {"name": "Coast road", "parties": pair},
        "POST /v1/overlaps/{overlap}/proposals": {"mover": "other", "shift_minutes": 20},
        "POST /v1/conflicts/{conflict}/proposals": {"to": pair[0], "shift_minutes": -20},
        "POST /v1/proposals/{proposal}/accept": {},
        "POST /v1/overlaps/{overlap}/messages": {"text": "We wait."},
        "POST /v1/conflicts/{conflict}/messages": {"to": pair[0], "text": "Please wait."},
        "PUT /v1/liaison": {"name": "Salem", "reach": "channel 7"},
        "POST /v1/conflicts/{segment}/messages": {"text": "We wait."},
        "POST /v1/conflicts/{segment}/proposals": {"mover": "self", "shift_minutes": 20},
        "POST /v1/conflicts/{conflict}/assign": {"party": pair[0]},
        "POST /v1/rendezvous": where | {"parties": pair},
        "POST /v1/rendezvous/{meeting}/confirm": {},
        "POST /v1/rendezvous/{asked}/pass-on": {"party": pair[1]},
        "POST /v1/overlaps/{overlap}/rendezvous": where,
        "POST /v1/conflicts/{segment}/rendezvous": where,
        "POST /v1/conflicts/{conflict}/rendezvous": where,
        "POST /v1/joint-patrols": course | {"with": pair[1:]},
        "POST /v1/joint-patrols/{joint}/attach": {"unit": "U2"},
        "POST /v1/joint-patrols/{joint}/countersign": {"digest": joint_digest},
        "POST /v1/joint-patrols/{joint}/amend": course,
        "POST /v1/reviews/{review}/close": {"outcome": "seen"},
        "POST /v1/agreements": terms | {"expires_at": (world.now() + timedelta(days=9)).isoformat()},
        "POST /v1/agreements/{agreement}/sign": signature,
        "POST /v1/lowerings": {"other": pair[1], "levels": {"elsewhere": 0}},
        "POST /v1/keys": {"name": "laptop", "public": b64encode(bytes(range(32))).decode()},
        "POST /v1/zones": {"type": "Feature", "geometry": area, "properties": {"kind": "base", "name": "camp"}},
    }  # fmt: skip


@pytest.mark.rule("SEC-01", "DIS-06", "DIS-08")
@pytest.mark.parametrize("who", WHO)
async def test_every_route_answers_everybody_as_the_table_says(door: Callable[..., Any], who: str) -> None:
    await ask_everything(door, who)


@pytest.mark.rule("SEC-01", "DIS-03", "DIS-06")
@pytest.mark.parametrize("door", LEVELS, indirect=True)
async def test_a_partner_is_answered_alike_at_every_level(door: Callable[..., Any]) -> None:
    await ask_everything(door, "b")


async def ask_everything(door: Callable[..., Any], who: str) -> None:
    """Ask for every row, each first about nothing, and compare with the table."""
    asking = await door(who)
    wrong = {}
    for method, path, statuses in rows():
        absent = await asking.ask(method, path, asking.nothing) if "{" in path else None
        answer = await asking.ask(method, path, asking.names)
        if answer.status_code != statuses[who]:
            wrong[f"{method} {path}"] = (statuses[who], answer.status_code, answer.text[:300])
        elif absent is not None and answer.status_code in {401, 404}:
            same = (answer.status_code, answer.content) == (absent.status_code, absent.content)
            assert same or path.startswith("/v1/alerts"), (method, path)
            assert dict(answer.headers) == dict(absent.headers), (method, path)
    assert wrong == {}


@pytest.mark.rule("SEC-01")
def test_no_route_is_missing_in_the_table() -> None:
    asked = [
        (method, re.compile(re.sub(r"\{\w+\}", "x", path.partition("?")[0]))) for method, path, _ in rows()
    ]
    concrete = {(method, pattern.pattern) for method, pattern in asked}
    for route in (route for router in ROUTERS for route in router.routes):
        assert isinstance(route, APIRoute), route
        for method in route.methods:
            rowed = [path for verb, path in concrete if verb == method and route.path_regex.fullmatch(path)]
            assert rowed, (method, route.path)


def but_agreed(answer: httpx2.Response) -> str:
    """The text of an answer, without the alerts of what the two mean to do together: those name both."""
    in_json = answer.headers.get("content-type") == "application/json"
    if answer.status_code != 200 or not in_json or "alerts" not in answer.json():
        return answer.text
    return str(
        [item for item in answer.json()["alerts"] if item["kind"] not in {"rendezvous", "joint_patrol"}]
    )


@pytest.mark.rule("DIS-06", "IDN-04")
@pytest.mark.parametrize("door", [1], indirect=True)
async def test_nothing_that_a_rival_or_a_third_party_is_answered_names_what_is_anothers(
    door: Callable[..., Any], world: Any
) -> None:
    a = world.parties["a"].id
    theirs = {str(value) for (value,) in world.sql("SELECT reference FROM patrol WHERE party = %s", a)}
    theirs |= {str(a), *AGREED}
    for who in ("b", "c"):
        asking = await door(who)
        known = {"neutral", "epoch", "since", "until"} | ({"rival"} if who == "b" else set())
        hidden = theirs | {str(value) for name, value in asking.names.items() if name not in known}
        for method, path, _ in rows():
            if method == "GET" and "{" not in path:
                answer = await asking.ask(method, path, {})
                text = but_agreed(answer) + repr(answer.headers)
                both = ("agreement", "key", "meeting", "joint", "room")
                agreed = {*AGREED, str(a), *(str(asking.names[name]) for name in both)}
                shared = {"/v1/agreements", "/v1/keys", "/v1/rendezvous", "/v1/joint-patrols", "/v1/rooms"}
                shared |= {"/v1/ledger"}
                told = agreed if who == "b" and path in shared else set()
                assert not [value for value in hidden - told if value in text], (who, path)
