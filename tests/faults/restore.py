"""A backup under load, the loss of everything since, and a restore: clients notice and go on.

Run: .venv/bin/python tests/faults/restore.py --alerts 20
Passes when every client noticed the new epoch and then has just the restored feed and what came after, no
acknowledgement stands that was not in the backup, a plan that nobody had checked at the backup is checked, the oracle
finds no difference, every ledger entry still fits its commitment, and a damaged file or a target in use is refused.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from races import oracle
from rich.progress import Progress
from standing import BASE, PASSWORD, SIDES, Up, cast, command, free_port, report, signed_in, until_idle, up

from deconflict.ledger.model import Entry, EntryKind, commitment
from deconflict_client import Alert, AsyncClient, Plan, Refreshed, Waypoint
from deconflict_client.events import RefreshReason

LOGINS = tuple(f"{name}@{slug}" for slug in SIDES for name in ("first", "second"))
NEVER = "[3600, 3600, 3600, 3600]"
SETTINGS = {
    "DECONFLICT_TICK_S": "1",
    "DECONFLICT_BUDGET_OVERLAPS": "100000",
    "DECONFLICT_LADDER_S": f'{{"critical": {NEVER}, "routine": {NEVER}}}',
}
ACKNOWLEDGED = "SELECT count(*) FROM receipt WHERE fact = 'acknowledged'"
PATIENCE_S = 120.0


@dataclass
class Client:
    """One person's device: the feed as it stands there, by epoch."""

    login: str
    http: AsyncClient
    feeds: dict[str, list[int]] = field(default_factory=dict)
    noticed: int = 0
    owed: Alert | None = None
    feed: Any = None

    async def listen(self) -> None:
        """Follow the feed for ever and remember its last alert."""
        async for event in self.feed:
            if isinstance(event, Refreshed):
                self.noticed += event.reason is RefreshReason.NEW_EPOCH
            if isinstance(event, Alert):
                self.feeds.setdefault(event.epoch, []).append(event.seq)
                self.owed = event

    async def has(self, epoch: str, last: int) -> None:
        """Wait until the device has that feed up to that number."""
        async with asyncio.timeout(PATIENCE_S):
            while self.feeds.get(epoch, [0])[-1] < last:
                await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def clients(url: str) -> AsyncIterator[list[Client]]:
    """Sign everybody in and let them listen."""
    async with contextlib.AsyncExitStack() as stack:
        found = []
        for login in (*LOGINS, "room"):
            http = await stack.enter_async_context(AsyncClient(url))
            await http.sign_in(login, PASSWORD)
            client = Client(login, http)
            client.feed = await stack.enter_async_context(http.watch())
            task = asyncio.create_task(client.listen())
            stack.callback(task.cancel)
            found.append(client)
        yield found


def drive(number: int) -> Plan:
    """A drive that both sides plan, each number somewhere else."""
    places = [(15.0, 25.0 + number * 0.05), (15.02, 25.0 + number * 0.05)]
    return Plan(
        f"U{number}",
        tuple(Waypoint(lon, lat, BASE + timedelta(minutes=10 * n)) for n, (lon, lat) in enumerate(places)),
    )


async def plan(url: str, first: int, last: int) -> None:
    """Let both sides plan to meet, once for each number."""
    for side in SIDES:
        async with signed_in(url, f"first@{side}") as client:
            for number in range(first, last):
                await client.register(drive(number))


async def told(running: Up, everybody: list[Client]) -> dict[str, int]:
    """Wait until everything found is told and every device has it; return each feed's length."""
    await until_idle(running)
    end = time.monotonic() + PATIENCE_S
    while running.count("SELECT count(*) FROM notice WHERE released_at IS NULL AND closed_at IS NULL"):
        if time.monotonic() > end:
            raise SystemExit("what is due was not told in time")
        await asyncio.sleep(0.2)
    lengths = {}
    for client in everybody:
        page = await client.http.alerts(None, 0, 1)
        await client.has(page.epoch, page.last)
        lengths[client.login] = page.last
    return lengths


def unfitting(running: Up) -> int:
    """Return how many entries of the ledger do not fit their commitment."""
    with running.truth() as seen:
        rows = seen.execute(
            "SELECT kind, party, person, subject, payload, at, salt, commitment FROM ledger_entry"
        ).fetchall()
    return sum(commitment(entry_of(*row[:6]), row[6]) != row[7] for row in rows)


def entry_of(kind: str, party: UUID, person: UUID, subject: UUID, payload: dict[str, Any], at: Any) -> Entry:
    """Read an entry."""
    return Entry(EntryKind(kind), party, person, subject, payload, at.astimezone(UTC))  # type: ignore[arg-type]


def refused(file: Path, folder: Path, running: Up) -> dict[str, bool]:
    """Tell whether a damaged file, one that is none, and a folder in use are refused."""
    whole = file.read_bytes()
    cut, changed = file.with_name("cut"), file.with_name("changed")
    cut.write_bytes(whole[: len(whole) // 2])
    middle = len(whole) // 2
    changed.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    tries = {
        "cut": (cut, folder / "empty1"),
        "changed": (changed, folder / "empty2"),
        "no_backup": (folder / "up.log", folder / "empty3"),
        "in_use": (file, running.data),
    }
    return {
        name: command("restore", str(of), "--data", str(to)).returncode == 2
        for name, (of, to) in tries.items()
    }


async def main(alerts: int, folder: Path) -> None:
    """Run it and report."""
    port, file, new = free_port(), folder / "backup", folder / "new"
    with Progress() as progress:
        bar = progress.add_task("restore", total=5)
        async with contextlib.AsyncExitStack() as everything:
            with up(folder, port, **SETTINGS) as running:
                await cast(running, 3 * alerts + 1)
                everybody = await everything.enter_async_context(clients(running.url))
                await plan(running.url, 0, alerts)
                await told(running, everybody)
                answered = everybody[0].owed
                assert answered is not None
                await everybody[0].http.acknowledge(answered.epoch, answered.seq)
                acknowledged = running.count(ACKNOWLEDGED)
                progress.advance(bar)
                [checker] = running.children("plans")
                os.kill(checker, signal.SIGSTOP)  # so that the backup has plans nobody has looked at
                try:
                    await plan(running.url, alerts, alerts + 1)
                    began = time.monotonic()
                    made = command("backup", str(file), "--data", str(running.data), "--json")
                    backup_s = time.monotonic() - began
                finally:
                    os.kill(checker, signal.SIGCONT)
                if made.returncode:
                    raise SystemExit(made.stderr)
                await plan(running.url, alerts + 1, 2 * alerts)
                await told(running, everybody)
                refusals = refused(file, folder, running)
                progress.advance(bar)
            for client in everybody:
                assert client.owed is not None
                await client.feed.acknowledge(client.owed)  # offline, of an alert that the backup has not
            began = time.monotonic()
            done = command("restore", str(file), "--data", str(new / "d"), "--json")
            restore_s = time.monotonic() - began
            if done.returncode:
                raise SystemExit(done.stderr)
            before, epoch = json.loads(made.stdout)["epoch"], json.loads(done.stdout)["epoch"]
            progress.advance(bar)
            with up(new, port, **SETTINGS) as running:
                at_first = await told(running, everybody)
                progress.advance(bar)
                await plan(running.url, 2 * alerts, 3 * alerts)
                lengths = await told(running, everybody)
                await asyncio.sleep(3)  # what a device would still state
                bad = {
                    "epochs_alike": int(epoch == before),
                    "did_not_notice": sum(client.noticed != 1 for client in everybody),
                    "feeds_out_of_step": sum(
                        client.feeds.get(epoch, []) != list(range(1, lengths[client.login] + 1))
                        for client in everybody
                    ),
                    "unchecked_left": int(at_first["first@west"] != alerts + 1),
                    "acknowledgements_misplaced": abs(running.count(ACKNOWLEDGED) - acknowledged),
                    "ledger_unfitting": unfitting(running),
                    "wrongly_accepted": sum(not each for each in refusals.values()),
                }
                difference = await oracle(running)
                bad |= {"missed": len(difference.missed), "stale": len(difference.stale)}
                progress.advance(bar)
    figures = {
        "clients": len(everybody),
        "alerts_before": {login: at_first[login] for login in LOGINS[:1]},
        "backup_s": round(backup_s, 1),
        "backup_bytes": file.stat().st_size,
        "restore_s": round(restore_s, 1),
        **bad,
    }
    report(figures, passed=not any(bad.values()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as place:
        Path(place).chmod(0o711)
        asyncio.run(main(asked.alerts, Path(place)))
