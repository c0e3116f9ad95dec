"""Messages and liaisons on the wire; messages go out from `Disclosed` views alone."""

from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import StringConstraints

from deconflict.api.wire import Flag, In, Name, Out, example
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.said_views import MessageView
from deconflict.flows.send_message import Saying
from deconflict.messages.model import Liaison, MessageState
from deconflict.parties.model import PartyId, Role

# Lines are kept; other control characters, and those that turn the direction of what follows, are refused.
WORDS: Final = r"^[^\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]+$"
PARTY: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_MESSAGE: Final[dict[str, Any]] = {
    "id": "0b7c3c1e-55f2-4c43-8d3f-9a0b1c2d3e4f",
    "state": "received",
    "party": PARTY,
    "party_name": "Eastern Command",
    "role": "liaison",
    "name": "Huda",
    "text": "We can wait at the junction until ten.",
    "urgent": False,
    "overlaps": ["c3b1f5de-58c1-49b5-8f0c-07a1c2d3e4f5"],
    "conflict": None,
    "at": "2026-11-30T17:14:02Z",
    "carried_at": "2026-11-30T17:14:02Z",
}


class MessageIn(In):
    """What to say, and to which party; null: the neutral desk (or, said by the desk, whose overlap it is)."""

    model_config = example({"to": PARTY, "text": EXAMPLE_MESSAGE["text"], "urgent": False})

    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=WORDS)
    ]
    to: UUID | None = None
    urgent: Flag = False

    @property
    def saying(self) -> Saying:
        """What is said."""
        return Saying(None if self.to is None else PartyId(self.to), self.text, self.urgent)


class MessageFields(Out):
    """Somebody's words. `party` is the other end, null the neutral desk; `overlaps` are the reader's own."""

    party: UUID | None
    party_name: str | None
    role: Role
    name: str | None
    text: str
    urgent: bool
    overlaps: tuple[UUID, ...]


class MessageOut(MessageFields):
    """A message as its reader's end holds it: sent, delivered or undelivered, or received."""

    model_config = example(EXAMPLE_MESSAGE)

    id: UUID
    state: MessageState
    conflict: UUID | None
    at: datetime
    carried_at: datetime | None

    @classmethod
    def of(cls, shown: Disclosed[MessageView]) -> Self:
        """Show a message."""
        names = cls.model_fields
        return cls(**{name: getattr(shown.value, name) for name in names})


class MessagePage(Out):
    """Messages, newest first."""

    messages: list[MessageOut]


class LiaisonIn(In):
    """Whom the other side calls, and how: a telephone number or a radio channel, in free text."""

    model_config = example({"name": "Huda", "reach": "+218 91 000 0000, channel 7"})

    name: Name
    reach: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=WORDS)
    ]


class LiaisonOut(Out):
    """A party's liaison."""

    model_config = example({"party": PARTY, "name": "Huda", "reach": "+218 91 000 0000, channel 7"})

    party: UUID
    name: str
    reach: str

    @classmethod
    def of(cls, named: Liaison) -> Self:
        """Show a liaison."""
        return cls(party=named.party, name=named.name, reach=named.reach)


class LiaisonsOut(Out):
    """The liaison of one's own party; for the desk those of all."""

    liaisons: list[LiaisonOut]
