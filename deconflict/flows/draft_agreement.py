"""An officer of one of two parties, or the facilitator, drafts what the two could sign (DIS-01, DIS-02)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from deconflict.agreements import store as agreements
from deconflict.agreements.errors import PartiesInvalid
from deconflict.agreements.model import Agreement, AgreementId, AgreementState, Levels, Terms, Text
from deconflict.agreements.rules import ordered, require_acceptable
from deconflict.agreements.signing import digest
from deconflict.agreements.wording import wording
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import OFFICERS, PartyId, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id, new_reference


@dataclass(frozen=True)
class Draft:
    """What is asked for: everything in a text but its reference and its wording, which are the service's."""

    parties: tuple[PartyId, PartyId]
    levels: Levels
    minimum_m: Mapping[PartyId, int]
    lead_time_s: int
    right_of_way: PartyId | None
    safety_clause: bool
    expires_at: datetime


async def draft_agreement(
    session: PartySession, viewer: Viewer, draft: Draft, default: Terms, now: datetime
) -> Agreement:
    """Store a draft between the viewer's party and another, or between any two for the facilitator; it binds nobody."""
    require_role(viewer, *OFFICERS, Role.FACILITATOR)
    if viewer.party not in (None, *draft.parties):
        raise PartiesInvalid()
    text = _unworded(draft)
    require_acceptable(text, default, now)
    text = replace(text, wording=wording(text, await _names(session, text)))
    drafted = Agreement(AgreementId(new_id()), text, AgreementState.DRAFTED, viewer.party, now)
    said: dict[str, str | int | list[str]] = {"agreement": "drafted", "digest": digest(text)}
    entry = Entry(EntryKind.AGREEMENT, viewer.party, viewer.person, drafted.id, said, now)
    await session.insert(agreements.draft_addition(drafted, viewer.person), ledger.addition([entry]))
    return drafted


def _unworded(draft: Draft) -> Text:
    return Text(
        parties=ordered(*draft.parties),
        reference=new_reference(),
        levels=draft.levels,
        minimum_m=draft.minimum_m,
        lead_time_s=draft.lead_time_s,
        right_of_way=draft.right_of_way,
        safety_clause=draft.safety_clause,
        expires_at=draft.expires_at.replace(microsecond=0),
        wording={},
    )


async def _names(session: PartySession, text: Text) -> dict[PartyId, str]:
    names = {}
    for party in text.parties:
        name = await agreements.party_name(session, party)
        if name is None:
            raise NotFound()
        names[party] = name
    return names
