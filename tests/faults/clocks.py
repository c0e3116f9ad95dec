"""Wrong clocks: devices a day fast or slow, fixes twice and in any order, a service clock that steps by an hour.

Run: .venv/bin/python tests/faults/clocks.py --fixes 60
Passes when every device's track is the same whatever its clock showed, an old fix rang nobody, whoever had signed out
stays out at every step of the clock, and whoever planned to meet was told at every step, feeds without gaps. The clock
that steps is the one that hours on record are compared with (`service_now`); the machine's own, which signs and
expires, is one with the database's here and is not turned.
"""

import argparse
import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kills import GAPS
from rich.progress import Progress
from standing import PASSWORD, SIDES, Up, cast, report, signed_in, until_idle, up
from storm import drive

from deconflict.tracking import packing
from deconflict.tracking.rules import unpack
from deconflict_client import AsyncClient, SignedOut
from deconflict_client.positions import Fix

CLOCKS = {"U0": timedelta(), "U1": timedelta(days=1), "U2": timedelta(days=-1), "U3": timedelta(hours=-1)}
STEPS = ("1 hour", "-1 hour", "0 hours")
WITHIN = timedelta(seconds=10)
"""How far a track may be shifted: a clock is only known as well as its upload was quick."""
SETTINGS = {"DECONFLICT_TICK_S": "1", "DECONFLICT_BUDGET_OVERLAPS": "100000"}
STEP = """
    CREATE OR REPLACE FUNCTION service_now() RETURNS timestamptz
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT now() + interval '{}' $$
"""
RANG = "SELECT count(*) FROM alert WHERE kind = 'encounter' AND rings"
TRACKS = "SELECT callsign, fixes FROM upload JOIN unit ON unit.id = upload.unit JOIN party ON party.id = upload.party"
PATIENCE_S = 60.0


async def drive_all(client: AsyncClient, fixes: int, began: datetime) -> None:
    """Report the same drive by devices whose clocks differ, in pieces, shuffled, each piece twice."""
    dice = random.Random(1)
    for row, (unit, wrong) in enumerate(CLOCKS.items()):
        track = [
            Fix(began + timedelta(seconds=n) + wrong, 15.0 + n * 0.0001, 30.0 + row, 5.0)
            for n in range(fixes)
        ]
        pieces = [track[at : at + 10] for at in range(0, fixes, 10)] * 2
        dice.shuffle(pieces)
        for piece in pieces:
            dice.shuffle(piece)
            await client.report_positions(unit, piece, sent_at=datetime.now(UTC) + wrong)


def tracks(running: Up) -> dict[str, dict[tuple[float, float], datetime]]:
    """Return when each of the east's units was where, as it is stored."""
    found: dict[str, dict[tuple[float, float], datetime]] = {}
    with running.truth() as seen:
        for callsign, stored in seen.execute(f"{TRACKS} WHERE slug = 'east'".encode()).fetchall():
            found.setdefault(callsign, {}).update(
                {(fix.lon, fix.lat): fix.at for fix in packing.fixes(unpack(stored))}
            )
    return found


def astray(running: Up, fixes: int, began: datetime) -> int:
    """Return how many fixes are missing, or are not stored at the time at which they were."""
    found, wrong = tracks(running), 0
    for row, unit in enumerate(CLOCKS):
        for n in range(fixes):
            at = found.get(unit, {}).get((15.0 + n * 0.0001, 30.0 + row))
            wrong += at is None or abs(at - began - timedelta(seconds=n)) > WITHIN
    return wrong


async def old_beside_new(east: AsyncClient, west: AsyncClient) -> None:
    """Let the west report from two hours ago the very place where the east is now."""
    for _ in range(5):
        now = datetime.now(UTC)
        await east.report_positions("U5", [Fix(now, 20.0, 27.0, 5.0)])
        await west.report_positions("U5", [Fix(now - timedelta(hours=2), 20.0, 27.0, 5.0)])
        await asyncio.sleep(1.0)


async def is_out(url: str, token: str) -> bool:
    """Tell whether a session that was ended stays ended."""
    async with AsyncClient(url) as client:
        client.token = token
        try:
            await client.alerts()
        except SignedOut:
            return True
        return False


async def told(running: Up, number: int) -> bool:
    """Let both sides plan to meet, and tell whether both are told of it."""
    count = "SELECT count(*) FROM alert JOIN party ON party.id = party WHERE kind = 'overlap' AND change = 'opened'"
    before = running.count(count)
    for side in SIDES:
        async with signed_in(running.url, f"first@{side}") as client:
            await client.register(drive(number))
    await until_idle(running)
    end = time.monotonic() + PATIENCE_S
    while running.count(count) < before + 4 and time.monotonic() < end:
        await asyncio.sleep(0.5)
    return running.count(count) == before + 4


def step(running: Up, by: str) -> None:
    """Let the service's clock show something else from now on."""
    with running.truth() as seen:
        seen.execute(STEP.format(by).encode())


async def main(fixes: int, folder: Path) -> None:
    """Run it and report."""
    with up(folder, **SETTINGS) as running, Progress() as progress:
        bar = progress.add_task("clocks", total=2 + len(STEPS))
        await cast(running, 6 + len(STEPS))
        async with AsyncClient(running.url) as leaving:
            await leaving.sign_in("second@east", PASSWORD)
            token = leaving.token or ""
            await leaving.sign_out()
        async with (
            signed_in(running.url, "first@east") as east,
            signed_in(running.url, "first@west") as west,
        ):
            began = datetime.now(UTC) - timedelta(seconds=fixes)
            await drive_all(east, fixes, began)
            progress.advance(bar)
            await old_beside_new(east, west)
            await asyncio.sleep(3)
        progress.advance(bar)
        bad = {"fixes_astray": astray(running, fixes, began), "old_fixes_rang": running.count(RANG)}
        revived, untold = 0, 0
        for number, by in enumerate(STEPS):
            step(running, by)
            revived += not await is_out(running.url, token)
            untold += not await told(running, 6 + number)
            progress.advance(bar)
        bad |= {"sessions_revived": revived, "steps_untold": untold, "feeds_with_gaps": running.count(GAPS)}
    report(
        {"devices": len(CLOCKS), "fixes": fixes, "steps": list(STEPS), **bad}, passed=not any(bad.values())
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fixes", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as place:
        Path(place).chmod(0o711)
        asyncio.run(main(asked.fixes, Path(place)))
