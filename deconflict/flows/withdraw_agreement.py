"""A text that is not ratified is withdrawn; a signature under it still caps what its side gives (DIS-02)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.agreements.model import Agreement, AgreementState
from deconflict.agreements.rules import moved
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import OFFICERS, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import PartySession


async def withdraw_agreement(
    session: PartySession, viewer: Viewer, agreement_id: UUID, now: datetime
) -> Agreement:
    """Take a draft back, signed by one side or by none, as either side or as the facilitator."""
    seen = await agreements.agreement_with(session, agreement_id)
    if seen is None:
        raise NotFound()
    require_role(viewer, *OFFICERS, Role.FACILITATOR)
    between = await agreements.to_change(session, seen.text.parties)
    [agreement] = [item for item in between if item.id == seen.id]
    withdrawn = replace(agreement, state=moved(agreement.state, AgreementState.WITHDRAWN), ended_at=now)
    await agreements.set_state(session, withdrawn)
    said: dict[str, str | int | list[str]] = {"agreement": withdrawn.state.value}
    entry = Entry(EntryKind.AGREEMENT, viewer.party, viewer.person, withdrawn.id, said, now)
    await ledger.append(session, [entry])
    return withdrawn
