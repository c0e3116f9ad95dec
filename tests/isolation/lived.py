"""Lives a pair of histories in two worlds in lock-step, and compares all that the viewers can observe after every step.

Byte for byte: status, headers in their order, bodies, frames of live sockets, events sent to TAK devices, close codes,
pages, counts and cursors.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from acts import ABSENT, Act, Example, Round, Slot
from doing import Doing
from fastapi.routing import APIRoute
from lockstep import BEGIN, PASSWORD, Side, alike
from situations import SEGMENT
from twins import Twins

from deconflict.api.web_client import BUILT, files
from deconflict.app import ROUTERS

STEP: Final = timedelta(seconds=1)
CROWD: Final = {"a": ("a", "a2", "crew"), "b": ("b",), "c": ("c",), "oversight": ("oversight", "nobody")}
"""Through whose eyes a viewer looks."""
MOVING: Final = frozenset({"stand", "drive", "track", "hand_in"})
"""What brings positions."""
EVERY_STEP: Final = ("/v1/picture",)
EVERY_TICK: Final = ("/v1/alerts?after=0", "/v1/overlaps?limit=1")
TURNS: Final = 4
"""After how many ticks every other address has been read once; at the end of a history all are."""
STATIC: Final = frozenset({"/openapi.json"})
"""What is made of the code alone."""
OPEN_TO: Final = {"oversight": ("/v1/figures",)}
"""What tells neutral staff of parties' conduct, by design."""


@dataclass(frozen=True)
class Difference:
    """What a viewer could tell the two worlds by."""

    example: Example
    step: str
    who: str
    what: str
    first: Any
    second: Any

    def __str__(self) -> str:
        return (
            f"{self.who} can tell the worlds apart by {self.what} after {self.step}"
            f" (seed {self.example.seed!r}, viewers {self.example.viewers}):\n{self.first}\n{self.second}"
        )


class OutOfStep(AssertionError):
    """The service did not do what the histories count on, so that they prove nothing."""


@dataclass
class Lives:
    """One example, being lived. `short`: at the end only the viewers themselves look at everything."""

    twins: Twins
    example: Example
    strict: bool = True
    short: bool = False
    doing: Doing = field(default_factory=Doing)
    compared: int = 0
    turn: int = 0

    @property
    def looking(self) -> tuple[str, ...]:
        """Everybody whose view is compared."""
        return tuple(who for viewer in self.example.viewers for who in CROWD[viewer])

    async def live(self) -> Difference | None:
        """Live both histories; return the first difference that a viewer could see."""
        await self.twins.begin(self.example.seed)
        for who in self.example.viewers:
            await self._both(lambda side, who=who: side.connect(who))
        if self._moves:
            for side in self.twins.sides:
                side.begin_following()
        for number, part in enumerate(self.example.rounds):
            for place, slot in enumerate(part.slots):
                if found := await self._slot(slot, f"round {number} slot {place}"):
                    return found
            await self._tick(part)
            last = number == len(self.example.rounds) - 1
            if found := await self._look(f"tick {number}", ticked=True, last=last):
                return found
            if self.strict:
                self._require_told(part.told)
                self._require_near(part.near)
        return await self._meddle("the end") or await self._farewell()

    @property
    def _moves(self) -> bool:
        """Whether units report where they are: then the live engine follows in both worlds, at the same moments."""
        slots = [slot for part in self.example.rounds for slot in part.slots]
        acts = [act for slot in slots for part in (*slot.hidden, slot.open) for act in part]
        return self.example.moving and any(act.verb in MOVING for act in acts)

    async def _both(self, doing: Callable[[Side], Any]) -> list[Any]:
        return list(await asyncio.gather(*(doing(side) for side in self.twins.sides)))

    # Living

    async def _slot(self, slot: Slot, step: str) -> Difference | None:
        self.twins.clock.at += STEP
        for side, acts in zip(self.twins.sides, slot.hidden, strict=True):
            for act in acts:
                await self._act(side, act)
        for act in slot.open:
            with alike():
                answers = await self._both(lambda side, act=act: self._act(side, act))
            if act.who not in self.example.viewers:
                continue
            if found := self._compare(step, act.who, f"{act.verb} {act.about}", answers):
                return found
        if self.example.level >= SEGMENT:  # what is told at once depends on when it was checked
            await self._both(lambda side: side.check())
        if self._moves:
            await self._both(lambda side: side.follow())
        return await self._look(step)

    async def _tick(self, part: Round) -> None:
        clock, deployment = self.twins.clock, self.twins.sides[0].deployment
        clock.at = max(clock.at, BEGIN + timedelta(minutes=part.until))
        tick = deployment.tick_after(clock.at + timedelta(microseconds=1))
        clock.at = tick
        await self._both(lambda side: side.tick(tick, time_passes=part.time_passes))

    async def _act(self, side: Side, act: Act) -> Any:
        expected, answer = await self.doing.do(side, act)
        if self.strict and answer is not None and answer.status not in expected:
            raise OutOfStep(f"{act} in world {side.number}: {answer.status} {answer.body[:300]!r}")
        return answer

    # Looking

    async def _look(self, step: str, *, ticked: bool = False, last: bool = False) -> Difference | None:
        await self._both(lambda side: side.push())
        for who in self.example.viewers:
            if found := self._compare(
                step, who, "the live socket", [tuple(side.sockets[who].frames) for side in self.twins.sides]
            ):
                return found
            if ticked and who in self.twins.sides[0].parties and (found := self._summoned(step, who)):
                return found
        for who in self.example.viewers:
            sent = await self._both(lambda side, who=who: side.heard_by_tak(who))
            if found := self._compare(step, who, "what a TAK device is sent", sent):
                return found
        for who in self.looking if ticked else self.example.viewers:
            for address in self._addresses(who, ticked=ticked, last=last):
                if found := await self._ask(step, who, "GET", address):
                    return found
        return None

    def _summoned(self, step: str, who: str) -> Difference | None:
        """What whoever runs a channel sees of a party's phones: that they are called, and when."""
        query = (
            "SELECT p.login, s.channel, s.made_at, s.due_at, s.state FROM summons s JOIN person p ON p.id = s.person"
            " WHERE s.party = '{}' ORDER BY s.made_at, p.login, s.state"
        )
        seen = [side.sql(query.format(side.parties[who])) for side in self.twins.sides]
        return self._compare(step, who, "what is sent to its phones", seen)

    async def _ask(
        self, step: str, who: str, method: str, address: str, said: Any = None
    ) -> Difference | None:
        answers = await self._both(lambda side: side.ask(who, method, address, said))
        if found := self._compare(step, who, f"{method} {address}", answers):
            return found
        onward = dict(answers[0].headers).get(b"link")
        if onward is None:
            return None
        address = onward.decode().partition(">")[0].removeprefix("<")
        return await self._ask(step, who, method, address)

    async def _meddle(self, step: str) -> Difference | None:
        """Try what only others may do, on things of theirs."""
        foreign = self._foreign("patrol")[-1:] + self._foreign("overlap")[-1:] + self._foreign("zone")[-1:]
        for who in self.example.viewers:
            for wanted in foreign:
                for method, path in MEDDLING:
                    if found := await self._ask(step, who, method, path.format(wanted)):
                        return found
            if found := await self._sign_in(step, who):
                return found
        return None

    async def _sign_in(self, step: str, who: str) -> Difference | None:
        """Sign in once more: whatever the others did, it must go as well."""
        login = f"{who}@{who}" if who in self.twins.sides[0].parties else who
        said = {"login": login, "password": PASSWORD}
        answers = await self._both(lambda side: side.ask(who, "POST", "/v1/session", said))
        if found := self._compare(step, who, "POST /v1/session", answers):
            return found
        if self.strict and answers[0].status != 201:
            raise OutOfStep(f"{who} cannot sign in: {answers[0].status}")
        return None

    def _addresses(self, who: str, *, ticked: bool, last: bool) -> Sequence[str]:
        """What is read through somebody's eyes: after a step what says most, after a tick more, at last everything."""
        if who == "nobody":
            return ("/healthz", "/readyz", "/metrics", "/v1/picture")
        if not ticked:
            return EVERY_STEP
        others = self._others() if who in self.example.viewers else []
        others = [path for path in others if path not in OPEN_TO.get(who, ())]
        self.turn += 1
        everything = last and not (self.short and who not in self.example.viewers)
        return (*EVERY_STEP, *EVERY_TICK, *(others if everything else others[self.turn % TURNS :: TURNS]))

    def _others(self) -> list[str]:
        """Every address that may be read, filled with one's own ids, others' and one that nothing has."""
        found = []
        for path in READABLE:
            if path == "/v1/levels":
                others = [*self.twins.sides[0].parties.values(), ABSENT]
                found += [f"{path}?other={party}" for party in others]
            if path == "/v1/receipts":
                found += [f"{path}?of={matter}" for matter in (*self._foreign("segment")[-1:], ABSENT)]
            if path in PUBLIC:
                found += PUBLIC[path]
                continue
            if "{" not in path:
                found += [path] + ([f"{path}?limit=1"] if path in PAGED else [])
                continue
            kind = KINDS[re.findall(r"\{(\w+)\}", path)[0]]
            wanted = [*self._own(kind)[-1:], *self._foreign(kind)[-1:], str(ABSENT)]
            found += [re.sub(r"\{\w+\}", item, path) for item in wanted]
        return found

    def _own(self, kind: str) -> list[str]:
        """Ids of the viewers' own: the same in both worlds, or the answers that told them would differ."""
        return self._ids(kind, "", self.twins.sides[:1])

    def _foreign(self, kind: str) -> list[str]:
        """Ids of others' in either world; of conflicts also the desk's."""
        found = self._ids(kind, "IS NOT TRUE", self.twins.sides)
        return found + (self._ids("conflict", "", self.twins.sides) if kind == "segment" else [])

    def _ids(self, kind: str, or_not: str, sides: tuple[Side, ...]) -> list[str]:
        own = OWN.get(kind, "party IN ({own})").format(own=self._parties())
        query = f"SELECT id FROM {kind} WHERE ({own}) {or_not} ORDER BY id"
        return [str(found) for side in sides for (found,) in side.sql(query)]

    def _parties(self) -> str:
        own = [self.twins.sides[0].parties.get(viewer, ABSENT) for viewer in self.example.viewers]
        return ", ".join(f"'{party}'" for party in own)

    def _compare(self, step: str, who: str, what: str, seen: list[Any]) -> Difference | None:
        self.compared += 1
        first, second = seen
        if first == second:
            return None
        return Difference(self.example, step, who, what, first, second)

    # What keeps the proof honest

    def _require_told(self, told: Any) -> None:
        """The service told what the release function says: or the histories would be alike in the wrong way."""
        for side in self.twins.sides:
            rows = (
                side.sql("SELECT patrol, hours FROM overlap WHERE state <> 'ended'")
                if self.example.level
                else []
            )
            known = {str(patrol): tuple(hours) for patrol, hours in rows}
            for name, hours in told.items():
                if known.get(self.doing.id_of(side, name), ()) != hours:
                    raise OutOfStep(
                        f"world {side.number}, {name}: {known.get(self.doing.id_of(side, name))} is told, not {hours}"
                    )

    def _require_near(self, near: frozenset[tuple[str, str]]) -> None:
        """Around those units an area is told, as the release function says."""
        for side in self.twins.sides:
            rows = side.sql(
                "SELECT p.slug, u.callsign FROM sighting s JOIN party p ON p.id = s.party JOIN unit u ON u.id = s.unit"
                " WHERE s.sight = 'area' AND s.state = 'open'"
            )
            if missing := near - set(rows):
                raise OutOfStep(f"world {side.number}: no area is told around {missing}")

    async def _farewell(self) -> Difference | None:
        """Say something wrong on each socket: how it ends must be alike, too."""
        for who in self.example.viewers:
            for side in self.twins.sides:
                epoch = side.sql("SELECT epoch FROM deployment")[0][0]
                side.sockets[who].say({"type": "seen", "epoch": epoch, "seq": 10_000})
                await side.sockets[who].heard(b"close")
            frames = [tuple(side.sockets[who].frames) for side in self.twins.sides]
            if found := self._compare("the end", who, "how the live socket ends", frames):
                return found
        return None


READABLE: Final = tuple(
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in route.methods and route.path not in STATIC
)
STYLES: Final = sorted(f"/{path}" for path in files(BUILT) if path.endswith(".css"))[:1]
PUBLIC: Final = {
    "/v1/places": ("/v1/places", "/v1/places?q=trip"),
    "/v1/maps/{name}": ("/v1/maps/libya", "/v1/maps/nowhere"),
    "/assets/{name}": ("/assets/nothing.js", *STYLES),
    "/mobile/{name}": ("/mobile/nothing.js", "/mobile/sw.js"),
}
"""Addresses of what is the same for everybody, whatever is in the database."""
PAGED: Final = ("/v1/patrols", "/v1/overlaps", "/v1/agreements", "/v1/conflicts")
KINDS: Final = {
    "patrol_id": "patrol",
    "overlap_id": "overlap",
    "conflict_id": "segment",
    "zone_id": "zone",
    "agreement_id": "agreement",
    "rendezvous_id": "rendezvous",
    "joint_id": "joint_patrol",
    "plan_id": "shared_plan",
    "check_id": "what_if",
    "glass_id": "glass",
    "encounter_id": "sighting",
    "sos_id": "sos",
    "incident_id": "incident",
    "photo_id": "incident_photo",
    "halt_id": "halt_told",
    "room_id": "room",
    "proposal_id": "proposal",
}
"""Which table the ids of an address are from; an address with another kind of id fails until it is added."""
OWN: Final = {
    "agreement": "party_a IN ({own}) OR party_b IN ({own})",
    "rendezvous": "one IN ({own}) OR other IN ({own})",
    "joint_patrol": "parties && ARRAY[{own}]::uuid[]",
    "room": "parties && ARRAY[{own}]::uuid[]",
    "zone": "party IN ({own}) OR party IS NULL",
    "conflict": "true",
}
"""What of a table is a party's own, where its column does not say it."""
MEDDLING: Final = (
    ("POST", "/v1/patrols/{}/withdraw"),
    ("POST", "/v1/patrols/{}/off-plan"),
    ("POST", "/v1/overlaps/{}/acknowledge"),
    ("POST", "/v1/conflicts/{}/acknowledge"),
    ("POST", "/v1/rendezvous/{}/confirm"),
    ("POST", "/v1/joint-patrols/{}/withdraw"),
    ("DELETE", "/v1/zones/{}"),
    ("POST", "/v1/sos/{}/end"),
    ("POST", "/v1/halts/{}/lift"),
    ("POST", "/v1/agreements/{}/withdraw"),
)
