"""A storm: five hundred clients lose their line at once, alerts pile up meanwhile, and all come back together.

Run: .venv/bin/python tests/faults/storm.py --sockets 500 --alerts 40
Passes when every client has every alert, in order and without a gap, at most 10 s after the line is back, with nobody
turned away and no connection ended meanwhile.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from rich.progress import Progress
from standing import BASE, SIDES, Up, cast, report, signed_in, until_idle, up
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from deconflict.alerts.model import FeedId
from deconflict.alerts.store import add_feed
from deconflict.flows.sign_in import NOBODY, digest
from deconflict.parties import store as parties
from deconflict.parties.model import Person, PersonId, Role, SessionId, Viewer
from deconflict.parties.store import party_with_slug
from deconflict.runtime.administrator import administrator
from deconflict.runtime.database import OwnerDatabase
from deconflict.runtime.ids import new_id, new_token
from deconflict.runtime.settings import Settings
from deconflict_client import Plan, Waypoint
from deconflict_client.following import RECONNECTING
from deconflict_client.sockets import OPEN_TIMEOUT_S

EACH = 4
"""How many devices a person has."""
SETTINGS = {"DECONFLICT_TICK_S": "1", "DECONFLICT_BUDGET_OVERLAPS": "100000"}


@dataclass
class Client:
    """One device: what it has heard, and how often it was turned away or cut off."""

    url: str
    token: str
    epoch: str | None = None
    last: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    back_after_s: float = 0.0
    line: ClientConnection | None = None

    async def until(self, last: int) -> None:
        """Connect, and as every client does again when that fails, until that alert has come."""
        began = time.monotonic()
        while self.last < last:
            try:
                if self.line is None:
                    self.line = await self.dial()
                await self.hear(self.line, last)
            except (InvalidStatus, ConnectionClosed, OSError) as fault:
                self.line = None
                self.failures[_named(fault)] += 1
                failed = sum(self.failures.values())
                await asyncio.sleep(RECONNECTING.delay_s(failed, random.random()))
        self.back_after_s = time.monotonic() - began

    async def dial(self) -> ClientConnection:
        """Open a socket and say hello."""
        line = await connect(
            self.url.replace("http", "ws") + "/v1/live",
            subprotocols=[Subprotocol("deconflict.v1")],
            additional_headers={"Authorization": f"Bearer {self.token}"},
            compression=None,
            open_timeout=OPEN_TIMEOUT_S,
        )
        await line.send(orjson.dumps({"type": "hello", "epoch": self.epoch, "after": self.last}).decode())
        return line

    async def hear(self, line: ClientConnection, last: int) -> None:
        """Listen until that number has come; the next number is the only one that may come."""
        while self.last < last:
            message = orjson.loads(await line.recv())
            if message["type"] == "alert":
                if message["seq"] != self.last + 1:
                    raise SystemExit(f"{message['seq']} came after {self.last}")
                self.last = message["seq"]
                await line.send(f'{{"type":"received","epoch":"{self.epoch}","seq":{self.last}}}')
            elif message["type"] == "welcome":
                self.epoch = message["epoch"]

    def cut(self) -> None:
        """Lose the line without a word."""
        if self.line is not None:
            self.line.transport.abort()
        self.line = None


def _named(fault: Exception) -> str:
    if isinstance(fault, InvalidStatus):
        return str(fault.response.status_code)
    if isinstance(fault, ConnectionClosed):
        return str(fault.rcvd.code if fault.rcvd else "cut")
    return type(fault).__name__


async def enlist(running: Up, officers: int) -> list[str]:
    """Add that many officers to the east and open a session of each; return their tokens.

    Their sessions are opened past the log-in, which takes a tenth of a second of a core each, on purpose.
    """
    now, tokens = datetime.now(UTC), [new_token() for _ in range(officers)]
    with administrator(Settings(data_dir=running.data)) as url:
        async with OwnerDatabase(url) as database, database.transaction() as owner:
            east = await party_with_slug(owner, "east")
            assert east is not None
            for number, token in enumerate(tokens):
                person = Person(PersonId(new_id()), east.id, f"o{number}", f"o{number}", Role.LIAISON)
                await parties.add_person(owner, person, NOBODY)
                await add_feed(owner, FeedId(new_id()), person.id, east.id)
                until = now + timedelta(hours=1)
                viewer = Viewer(SessionId(new_id()), person.id, east.id, person.role, None, until)
                await parties.open_session(owner, viewer, digest(token), now)
    return tokens


def spent_s(running: Up) -> float:
    """Return how many seconds of a core the serving process has used."""
    [pid] = running.children("serve")
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


async def meet(running: Up, first: int, last: int) -> int:
    """Let both sides plan to meet, once for each number; return how many alerts each officer has then."""
    for side in SIDES:
        async with signed_in(running.url, f"first@{side}") as client:
            for number in range(first, last):
                await client.register(drive(number))
    await until_idle(running)
    for _ in range(120):
        if running.count("SELECT count(*) FROM notice WHERE released_at IS NULL AND closed_at IS NULL") == 0:
            break
        await asyncio.sleep(0.5)
    return running.count(
        "SELECT last_seq FROM feed JOIN person ON person.id = feed.person WHERE login = 'o0'"
    )


def drive(number: int) -> Plan:
    """A drive that both sides plan, each number somewhere else."""
    places = [(15.0, 25.0 + number * 0.05), (15.02, 25.0 + number * 0.05)]
    return Plan(
        f"U{number}",
        tuple(Waypoint(lon, lat, BASE + timedelta(minutes=10 * n)) for n, (lon, lat) in enumerate(places)),
    )


async def main(sockets: int, alerts: int, within_s: float, data: Path) -> None:
    """Run it and report."""
    with up(data, **SETTINGS) as running, Progress() as progress:
        bar = progress.add_task("storm", total=5)
        await cast(running, alerts + 1)
        tokens = await enlist(running, -(-sockets // EACH))
        clients = [Client(running.url, tokens[number % len(tokens)]) for number in range(sockets)]
        progress.advance(bar)
        first = await meet(running, 0, 1)
        progress.advance(bar)
        began = time.monotonic()
        await asyncio.gather(*(client.until(first) for client in clients))
        opened_s = time.monotonic() - began
        at_first = sum((client.failures for client in clients), Counter[str]())
        progress.advance(bar)
        for client in clients:
            client.cut()
            client.failures.clear()
        last = await meet(running, 1, alerts + 1)
        progress.advance(bar)
        began, spent = time.monotonic(), spent_s(running)
        await asyncio.gather(*(client.until(last) for client in clients))
        took, spent = time.monotonic() - began, spent_s(running) - spent
        progress.advance(bar)
        for client in clients:
            client.cut()
    failures = sum((client.failures for client in clients), Counter[str]())
    figures = {
        "sockets": sockets,
        "people": len(tokens),
        "alerts_missed_by_each": last - first,
        "all_opened_s": round(opened_s, 2),
        "turned_away_at_first": dict(at_first),
        "all_back_s": round(took, 2),
        "median_back_s": round(statistics.median(client.back_after_s for client in clients), 2),
        "seconds_of_a_core": round(spent, 1),
        "turned_away": dict(failures),
    }
    report(figures, passed=took <= within_s and not failures and not at_first and last > first)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--alerts", type=int, default=40)
    parser.add_argument("--within", type=float, default=10.0, help="seconds until all have to be back")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as folder:
        Path(folder).chmod(0o711)
        asyncio.run(main(asked.sockets, asked.alerts, asked.within, Path(folder)))
