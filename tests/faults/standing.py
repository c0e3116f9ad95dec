"""What the fault scripts share: a real `deconflict up`, people who speak to it, and the truth in its tables."""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from deconflict.flows import administer
from deconflict.flows.administer import add_party, add_person, add_unit
from deconflict.parties.model import Role
from deconflict.parties.store import party_with_slug
from deconflict.runtime.administrator import administrator
from deconflict.runtime.database import OwnerDatabase
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.settings import Settings
from deconflict_client import AsyncClient, Plan, Waypoint

PASSWORD = "a long enough password"
SIDES = ("east", "west")
CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
"""The least argon2id allows: a quarter of a second of a core for each password is not what is looked at here."""
DOOR = asyncio.Lock()
BASE = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)


@dataclass
class Up:
    """A running `deconflict up`, in a process group of its own."""

    process: subprocess.Popen[str]
    url: str
    data: Path

    def children(self, part: str) -> list[int]:
        """Return the ids of the processes of one part: `serve`, `plans`, `live`, or `postgres` for the postmaster."""
        if part == "postgres":
            pid_file = next(self.data.rglob("postmaster.pid"), None)
            return [] if pid_file is None else [int(pid_file.read_text().split()[0])]
        listed = subprocess.run(
            # Whole lines: in 80 columns, which is what a worker of pytest has, they end before what names the part.
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        return [int(line.split()[0]) for line in listed.splitlines() if re.search(rf"\b{part}\b", line)]

    def kill(self, part: str) -> bool:
        """SIGKILL one part by its process id; False when it is not there at this moment."""
        for pid in self.children(part):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    @contextlib.contextmanager
    def truth(self) -> Iterator[psycopg.Connection]:
        """Connect as the administrator, to see what is really stored."""
        with (
            administrator(Settings(data_dir=self.data)) as url,
            psycopg.connect(conninfo(url), autocommit=True) as seen,
        ):
            yield seen

    def count(self, query: str) -> int:
        """Return the number a query counts."""
        with self.truth() as seen:
            row = seen.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0


@contextlib.contextmanager
def up(data: Path, port: int = 0, **environment: str) -> Iterator[Up]:
    """Run the service on a loopback port (0: a free one) while the block lasts; its log goes to the data folder."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "up.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deconflict", "up", "--port", str(port), "--data", str(data / "d")],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore", **environment},
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("ready "):
                    yield Up(process, line.split()[1], data / "d")
                    return
            raise SystemExit(f"the service did not come up: see {data / 'up.log'}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            if process.stdout is not None:
                process.stdout.close()


@patch.object(administer, "PASSWORDS", CHEAP)
async def cast(running: Up, units: int) -> None:
    """Add two rival parties with officers and units, and the desk."""
    now = datetime.now(UTC)
    with administrator(Settings(data_dir=running.data)) as url:
        async with OwnerDatabase(url) as database, database.transaction() as owner:
            for slug in SIDES:
                party = await add_party(owner, slug, slug, now)
                for number in range(units):
                    await add_unit(owner, party.id, f"U{number}", now)
                for officer in ("first", "second"):
                    await add_person(owner, party.id, officer, officer, Role.LIAISON, PASSWORD, now)
            await add_person(owner, None, "room", "room", Role.DESK, PASSWORD, now)


@patch.object(administer, "PASSWORDS", CHEAP)
async def cast_all(running: Up, units: int = 3) -> None:
    """Add two rival parties and somebody of every role."""
    await cast(running, units)
    now = datetime.now(UTC)
    with administrator(Settings(data_dir=running.data)) as url:
        async with OwnerDatabase(url) as database, database.transaction() as owner:
            east = await party_with_slug(owner, "east")
            assert east is not None
            for login, role in (("duty", Role.DUTY_OFFICER), ("crew", Role.CREW)):
                await add_person(owner, east.id, login, login, role, PASSWORD, now)
            for role in (Role.FACILITATOR, Role.OVERSIGHT, Role.OPERATOR):
                login = "operator2" if role is Role.OPERATOR else role.value
                await add_person(owner, None, login, role.value, role, PASSWORD, now)


@contextlib.asynccontextmanager
async def signed_in(url: str, login: str) -> AsyncIterator[AsyncClient]:
    """Speak as somebody."""
    async with AsyncClient(url) as client:
        async with DOOR:  # one at a time: a crowd at the door is no part of what is looked at
            await client.sign_in(login, PASSWORD)
        yield client


def hot_plan(dice: random.Random, unit: str, slot: int) -> Plan:
    """Return a drive of 20 minutes somewhere in a hot area of about 30 by 30 km, in one half-hour of a day."""
    start = BASE + timedelta(minutes=30 * slot)
    places = [(15.0 + dice.random() * 0.3, 32.0 + dice.random() * 0.27) for _ in range(2)]
    middle = tuple((a + b) / 2 + dice.uniform(-0.01, 0.01) for a, b in zip(*places, strict=True))
    way = [places[0], middle, places[1]]
    times = [start, start + timedelta(minutes=10), start + timedelta(minutes=20)]
    return Plan(
        unit,
        tuple(Waypoint(lon, lat, at) for (lon, lat), at in zip(way, times, strict=True)),
        time_tolerance_s=dice.choice((0, 120, 300)),
        lateral_tolerance_m=dice.choice((0, 50)),
    )


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the operator's to its end."""
    return subprocess.run(
        [sys.executable, "-m", "deconflict", *words],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def until_idle(running: Up, patience_s: float = 600.0) -> float:
    """Wait until nothing is due to be checked; return how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < patience_s:
        if running.count("SELECT count(*) FROM check_due") == 0:
            return time.monotonic() - began
        await asyncio.sleep(0.5)
    raise SystemExit("the checker did not get done in time")


def report(figures: dict[str, Any], *, passed: bool) -> None:
    """Print the figures as JSON and end with the verdict."""
    print(json.dumps({**figures, "passed": passed}, indent=2))
    raise SystemExit(0 if passed else 1)
