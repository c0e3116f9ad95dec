"""What a TAK device said is done, as the device: a position stored, an emergency a call for help, a receipt noted."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from deconflict.alerts.model import Fact
from deconflict.distress import store as distress
from deconflict.distress.model import Place
from deconflict.errors import DeconflictError
from deconflict.flows.note_alerts import note_alerts
from deconflict.flows.raise_sos import end_sos, raise_sos
from deconflict.flows.report_positions import report_positions
from deconflict.gateways.cot import telling
from deconflict.gateways.cot.reading import Delivered, Emergency, Reported, Said
from deconflict.parties import store as parties
from deconflict.parties.model import Viewer
from deconflict.runtime.database import Database, PartySession
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.tracking.model import Fix
from deconflict.tracking.rules import OLDEST

log = structlog.get_logger()

PASSES: Final = (DatabaseBusy, DatabaseUnavailable, TransactionConflict)
"""What is over in a moment: nothing is wrong with what was said."""

Act = Callable[[PartySession], Awaitable[None]]


class Incoming:
    """What one device says, in order.

    `uid` is the first under which it said where it is: what it sends under others are markers, of whatever it saw.
    """

    def __init__(self, database: Database) -> None:
        self.uid: str | None = None
        self._database = database

    async def take(self, viewer: Viewer, said: Said, now: datetime) -> None:
        """Do what was said; what is refused is left, and the stream goes on.

        A call for help goes before the position that carries it, and counts whatever becomes of that (LIV-07).
        Raises PASSES where what was said is to be done once more; of positions the next one comes within seconds.
        """
        match said:
            case Reported() if self._is_own(said.uid):
                if said.urgent is not None or said.calm:
                    await self._do(viewer, lambda session: _carried(session, viewer, said, now))
                if said.fix is not None:
                    await self._moved(viewer, said, said.fix, now)
            case Emergency():
                await self._do(viewer, lambda session: _called(session, viewer, said, now))
            case Delivered():
                await self._do(viewer, lambda session: _note(session, viewer, said, now))
            case _:
                pass

    async def _moved(self, viewer: Viewer, said: Reported, fix: Fix, now: datetime) -> None:
        try:
            await self._do(viewer, lambda session: _report(session, viewer, said, fix, now))
        except PASSES as passing:
            log.info("cot_position_left", code=passing.code)

    async def _do(self, viewer: Viewer, act: Act) -> None:
        """Do one thing in a transaction of its own, so that no other thing's refusal undoes it."""
        try:
            async with self._database.transaction(viewer.context) as session:
                await act(session)
        except PASSES:
            raise
        except DeconflictError as refused:
            log.info("cot_refused", code=refused.code)

    def _is_own(self, uid: str) -> bool:
        if self.uid is None:
            self.uid = uid
        return self.uid == uid


async def _report(session: PartySession, viewer: Viewer, said: Reported, fix: Fix, now: datetime) -> None:
    await report_positions(session, viewer, _unit(viewer, said), [fix], said.sent_at, now)


async def _carried(session: PartySession, viewer: Viewer, said: Reported, now: datetime) -> None:
    await _distress(session, viewer, said, said.urgent or "", now, over=said.calm)


async def _called(session: PartySession, viewer: Viewer, said: Emergency, now: datetime) -> None:
    await _distress(session, viewer, said, said.kind, now, over=said.over)


async def _distress(
    session: PartySession, viewer: Viewer, said: Reported | Emergency, note: str, now: datetime, *, over: bool
) -> None:
    """Call for help for the device's unit, or end its call; both may be said again and again."""
    unit = _unit(viewer, said)
    if not over:
        await raise_sos(session, viewer, unit, _place(said, now), note, now)
        return
    own = None if viewer.party is None else await parties.unit_called(session, viewer.party, unit)
    stands = None if own is None else await distress.standing(session, own.id)
    if stands is not None:
        await end_sos(session, viewer, stands.id, now)


async def _note(session: PartySession, viewer: Viewer, said: Delivered, now: datetime) -> None:
    of = telling.alert_of(said.message)
    if of is not None:
        fact = Fact.SEEN if said.read else Fact.RECEIVED
        await note_alerts(session, viewer, of[0], [of[1]], fact, now)


def _unit(viewer: Viewer, said: Reported | Emergency) -> str:
    """Return the unit that is spoken of: the device's own, or for a person's device the one it calls itself by."""
    return said.callsign if viewer.unit is None else str(viewer.unit)


def _place(said: Reported | Emergency, now: datetime) -> Place | None:
    """Return the place of a call by our clock: the device's may be off by years, and its call counts all the same."""
    if said.fix is None:
        return None
    age = said.sent_at - said.fix.at
    return Place(said.fix.lon, said.fix.lat, now - age if timedelta() <= age <= OLDEST else now)
