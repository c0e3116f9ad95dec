"""Somebody says something about an overlap or a conflict to the other side or to the desk; the checker carries it.

At level 1 a party speaks to the desk alone. From level 2 on also to a rival that its overlap names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from deconflict.conflicts import store as conflicts
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.messages import store as messages
from deconflict.messages.errors import NotInTouch, TooManyMessages
from deconflict.messages.model import Message, MessageId, MessageState
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.errors import OverlapEnded
from deconflict.overlaps.model import CLOSED
from deconflict.parties import store as parties
from deconflict.parties.model import OFFICERS, PartyId, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id

PER_HOUR: Final = 120
"""Messages of one party: more would drown the other side's alerts."""


@dataclass(frozen=True)
class Saying:
    """What somebody wants to say, and to which party; None: the neutral desk. `urgent` rings."""

    to: PartyId | None
    text: str
    urgent: bool


async def say_of_overlap(
    session: PartySession,
    viewer: Viewer,
    overlap_id: UUID,
    saying: Saying,
    deployment: Deployment,
    now: datetime,
) -> Message:
    """Say something about one's own overlap, or as the desk to the party whose overlap it is."""
    to = await addressee(session, viewer, overlap_id, saying.to, deployment)
    return await _say(session, viewer, Saying(to, saying.text, saying.urgent), (overlap_id,), None, now)


async def addressee(
    session: PartySession, viewer: Viewer, overlap_id: UUID, to: PartyId | None, deployment: Deployment
) -> PartyId | None:
    """Return to whom something about that overlap goes: the party it is of, the desk, or a rival that it names."""
    overlap = await overlaps.overlap_with(session, overlap_id, deployment.terms.level)
    if overlap is None:
        raise NotFound()
    require_role(viewer, *OFFICERS, Role.DESK)
    if overlap.state in CLOSED:
        raise OverlapEnded()
    if viewer.role is Role.DESK and to in {None, overlap.party}:
        return overlap.party
    if viewer.role is Role.DESK or to not in {None, *(area.rival for area in overlap.areas)}:
        raise NotInTouch()
    return to


async def say_of_conflict(
    session: PartySession, viewer: Viewer, conflict_id: UUID, saying: Saying, now: datetime
) -> Message:
    """Say something to one side of a conflict, as the desk: it reaches that side on its own overlap."""
    conflict = await conflicts.conflict_with(session, conflict_id)
    if conflict is None:
        raise NotFound()
    require_role(viewer, Role.DESK)
    b = conflict.pair.b
    if b is None or saying.to not in {conflict.pair.a.party, b.party}:
        raise NotInTouch()
    return await _say(session, viewer, saying, (), conflict_id, now)


async def _say(
    session: PartySession,
    viewer: Viewer,
    saying: Saying,
    about: tuple[UUID, ...],
    conflict: UUID | None,
    now: datetime,
) -> Message:
    said = await messages.said_since(session, now - timedelta(hours=1))
    if viewer.party is not None and said >= PER_HOUR:
        raise TooManyMessages(per_hour=PER_HOUR)
    person = await parties.person_with(session, viewer.person)
    message = Message(
        id=MessageId(new_id()),
        party=viewer.party,
        other=saying.to,
        state=MessageState.SENT,
        role=viewer.role,
        person=viewer.person,
        name=person.name if person else None,
        text=saying.text,
        urgent=saying.urgent,
        overlaps=about,
        conflict=conflict,
        at=now,
    )
    await messages.add(session, [message])
    entry = Entry(EntryKind.MESSAGE, viewer.party, viewer.person, message.id, digest(message), now)
    await ledger.append(session, [entry])
    return message


def digest(message: Message) -> dict[str, str | int | list[str]]:
    """Return what the ledger keeps of a message: enough to prove later what was said, not what it was."""
    return {"sha256": sha256(message.text.encode()).hexdigest()}
