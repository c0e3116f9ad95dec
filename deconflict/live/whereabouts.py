"""Tells every live socket where units are, as far as its viewer may see it: the latest, twice a second at the most.

What a party's people see is read once for all of them, as one of them: row policies decide. Positions wait apart from
alerts (`outbox.py`), and whatever fails here is tried again: the newest position says all.
"""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from deconflict.api.edge import Edge
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import PositionView
from deconflict.flows.last_positions import moved_since
from deconflict.live import messages
from deconflict.live.feed import Audience, Follower
from deconflict.live.hub import PASSING, Hub
from deconflict.live.outbox import Letter
from deconflict.parties.model import PartyId, Role
from deconflict.tracking.model import Fix, Position

LOG: Final = structlog.stdlib.get_logger(__name__)

EVERY_S: Final = 0.5
MOST: Final = 10_000
"""Positions read at once; what is more comes with the next fixes."""
OVERLAP: Final = timedelta(seconds=5)
"""How long after it came in a fix may be committed, and still be told."""

Side = PartyId | Role


@dataclass(eq=False)
class _Told:
    """What the sockets of one side were told: up to when, and the newest of each unit since a little before."""

    since: datetime
    newest: dict[UUID, datetime] = field(default_factory=dict)


class Whereabouts:
    """What was told to whom. `run` until cancelled."""

    def __init__(self, edge: Edge, hub: Hub) -> None:
        self._edge = edge
        self._hub = hub
        self._told: dict[Side, _Told] = {}

    async def run(self) -> None:
        """Look again and again."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.look()
            except PASSING as error:
                LOG.warning("positions wait for the database", code=error.code)

    async def look(self) -> None:
        """Tell every side once what is new to it."""
        sides: dict[Side, list[Audience]] = {}
        for audience in self._hub.audiences:
            if (side := _side(audience)) is not None:
                sides.setdefault(side, []).append(audience)
        self._told = {side: self._told.get(side) or _Told(self._edge.clock.now()) for side in sides}
        for side, audiences in sides.items():
            await self._tell(self._told[side], audiences)

    async def _tell(self, told: _Told, audiences: Collection[Audience]) -> None:
        viewer = next(iter(audiences)).viewer
        now = self._edge.clock.now()
        async with self._edge.database.transaction(viewer.context) as session:
            moved = await moved_since(session, viewer, told.since - OVERLAP, MOST)
        newest = {name: _fix_of(seen).at for name, seen in moved}
        letters = [
            (name, Letter(messages.position(seen)))
            for name, seen in moved
            if told.newest.get(name) != newest[name]
        ]
        told.since, told.newest = now, newest
        for follower in _followers(audiences):
            for name, letter in letters:
                follower.outbox.place(name, letter)
            await asyncio.sleep(0)  # thousands of sockets of one side are no reason to keep an alert waiting


def _side(audience: Audience) -> Side | None:
    """Return who shares what this audience may see of positions; None for those who see none."""
    viewer = audience.viewer
    return viewer.party or (Role.DESK if viewer.role is Role.DESK else None)


def _followers(audiences: Iterable[Audience]) -> list[Follower]:
    return [follower for audience in audiences for follower in audience.followers]


def _fix_of(seen: Position | Disclosed[PositionView]) -> Fix:
    return seen.fix if isinstance(seen, Position) else seen.value.fix
