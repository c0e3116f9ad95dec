"""What a note in the shift log can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class EmptyNote(DeconflictError):
    """The note says nothing; only of a call it is enough which party was called."""

    code: ClassVar[str] = "empty_note"


@dataclass(eq=False)
class NoSuchParty(DeconflictError):
    """No party has that id."""

    code: ClassVar[str] = "no_such_party"
