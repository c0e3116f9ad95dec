"""Somebody of a party reports what a unit of theirs observed; the party's officers and the desk are told (INC-01)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.flows.speak_for_unit import unit_spoken_for
from deconflict.incidents import store as incidents
from deconflict.incidents.errors import NoSuchPatrol
from deconflict.incidents.model import Incident, IncidentId, IncidentState, Observation
from deconflict.incidents.rules import HOUR, may_ring, rings
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import Unit, Viewer
from deconflict.patrols import store as patrols
from deconflict.runtime.clock import bounded
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id, new_reference


async def report_incident(
    session: PartySession,
    viewer: Viewer,
    unit_name: str,
    patrol: UUID | None,
    seen: Observation,
    now: datetime,
) -> Incident:
    """Put an observation on record."""
    unit = await unit_spoken_for(session, viewer, unit_name)
    await _require_patrol(session, unit, patrol)
    new = _incident(viewer, unit, patrol, replace(seen, happened_at=bounded(seen.happened_at, now)), now)
    alarms = rings(seen) and await _may_ring(session, unit, now)
    await incidents.report(session, new, alarms=alarms)
    await tell_of_incident(session, viewer, new, "reported", now, alarms=alarms)
    return new


async def tell_of_incident(
    session: PartySession, viewer: Viewer, of: Incident, change: str, now: datetime, *, alarms: bool = False
) -> None:
    """Put what became of an incident on its party's ledger, and tell the party's officers and the desk."""
    said: dict[str, str | int | list[str]] = {"change": change, "to": ["desk"]}
    await ledger.append(session, [Entry(EntryKind.INCIDENT, of.party, viewer.person, of.id, said, now)])
    await alerts.queue(
        session,
        [
            Notice(
                NoticeId(new_id()), to, AlertKind.INCIDENT, change, rings=alarms, found_at=now, incident=of.id
            )
            for to in (of.party, None)
        ],
    )


async def _may_ring(session: PartySession, unit: Unit, now: datetime) -> bool:
    await session.together(patrols.unit_held(unit.id))  # so that two at once are counted one after the other
    return may_ring(await incidents.rung_since(session, unit, now - HOUR))


async def _require_patrol(session: PartySession, unit: Unit, named: UUID | None) -> None:
    found = None if named is None else await patrols.patrol_with(session, named)
    if named is not None and (found is None or (found.party, found.unit) != (unit.party, unit.id)):
        raise NoSuchPatrol()


def _incident(viewer: Viewer, unit: Unit, patrol: UUID | None, seen: Observation, now: datetime) -> Incident:
    return Incident(
        id=IncidentId(new_id()),
        reference=new_reference(),
        party=unit.party,
        unit=unit.id,
        callsign=unit.callsign,
        person=viewer.person,
        device=viewer.device,
        patrol=patrol,
        state=IncidentState.REPORTED,
        observation=seen,
        reported_at=now,
    )
