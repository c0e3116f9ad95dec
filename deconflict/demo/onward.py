"""What goes on once the story is told, for whoever comes in later: units drive to and fro, fresh patrols would meet.

Each round's patrols are withdrawn two rounds later and what was heard is forgotten, so that it can go on for days.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from deconflict.demo.model import Calls, Moves, Place, Registers, Story, Turns
from deconflict.demo.moving import PAIR, SPEED_MS
from deconflict.demo.places import town
from deconflict.demo.play import Play, plan_of
from deconflict.demo.trust import crossing
from deconflict_client import Patrol, Problem

ROUND_S: Final = 200.0
"""The pair's way to and fro takes as long, so each round has its own encounter."""
HOLD_S: Final = 190.0
"""How long alerts wait for a visitor's answer before those of the story give theirs."""
REPORT_S: Final = 2.0
"""How often each unit says where it is: of days of it the service keeps three (SEC-05)."""
LOOK_S: Final = 1.0
PARTED_M: Final = 3000.0
"""So far apart, or from where it began, a unit turns round: a minute and a half after the pair has passed."""
STANDING: Final = 2
LATER_MIN: Final = 470
"""After every patrol of the story: hours are shared by the whole hour."""
MEETINGS: Final = ("Ajdabiya", "Mizdah")
NUMBERS: Final = range(1, 11)


@dataclass
class Onward:
    """The rounds after one performance. `homes`: from where each unit set out that drives by itself."""

    play: Play
    standing: list[tuple[Patrol, ...]] = field(default_factory=list)
    homes: dict[str, Place] = field(default_factory=dict)

    async def go_on(self, for_s: float) -> None:
        """Go on for so long; each round is as the one before."""
        until = time.monotonic() + for_s
        self.play.report_s = REPORT_S
        for seat in self.play.table.seats.values():
            seat.hold_s = HOLD_S
        await self.set_out()
        for index in count():
            await self.round(MEETINGS[index % len(MEETINGS)], NUMBERS[index % len(NUMBERS)])
            ends = min(time.monotonic() + ROUND_S, until)
            while time.monotonic() < ends:
                await self.turn(time.monotonic())
                await asyncio.sleep(LOOK_S)
            if time.monotonic() >= until:
                return

    async def set_out(self) -> None:
        """Let the call for help be over, and two more units drive, one of either command."""
        for called in calls(self.play.story):
            officer = self.play.officer(called.callsign)
            for call in await officer.calls_for_help():
                if call.ended_at is None and call.unit is not None:
                    await officer.end_call(call.id)
        for act in wanderers():
            await self.play.do(act)
        moves = self.play.moves.items()
        self.homes = {sign: move.begin for sign, (move, _) in moves if sign not in PAIR}

    async def round(self, where: str, number: int) -> None:
        """Withdraw the patrols of the round before the last, which were here as well, and put two others on record."""
        self.play.say(f"At {where} two patrols would meet; all of it waits for your answer.")
        while len(self.standing) >= STANDING:
            for patrol in self.standing.pop(0):
                await self._withdraw(patrol)
        self.standing.append(await self._registered(where, number))
        for seat in self.play.table.seats.values():
            seat.forget_answered()

    async def turn(self, now: float) -> None:
        """Let those turn round that are far enough from each other, or from where they set out, and driving on."""
        moves = {sign: (move, now - since) for sign, (move, since) in self.play.moves.items()}
        turning = [sign for sign, home in self.homes.items() if parts_from(home, *moves[sign])]
        if moves.keys() >= PAIR and have_parted(*(moves[sign] for sign in sorted(PAIR))):
            turning += sorted(PAIR)
        for sign in turning:
            await self.play.do(Turns(sign))

    async def _registered(self, where: str, number: int) -> tuple[Patrol, ...]:
        found = []
        for act in meeting(where, number):
            try:
                officer = self.play.officer(act.route.callsign)
                found.append(await officer.register(plan_of(act.route, self.play.began)))
            except Problem as refused:  # a visitor has other plans for the unit
                self.play.say(f"    … {act.route.callsign}: {refused}")
        return tuple(found)

    async def _withdraw(self, patrol: Patrol) -> None:
        try:
            await self.play.officer(patrol.callsign).withdraw(patrol.id)
        except Problem as refused:  # a visitor has withdrawn it, or set out
            self.play.say(f"    … {patrol.callsign}: {refused}")


def meeting(where: str, number: int) -> tuple[Registers, Registers]:
    """Two patrols of the two commands, through the same place at the same time."""
    both = crossing(town(where), f"Saqr {number}", f"Nakhla {number}")
    east, west = (Registers(act.route.later(LATER_MIN)) for act in both)
    return east, west


def calls(story: Story) -> list[Calls]:
    """The calls for help of a story."""
    return [act for chapter in story.chapters for act in chapter.acts if isinstance(act, Calls)]


def wanderers() -> Sequence[Moves]:
    """One unit of either command that drives by itself, reported by its officer; nobody is near."""
    return (
        Moves("Saqr 2", "salem@east", town("Ajdabiya").moved(-14, -22), east_ms=SPEED_MS, north_ms=-5),
        Moves("Nakhla 2", "karim@west", town("Bani Walid").moved(24, 18), east_ms=-SPEED_MS, north_ms=6),
    )


def have_parted(one: tuple[Moves, float], other: tuple[Moves, float]) -> bool:
    """Whether two are far enough apart, and part further; each with how long it has gone on."""
    now, then = (
        one[0].at(one[1] + ahead_s).metres_to(other[0].at(other[1] + ahead_s)) for ahead_s in (0, LOOK_S)
    )
    return now >= PARTED_M and then > now


def parts_from(home: Place, move: Moves, seconds: float) -> bool:
    """Whether one is far enough from where it set out, and goes on."""
    now, then = (move.at(seconds + ahead_s).metres_to(home) for ahead_s in (0, LOOK_S))
    return now >= PARTED_M and then > now
