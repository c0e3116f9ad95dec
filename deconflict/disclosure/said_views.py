"""What a viewer is shown of what was said to it and by it, field by field."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.messages.model import MessageState
from deconflict.parties.model import Role
from deconflict.resolving.model import Answer, Mover, ProposalState


@dataclass(frozen=True)
class MessageView:
    """A message of the viewer's own: `party` is the other end, None the desk; role and name are the author's."""

    id: UUID
    state: MessageState
    party: UUID | None
    party_name: str | None
    role: Role
    name: str | None
    text: str
    urgent: bool
    overlaps: tuple[UUID, ...]
    conflict: UUID | None
    at: datetime
    carried_at: datetime | None
    reference: str = ""


@dataclass(frozen=True)
class LiaisonView:
    """Whom to call on the other side, at level 2."""

    name: str
    reach: str


@dataclass(frozen=True)
class ProposalView:
    """A proposal of the viewer's own: `party` is the other end, None the desk; seconds, negative: earlier."""

    id: UUID
    party: UUID | None
    party_name: str | None
    incoming: bool
    mover: Mover
    shift_s: int
    overlaps: tuple[UUID, ...]
    conflict: UUID | None
    state: ProposalState
    said: Answer | None
    at: datetime
    expires_at: datetime
    settled_at: datetime | None
    reference: str = ""
