"""Somebody calls for help for a unit of their own party, or such a call is ended (LIV-07).

The party's people and the desk are told with the act itself; whom else it concerns the engine tells: `tell_sos`.
"""

from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.distress import store as distress
from deconflict.distress.errors import NotStanding
from deconflict.distress.model import Place, Sos, SosId
from deconflict.errors import NotFound
from deconflict.flows.speak_for_unit import unit_of, unit_spoken_for
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Role, Unit, Viewer
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.tracking import store as tracking


async def raise_sos(
    session: PartySession, viewer: Viewer, unit_name: str, place: Place | None, note: str, now: datetime
) -> tuple[Sos, bool]:
    """Put a unit's call on record; return it, and whether it is new: while one stands, another changes nothing.

    Without a place the unit's last known one is told.
    """
    unit = await unit_spoken_for(session, viewer, unit_name)
    stands = await distress.standing(session, unit.id)
    if stands is not None:
        return stands, False
    call = _call(viewer, unit, place or await _last_place(session, unit), note, now)
    if not await distress.call(session, call):
        return await _standing(session, unit), False  # somebody else of the party was quicker
    await _tell(session, viewer, call, now)
    return call, True


async def end_sos(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> Sos:
    """End a call, as its own party or the desk; whoever was told of it is told so (ALR-06).

    Whoever is with one unit ends its calls alone: a device in wrong hands calls off nobody's help but its own unit's.
    """
    seen = (await distress.calls(session, [wanted])).get(wanted)
    if seen is None:
        raise NotFound()
    if not isinstance(seen, Sos) or await unit_of(session, viewer) not in {None, seen.unit}:
        raise RoleRefused(role=viewer.role.value)
    if seen.ended_at is not None:
        raise NotStanding()
    call = await distress.call_to_end(session, wanted)
    if call is None:
        raise NotFound()
    over = call.ended(now, by_desk=viewer.role is Role.DESK)
    await distress.end(session, over)
    await _tell(session, viewer, over, now)
    return over


def _call(viewer: Viewer, unit: Unit, place: Place | None, note: str, now: datetime) -> Sos:
    return Sos(
        id=SosId(new_id()),
        reference=new_reference(),
        party=unit.party,
        unit=unit.id,
        callsign=unit.callsign,
        person=viewer.person,
        device=viewer.device,
        raised_at=now,
        place=place,
        note=note,
    )


async def _last_place(session: PartySession, unit: Unit) -> Place | None:
    last = await tracking.last_of(session, unit.id)
    return None if last is None else Place(last.fix.lon, last.fix.lat, last.fix.at)


async def _standing(session: PartySession, unit: Unit) -> Sos:
    stands = await distress.standing(session, unit.id)
    if stands is None:
        raise NotStanding()
    return stands


async def _tell(session: PartySession, viewer: Viewer, call: Sos, now: datetime) -> None:
    """Put it on the party's ledger, tell the party's people and the desk, and let the engine hurry."""
    over = call.ended_at is not None
    change = "over" if over else "raised"
    said: dict[str, str | int | list[str]] = {"change": change, "what": "sos"}
    await ledger.append(session, [Entry(EntryKind.DISTRESS, call.party, viewer.person, call.id, said, now)])
    kind = AlertKind.ALL_CLEAR if over else AlertKind.SOS
    await alerts.queue(
        session,
        [
            Notice(NoticeId(new_id()), to, kind, change, rings=not over, found_at=now, sos=call.id)
            for to in (call.party, None)
        ],
    )
    await distress.hurry(session)
