"""What the client states about alerts, kept until the service has it: a cut line loses no acknowledgement.

Sends nothing itself. Numbers are those of one epoch; `clear` when it changes.
"""

from enum import StrEnum
from typing import TypeAlias

CERTAIN_AFTER_TICKS = 2
"""`received` and `seen` are not confirmed. The service reads a socket in order, so when the second tick after
sending comes on the same socket, what was sent before the first one has been read."""


class Fact(StrEnum):
    """What a client can state about an alert (ALR-03); the value is the message's type."""

    RECEIVED = "received"
    SEEN = "seen"
    ACKNOWLEDGE = "acknowledge"


Statement: TypeAlias = tuple[Fact, int]
"""A fact, and the number of the alert that it is about."""


class Statements:
    """What is owed, in the order stated; what was sent, with the ticks heard since."""

    def __init__(self) -> None:
        self._owed: dict[Statement, None] = {}
        self._sent: dict[Statement, int] = {}

    @property
    def acknowledged(self) -> set[int]:
        """The alerts whose acknowledgement is not yet confirmed."""
        return {seq for fact, seq in (*self._owed, *self._sent) if fact is Fact.ACKNOWLEDGE}

    def state(self, fact: Fact, seq: int) -> None:
        """Owe this fact; stating it twice changes nothing."""
        if (fact, seq) not in self._sent:
            self._owed[fact, seq] = None

    def take_owed(self) -> list[Statement]:
        """Return what must be sent now; from here on it counts as sent."""
        owed = list(self._owed)
        self._sent.update(dict.fromkeys(owed, 0))
        self._owed.clear()
        return owed

    def tick(self) -> None:
        """Count a heartbeat of the service; what is certain by now is forgotten, except acknowledgements."""
        self._sent = {
            (fact, seq): ticks + 1
            for (fact, seq), ticks in self._sent.items()
            if fact is Fact.ACKNOWLEDGE or ticks + 1 < CERTAIN_AFTER_TICKS
        }

    def confirm(self, seq: int) -> None:
        """Forget the acknowledgement of this alert: the service says that it stands, whoever gave it."""
        self._owed.pop((Fact.ACKNOWLEDGE, seq), None)
        self._sent.pop((Fact.ACKNOWLEDGE, seq), None)

    def line_lost(self) -> None:
        """Owe everything again: what was sent may not have arrived."""
        self._owed = dict.fromkeys((*self._sent, *self._owed))
        self._sent.clear()

    def clear(self) -> None:
        """Owe nothing: the numbers have lost their meaning."""
        self._owed.clear()
        self._sent.clear()
