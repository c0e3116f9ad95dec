"""A party that is free to register, amend, ask and withdraw at random, to find out where its rivals are.

It keeps what it handed in and all that it is told; the test keeps what the rivals handed in, and compares by itself.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import numpy as np

from deconflict.flows.ask_check import ask_check
from deconflict.patrols.errors import MoveRefused, UnitBusy
from deconflict.patrols.model import PatrolState
from deconflict.probing import store as probing
from deconflict.probing.errors import BudgetUsed
from deconflict.separation.cover import CellHours, cover, hours, merged, shared, split, unpack

UNITS: Final = ("U1", "U2", "U3")
RISES: Final = frozenset({"opened", "worse"})


@dataclass
class Side:
    """What one party has handed in: the covers of all versions of its patrols, by patrol; when, and by which unit."""

    covers: dict[UUID, list[CellHours]] = field(default_factory=dict)
    handed_in: dict[UUID, list[datetime]] = field(default_factory=dict)
    units: dict[UUID, UUID] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)

    def note(self, done: Any, at: datetime, max_minimum_m: float) -> None:
        """Keep a version that was handed in."""
        patrol = done.patrol.id
        self.covers.setdefault(patrol, []).append(cover(done.plan.path.track, max_minimum_m))
        self.handed_in.setdefault(patrol, []).append(at)
        self.units[patrol], self.versions[patrol] = done.patrol.unit, done.patrol.version

    def everything(self) -> CellHours:
        """Every cell-hour that any version of any of its patrols ever touched."""
        return merged(one for versions in self.covers.values() for one in versions)


@dataclass
class Probe:
    """The attack: who attacks whom in which world, and what came of it."""

    world: Any
    dice: random.Random
    rivals: tuple[str, ...] = ("b", "c")
    own: Side = field(default_factory=Side)
    others: dict[str, Side] = field(default_factory=dict)
    asked: dict[UUID, CellHours] = field(default_factory=dict)
    refused: int = 0

    async def live(self, moves: int) -> None:
        """Let the rivals go about their work, and the attacker do what it likes, tick after tick."""
        self.others = {who: Side() for who in self.rivals}
        for _ in range(moves):
            self.world.clock.advance(self.dice.choice((0.1, 2.0, 45.0, 90.0)))
            if self.dice.random() < 0.3:
                who = self.dice.choice(self.rivals)
                await self._work(who, self.others[who], within=0.1)
            else:
                await self._attack()
            if self.dice.random() < 0.35:
                await self.world.tick()
        await self.world.tick()

    async def _attack(self) -> None:
        """One move of the attacker's."""
        chance = self.dice.random()
        if chance < 0.25:
            await self._ask()
        elif chance < 0.35:
            await self._draft_and_register()
        elif chance < 0.45 and self.own.covers:
            await self._move(PatrolState.ACTIVE)
        else:
            await self._work("a", self.own, within=0.3)

    async def _ask(self) -> None:
        plan = self.world.submission(**self._somewhere(0.3))
        try:
            asked = await self.world.act("a", ask_check, plan, self.world.deployment, self.world.now())
        except BudgetUsed:
            self.refused += 1
            return
        [(packed,)] = self.world.sql("SELECT cover FROM what_if WHERE id = %s", asked.id)
        self.asked[asked.id] = unpack(packed)

    async def _draft_and_register(self) -> None:
        try:
            draft = await self.world.register("a", **self._somewhere(0.3), draft=True)
            self.world.clock.advance(90)
            done = await self.world.move("a", draft.patrol.id, PatrolState.REGISTERED)
        except UnitBusy:
            return
        self._note(self.own, done)

    async def _work(self, who: str, side: Side, within: float) -> None:
        """Register, amend or withdraw, as that party."""
        chance = self.dice.random()
        try:
            if chance < 0.6 or not side.covers:
                self._note(side, await self.world.register(who, **self._somewhere(within)))
            elif chance < 0.85:
                patrol = self.dice.choice(list(side.covers))
                plan = self._somewhere(within) | {"unit": str(side.units[patrol])}
                self._note(side, await self.world.amend(who, patrol, side.versions[patrol], **plan))
            else:
                patrol = self.dice.choice(list(side.covers))
                await self.world.move(who, patrol, PatrolState.WITHDRAWN)
        except (UnitBusy, MoveRefused):
            return

    async def _move(self, to: PatrolState) -> None:
        try:
            await self.world.move("a", self.dice.choice(list(self.own.covers)), to)
        except MoveRefused:
            return

    def _somewhere(self, within: float) -> dict[str, Any]:
        """A drive near 15° E 32° N, later today than the attack goes on: whoever is under way is told in any case."""
        return {
            "unit": self.dice.choice(UNITS),
            "lat": 32.0 + self.dice.uniform(-within, within),
            "minutes": self.dice.randrange(4 * 60, 12 * 60),
            "time_tolerance_s": self.dice.choice((0.0, 300.0)),
        }

    def _note(self, side: Side, done: Any) -> None:
        side.note(done, self.world.now(), self.world.deployment.terms.max_minimum_m)


@dataclass(frozen=True)
class Learnt:
    """Something that the attacker was told: of which of its covers, which hours, which cells of whom."""

    of: list[CellHours]
    hours: frozenset[int]
    cells: dict[UUID, frozenset[tuple[int, int, int]]]


async def learnt(probe: Probe) -> list[Learnt]:
    """All that the attacker was told in its feed, as answers, and sees in its picture."""
    world = probe.world
    told = [item.body for item in await world.feed("a") if item.kind in {"overlap", "all_clear"}]
    told += [item.value for item in (await world.picture("a")).overlaps]
    found = [
        Learnt(
            probe.own.covers[body.patrol],
            frozenset(_hour(at) for at in body.hours),
            {
                area.party: frozenset((_hour(cell.hour), cell.column, cell.row) for cell in area.cells)
                for area in body.areas
            },
        )
        for body in told
    ]
    for asked, own in probe.asked.items():
        answer = await world.read("a", probing.question_with, asked, world.deployment.terms.level)
        cells = {area.rival: keys(unpack(area.cells)) for area in answer.areas}
        found.append(Learnt([own], frozenset(answer.hours), cells))
    return found


def known_at_most(of: Iterable[CellHours], rivals: CellHours) -> CellHours:
    """What those covers share with the rivals': the bound."""
    return merged(shared(own, rivals) for own in of)


def keys(cell_hours: CellHours) -> frozenset[tuple[int, int, int]]:
    """Cell-hours as (hour, column, row)."""
    return frozenset(zip(*(part.tolist() for part in split(cell_hours)), strict=True))


def hours_of(cell_hours: CellHours) -> frozenset[int]:
    """The hours of cell-hours."""
    return frozenset(hours(np.asarray(cell_hours)))


def _hour(at: datetime) -> int:
    return int(at.timestamp() // 3600)


MINUTE: Final = timedelta(minutes=1)
