"""Somebody of a party adds a photo to an incident that the party reported; once, however often it is sent (INC-01)."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.errors import NotFound
from deconflict.flows.report_incident import tell_of_incident
from deconflict.flows.speak_for_unit import unit_spoken_for
from deconflict.incidents import store as incidents
from deconflict.incidents.model import Incident, Photo, PhotoId, Picture
from deconflict.incidents.rules import require_room
from deconflict.parties.model import PARTY_ROLES, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def add_photo(
    session: PartySession, viewer: Viewer, wanted: UUID, picture: Picture, now: datetime
) -> tuple[Photo, bool]:
    """Keep a photo; return it, and whether it is new: the same one again, as from a lost line, changes nothing."""
    await require_reporter(session, viewer, wanted)
    await agreements.hold_own_party(session)  # so that two at once are counted one after the other
    of = (await incidents.with_ids(session, [wanted]))[wanted]
    known = _same(of, sha256(picture.content).digest())
    if known is not None:
        return known, False
    require_room(await incidents.kept(session, of), len(picture.content))
    photo = await incidents.add_photo(session, of, PhotoId(new_id()), viewer.person, picture, now)
    await tell_of_incident(session, viewer, of, "photo", now)
    return photo, True


async def require_reporter(session: PartySession, viewer: Viewer, wanted: UUID) -> Incident:
    """Return an incident that the viewer reported, or of a unit they speak for. NotFound where they see none.

    Whoever reported may be with another unit by the time that the photos come through.
    """
    of = (await incidents.with_ids(session, [wanted])).get(wanted)
    if of is None:
        raise NotFound()
    require_role(viewer, *PARTY_ROLES)
    if of.person != viewer.person:
        await unit_spoken_for(session, viewer, str(of.unit))
    return of


def _same(of: Incident, digest: bytes) -> Photo | None:
    return next((photo for photo in of.photos if photo.digest == digest), None)
