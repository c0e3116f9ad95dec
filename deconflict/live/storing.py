"""Stores what one socket says of where units were, in order, and answers: beside its alerts, never before them.

A device that sends faster than its fixes are stored is not read from; those of all sockets of a process share a few
connections to the database, so that alerts find one.
"""

import asyncio
from typing import Final

from deconflict.api.edge import Edge
from deconflict.flows.report_positions import report_positions
from deconflict.live import messages
from deconflict.live.outbox import Letter, Outbox
from deconflict.live.uploads import Said
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.patrols.errors import UnitNotYours
from deconflict.tracking.errors import ClockOff

WAITING: Final = 8
"""Messages of one socket that may wait to be stored."""


class Storing:
    """What waits of one socket. `run` until cancelled."""

    def __init__(self, edge: Edge, turns: asyncio.Semaphore, viewer: Viewer, outbox: Outbox) -> None:
        self._edge = edge
        self._turns = turns
        self._viewer = viewer
        self._outbox = outbox
        self._waiting: asyncio.Queue[Said] = asyncio.Queue(WAITING)

    async def put(self, said: Said) -> None:
        """Add what was said; waits for room."""
        await self._waiting.put(said)

    async def done(self) -> None:
        """Wait until all of it is stored."""
        await self._waiting.join()

    async def store_next(self) -> None:
        """Wait for a message, store it and answer."""
        said = await self._waiting.get()
        try:
            if self._outbox.close_code is None:
                self._outbox.put(Letter(await self._stored(said)))
        finally:
            self._waiting.task_done()

    async def _stored(self, said: Said) -> str:
        edge, viewer = self._edge, self._viewer
        try:
            async with self._turns, edge.database.transaction(viewer.context) as session:
                now = edge.clock.now()
                done = await report_positions(session, viewer, said.unit, said.fixes, said.sent_at, now)
        except (RoleRefused, UnitNotYours, ClockOff) as refusal:
            return messages.refused(said.id, refusal.code)
        return messages.stored(said.id, done)
