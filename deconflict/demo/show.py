"""The demonstration from its beginning to its end: once with a verdict, or open to visitors until it is stopped."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deconflict.demo.model import Story
from deconflict.demo.onward import Onward
from deconflict.demo.play import Play, plan_of, quiet_s
from deconflict.demo.report import Json
from deconflict.demo.seats import Say, Table, seated, signed_in
from deconflict.demo.story import into_the_way
from deconflict_client import AsyncClient, Unavailable

READING_S: Final = 4.0
"""How long a chapter is left standing for whoever reads along, at speed 1."""

ANSWER_S: Final = 8.0
"""How long an alert of the story waits for a visitor's answer, at speed 1: long enough to be looked at."""

LONGEST_ANSWER_S: Final = 20.0

FRESH_S: Final = 2 * 3600.0
"""After so long the story is told anew: by then its first patrols are about to set out."""

FAULTS: Final = (
    "missing",
    "unexpected",
    "unacknowledged",
    "undelivered",
    "conflicts_missing",
    "conflicts_unexpected",
    "faults",
)

TRY_IT: Final = "try-it.geojson"


@dataclass(frozen=True)
class Show:
    """The story on a running service, with everybody's password by login."""

    story: Story
    url: str
    passwords: Mapping[str, str]
    tick_s: float
    say: Say

    async def once(self) -> Json:
        """Play the story without a pause and return the summary."""
        async with self._table() as table:
            return await Play(self.story, table, datetime.now(UTC), self.tick_s, self.say).perform(0)

    async def on_and_on(self, folder: Path, speed: float) -> None:
        """Play for readers, then go on for visitors; begin again before plans are stale, or once the service answers.

        A laptop that was asleep wakes to a service that has not answered for hours.
        """
        while True:
            try:
                await self._for_visitors(folder, speed)
            except* Unavailable:
                self.say("The service has not answered for a while: the story begins again.")
                await asyncio.sleep(quiet_s(self.tick_s))

    async def _for_visitors(self, folder: Path, speed: float) -> None:
        async with self._table(min(ANSWER_S / speed, LONGEST_ANSWER_S)) as table:
            began = datetime.now(UTC)
            play = Play(self.story, table, began, self.tick_s, self.say)
            self.say(verdict(await play.perform(READING_S / speed)))
            (folder / TRY_IT).write_text(json.dumps(plan_of(into_the_way(), began).feature(), indent=1))
            self.say(invitation(self.url, folder / TRY_IT))
            await Onward(play).go_on(FRESH_S)

    @asynccontextmanager
    async def _table(self, hold_s: float = 0.0) -> AsyncIterator[Table]:
        """Have everybody sit down, after what an earlier performance left is cleared away and told of."""
        async with signed_in(self.url, self.story.members, self.passwords) as clients:
            officers = [member.login for member in self.story.members if member.role == "liaison"]
            if sum([await cleared_by(clients[login]) for login in officers]):
                await asyncio.sleep(quiet_s(self.tick_s))
            async with seated(self.story.members, clients, self.say, hold_s) as table:
                yield table


async def cleared_by(client: AsyncClient) -> int:
    """Withdraw or end every patrol and every call for help of an officer's party; return how many."""
    cleared = 0
    for patrol in await client.patrols():
        if patrol.state == "registered":
            await client.withdraw(patrol.id)
        elif patrol.state in {"active", "off_plan"}:
            await client.end(patrol.id)
        else:
            continue
        cleared += 1
    for call in await client.calls_for_help():
        if call.ended_at is None and call.unit is not None:
            await client.end_call(call.id)
            cleared += 1
    return cleared


def verdict(summary: Json) -> str:
    """Return in one line how it went."""
    if summary["ok"]:
        return "Everyone who had to know was told and has acknowledged; nobody else was told anything."
    wrong = {name: summary[name] for name in FAULTS if summary[name]}
    return f"NOT as the story wants it: {json.dumps(wrong)}"


def invitation(url: str, file: Path) -> str:
    """Return what a visitor may do next: three commands."""
    program = client_program()
    return f"""
Now you, in another terminal, after `export DECONFLICT_URL={url}`:

  {program} login karim@west
  {program} register {file}
  {program} watch

This puts a western patrol right into the way of Saqr 4. Karim is told of his own patrol and the hours, no more;
the room (login `room`) hears at once how close, where and when; `layla@coast` hears nothing.
"""


def client_program() -> str:
    """Return how the client is called from here: by its name, or where it lies beside this Python."""
    name = "deconflict-client"
    beside = Path(sys.executable).with_name(name)
    if shutil.which(name) is not None or not beside.exists():
        return name
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)
