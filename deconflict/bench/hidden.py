"""Whether the time of an answer tells of what is hidden (DIS-06): a question with hidden facts behind it, and without.

The application runs in this process, without a wire, so that little else varies; no engine beside it. Each pair of
questions is asked in turn, in an order drawn anew each time.
"""

import gc
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID, uuid4

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from rich.table import Table

from deconflict.app import bare_app, stand
from deconflict.bench.ground import Ground, ground
from deconflict.bench.machine import machine
from deconflict.bench.progress import Stages
from deconflict.bench.welch import Sameness, sameness
from deconflict.engine.engine import Engine
from deconflict.flows import administer, sign_in
from deconflict.flows.deployment import Deployment
from deconflict.parties.model import Role
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.clock import SystemClock
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings

PASSWORD: Final = "a long password"  # noqa: S105  (of people who are gone with their database)
PLACES: Final = {"near": 32.0, "alone": 24.0}
RIVALS: Final = 40
UNITS: Final = 2
WARM_UP: Final = 100
Ask = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class HiddenReport:
    """How alike each pair of answers is, by what was asked."""

    machine: dict[str, Any]
    pairs: dict[str, Sameness]

    @property
    def same(self) -> bool:
        """Whether no answer's time tells of anything hidden."""
        return all(pair.same for pair in self.pairs.values())

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self) | {"same": self.same}

    def as_table(self) -> Table:
        """Return the figures as a person reads them."""
        table = Table("asked", "one, ms", "other, ms", "t", "t of the fastest 9/10", "same")
        for name, pair in self.pairs.items():
            figures = (f"{pair.one_ms:.3f}", f"{pair.other_ms:.3f}", f"{pair.t:.2f}", f"{pair.t_cropped:.2f}")
            table.add_row(name, *figures, "yes" if pair.same else "no")
        return table


@dataclass
class Desk:
    """The application, and the tokens of who asks."""

    app: Any
    tokens: dict[str, str]
    addresses: Iterator[int] = field(default_factory=count)
    """Each request is somebody else's, so that nobody is slowed down."""

    async def ask(self, who: str, method: str, path: str, said: Any = None) -> tuple[int, bytes]:
        """Make a request as somebody, and return what was answered."""
        body = b"" if said is None else json.dumps(said).encode()
        headers = [(b"host", b"d.test"), (b"content-type", b"application/json")]
        if who in self.tokens:
            headers.append((b"authorization", f"Bearer {self.tokens[who]}".encode()))
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
        }
        scope |= {
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
        }
        scope |= {
            "headers": headers,
            "client": (str(next(self.addresses)), 7),
            "server": ("d.test", 80),
            "state": {},
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:])

    async def made(self, who: str, path: str, said: Any) -> dict[str, Any]:
        """Make something, and return it; whatever is refused ends the bench."""
        status, body = await self.ask(who, "POST", path, said)
        if status != 201:
            raise RuntimeError(f"{path}: {status} {body[:300]!r}")
        return dict(json.loads(body))


async def measure_hidden(settings: Settings, samples: int, data: Path | None, stages: Stages) -> HiddenReport:
    """Fill a fresh database, and ask everything both ways."""
    with ground(settings, data) as fresh:
        async with _standing(fresh, settings) as desk:
            questions = await _questions(fresh, desk, settings)
            pairs = {}
            for name, (one, other) in questions.items():
                with stages.stage(name, samples) as advance:
                    pairs[name] = await _compared(one, other, samples // 2, advance)
            return HiddenReport(machine(fresh), pairs)


async def _compared(one: Ask, other: Ask, rounds: int, advance: Callable[[int], None]) -> Sameness:
    dice = random.Random(1)  # noqa: S311  (an order, no secret)
    took: dict[Ask, list[float]] = {one: [], other: []}
    gc.collect()
    gc.disable()
    try:
        for number in range(WARM_UP + rounds):
            for ask in dice.sample((one, other), 2):
                begin = perf_counter()
                await ask()
                took[ask].append(perf_counter() - begin)
            advance(2)
            if number % 500 == 0:
                gc.collect()
    finally:
        gc.enable()
    return sameness(took[one][WARM_UP:], took[other][WARM_UP:])


@asynccontextmanager
async def _standing(fresh: Ground, settings: Settings) -> AsyncIterator[Desk]:
    """Stand the application over parties of which A and B meet at level 0, while C is alone and D only signs."""
    unused = settings.with_secrets("unused", fresh.key.decode())
    told = unused.model_copy(update={"default_level": 0})
    api = drop_privileges(fresh.url, "api", fresh.key)
    with _quick_passwords():
        await _people(fresh)
        async with Database(api, context_key=fresh.key, pool_size=2) as database:
            app = bare_app()
            stand(app, told, database, SystemClock())
            desk = Desk(app, {})
            for who in ("a", "b", "c"):
                said = {"login": f"{who}@{who}", "password": PASSWORD}
                desk.tokens[who] = (await desk.made("", "/v1/session", said))["token"]
            yield desk


@contextmanager
def _quick_passwords() -> Iterator[None]:
    """Hash with the least that argon2id allows: a slow hash would hide what else takes time."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with (
        patch.object(administer, "PASSWORDS", quick),
        patch.object(sign_in, "PASSWORDS", quick),
        patch.object(sign_in, "NOBODY", quick.hash("nobody")),
    ):
        yield


async def _people(fresh: Ground) -> None:
    now = datetime.now(UTC)
    async with OwnerDatabase(fresh.url) as database, database.transaction() as owner:
        for slug in ("a", "b", "c", "d"):
            party = await administer.add_party(owner, slug, f"Party {slug}", now)
            for unit in range(1, RIVALS + 1 if slug == "b" else UNITS + 1):
                await administer.add_unit(owner, party.id, f"U{unit}", now)
            await administer.add_person(owner, party.id, slug, slug, Role.LIAISON, PASSWORD, now)


async def _questions(fresh: Ground, desk: Desk, settings: Settings) -> dict[str, tuple[Ask, Ask]]:
    """Let the parties do what is hidden, and return what is asked of it: with it, and without."""
    start = datetime.now(UTC) + timedelta(days=1)
    for unit in range(1, RIVALS + 1):
        theirs = await desk.made("b", "/v1/patrols", _plan(f"U{unit}", PLACES["near"], start, 600))
    for who, place in (("a", "near"), ("c", "alone")):
        await desk.made(who, "/v1/patrols", _plan("U1", PLACES[place], start, 600))
    agreement = await _agreement(fresh, desk)
    async with CheckerDatabase(drop_privileges(fresh.url, "checker", fresh.key)) as database:
        deployment = Deployment.of(settings.model_copy(update={"default_level": 0}))
        engine = Engine(database, deployment, SystemClock())
        await engine.check_all()
        await engine.release_at_tick(datetime.now(UTC))
    with fresh.administrator() as connection:
        connection.execute(b"ANALYZE")
        [(conflict,)] = connection.execute(b"SELECT id FROM conflict LIMIT 1").fetchall()
    foreign = {"patrols": theirs["id"], "agreements": agreement, "conflicts": conflict}
    found: dict[str, tuple[Ask, Ask]] = {
        f"GET /v1/{kind}/…, a rival's and one that never was": (
            _asking(desk, "a", "GET", f"/v1/{kind}/{{}}", (known,)),
            _asking(desk, "a", "GET", f"/v1/{kind}/{{}}", None),
        )
        for kind, known in foreign.items()
    }
    for path in ("/v1/overlaps", "/v1/picture", "/v1/alerts"):
        found[f"GET {path}, with hidden rivals near and with none"] = (
            _asking(desk, "a", "GET", path, ()),
            _asking(desk, "c", "GET", path, ()),
        )
    found["POST /v1/session, a known login and an unknown one"] = (
        _knocking(desk, "a@a"),
        _knocking(desk, "x@a"),
    )
    found["POST /v1/session, a known party and an unknown one"] = (
        _knocking(desk, "x@a"),
        _knocking(desk, "x@x"),
    )
    found["POST /v1/patrols, among hidden rivals and far from all"] = (
        _registering(desk, "a", PLACES["near"]),
        _registering(desk, "c", PLACES["alone"]),
    )
    return found


async def _agreement(fresh: Ground, desk: Desk) -> str:
    """Let B and D draft something that A has no part in; nor has C, whose own agreements take time to read."""
    with fresh.administrator() as connection:
        rows = connection.execute(b"SELECT id FROM party WHERE slug IN ('b', 'd')").fetchall()
    pair = [str(party) for (party,) in rows]
    until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    terms: Mapping[str, Any] = {"parties": pair, "levels": {"elsewhere": 1}, "expires_at": until}
    said = dict(terms) | {"minimum_m": dict.fromkeys(pair, 1000)}
    return str((await desk.made("b", "/v1/agreements", said))["id"])


def _asking(desk: Desk, who: str, method: str, path: str, known: tuple[UUID | str, ...] | None) -> Ask:
    async def ask() -> None:
        await desk.ask(who, method, path.format(*(known if known is not None else (uuid4(),))))

    return ask


def _knocking(desk: Desk, login: str) -> Ask:
    async def ask() -> None:
        await desk.ask("", "POST", "/v1/session", {"login": login, "password": "a wrong password"})

    return ask


def _registering(desk: Desk, who: str, lat: float) -> Ask:
    """Register one short drive after the other, as one unit can."""
    at = [datetime.now(UTC) + timedelta(days=1, hours=1)]

    async def ask() -> None:
        at[0] += timedelta(seconds=200)
        await desk.ask(who, "POST", "/v1/patrols", _plan("U2", lat, at[0], 60))

    return ask


def _plan(unit: str, lat: float, start: datetime, seconds: float) -> dict[str, Any]:
    """A kilometre or so eastwards, as it is handed in."""
    times = [start.isoformat(), (start + timedelta(seconds=seconds)).isoformat()]
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[15.0, lat], [15.01, lat]]},
        "properties": {"unit": unit, "coordinateProperties": {"times": times}, "time_tolerance_s": 0},
    }
