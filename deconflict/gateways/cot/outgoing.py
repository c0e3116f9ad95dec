"""What a viewer's TAK device has not been sent yet: alerts of the viewer's feed, and where units are.

Read as the viewer, through the same flows as `GET /v1/alerts` and `GET /v1/positions`: row policies and levels decide.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deconflict.api.wire_alerts import alert_out
from deconflict.flows.deployment import Deployment
from deconflict.flows.last_positions import last_positions
from deconflict.flows.read_feed import read_feed
from deconflict.gateways.cot import telling, writing
from deconflict.parties.model import Viewer
from deconflict.runtime.database import Database, PartySession
from deconflict.tracking.model import Position

LOOK_BACK: Final = 500
"""How many of the last alerts are looked at when a device connects: those it has not confirmed are sent again."""
PAGE: Final = 100
UNITS: Final = 500
EVERY: Final = timedelta(seconds=2)
"""How often positions are read."""
REMEMBERED: Final = timedelta(minutes=1)
"""How far back one may go: longer than what was written stays unread on a line without that being noticed."""

Place = tuple[str, int]


class Outgoing:
    """One device's place in the feed, and which fix of each unit it was sent last. `to`: the device's uid, or all."""

    def __init__(self, database: Database, deployment: Deployment, to: str = writing.ALL) -> None:
        self.to = to
        self._database = database
        self._deployment = deployment
        self._place: Place | None = None
        self._before: deque[tuple[datetime, Place]] = deque()
        self._shown: dict[UUID, datetime] = {}
        self._positions_at: datetime | None = None

    async def news(self, viewer: Viewer, now: datetime) -> list[bytes]:
        """Return the events to be sent now, alerts first."""
        async with self._database.transaction(viewer.context) as session:
            return [*await self._alerts(session, viewer, now), *await self._positions(session, viewer, now)]

    def go_back(self, now: datetime) -> None:
        """Begin again where it was a minute ago: what was written since may never have been read.

        What is sent twice replaces what was sent first, by its uid.
        """
        self._forget(now)
        if self._before:
            self._place = self._before[0][1]
        self._shown.clear()
        self._positions_at = None

    def _forget(self, now: datetime) -> None:
        while self._before and self._before[0][0] < now - REMEMBERED:
            self._before.popleft()

    async def _alerts(self, session: PartySession, viewer: Viewer, now: datetime) -> list[bytes]:
        after = await self._after(session, viewer)
        page = await read_feed(session, viewer, None, after, PAGE, self._deployment)
        shown = [alert_out(item) for item in page.alerts]
        if shown:
            self._forget(now)
            self._before.append((now, (page.epoch, after)))
            self._place = page.epoch, shown[-1].seq
        fields = [item.model_dump() for item in shown if not item.received and item.acknowledged is None]
        return [event for alert in fields for event in telling.alert_events(alert, self.to, now)]

    async def _after(self, session: PartySession, viewer: Viewer) -> int:
        """Return the number after which alerts are read; from the first on in a new epoch (IDN-05)."""
        head = await read_feed(session, viewer, None, 2**62, 1, self._deployment)
        if self._place is None or self._place[0] != head.epoch:
            self._place = head.epoch, max(0, head.last - LOOK_BACK)
        return self._place[1]

    async def _positions(self, session: PartySession, viewer: Viewer, now: datetime) -> list[bytes]:
        if self._positions_at is not None and now - self._positions_at < EVERY:
            return []
        self._positions_at = now
        events = []
        for name, seen in await last_positions(session, viewer, UNITS, None):
            shown = seen if isinstance(seen, Position) else seen.value
            is_new = self._shown.get(name) != shown.fix.at and now - shown.fix.at < telling.STALE
            if name != viewer.unit and is_new:
                self._shown[name] = shown.fix.at
                own = isinstance(seen, Position) and seen.party == viewer.party
                events.append(telling.position_event(name, shown.callsign, shown.fix, own=own))
        return events
