"""Pure functions from what was said, and its viewer, to what may leave. Each end reads its own alone (DIS-06)."""

from collections.abc import Mapping
from uuid import UUID

from deconflict.disclosure.said_views import MessageView, ProposalView
from deconflict.errors import NotFound
from deconflict.messages.model import Message
from deconflict.parties.model import PartyId, Role, Viewer
from deconflict.resolving.model import Proposal, ProposalState


def message_view(viewer: Viewer, message: Message, names: Mapping[UUID, str]) -> MessageView:
    """Show a message to the end that holds it. NotFound for others."""
    require_own(viewer, message.party)
    return MessageView(
        id=message.id,
        state=message.state,
        party=message.other,
        party_name=None if message.other is None else names.get(message.other, ""),
        role=message.role,
        name=message.name,
        text=message.text,
        urgent=message.urgent,
        overlaps=message.overlaps,
        conflict=message.conflict,
        at=message.at,
        carried_at=message.carried_at,
    )


def proposal_view(viewer: Viewer, item: Proposal, names: Mapping[UUID, str]) -> ProposalView:
    """Show a proposal to the end that holds it. NotFound for others."""
    require_own(viewer, item.party)
    return ProposalView(
        id=item.id,
        party=item.other,
        party_name=None if item.other is None else names.get(item.other, ""),
        incoming=item.received,
        mover=item.mover,
        shift_s=item.shift_s,
        overlaps=item.overlaps,
        conflict=item.conflict,
        state=item.state,
        said=item.said if item.state is ProposalState.PROPOSED else None,
        at=item.at,
        expires_at=item.expires_at,
        settled_at=item.settled_at,
    )


def require_own(viewer: Viewer, party: PartyId | None) -> None:
    """Raise NotFound unless that end is the viewer's: its party, or the desk it staffs."""
    if viewer.party != party or (party is None and viewer.role is not Role.DESK):
        raise NotFound()
