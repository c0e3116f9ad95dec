"""What the client states about alerts, kept until the service has it: a cut line loses no acknowledgement.

Sends nothing itself. Numbers are those of one epoch; `clear` when it changes.
"""

from enum import StrEnum

CERTAIN_AFTER_TICKS = 2
"""`received` and `seen` are not confirmed. The service reads a socket in order, so when the second tick after
sending comes on the same socket, what was sent before the first one has been read."""


class Fact(StrEnum):
    """What a client can state about an alert (ALR-03); the value is the message's type."""

    RECEIVED = "received"
    SEEN = "seen"
    ACKNOWLEDGE = "acknowledge"


class Statements:
    """Facts by alert number, in the order stated, each unsent or with the ticks heard since it was sent."""

    def __init__(self) -> None:
        self._ticks: dict[tuple[Fact, int], int | None] = {}

    @property
    def acknowledged(self) -> set[int]:
        """The alerts whose acknowledgement is not yet confirmed."""
        return {seq for fact, seq in self._ticks if fact is Fact.ACKNOWLEDGE}

    def state(self, fact: Fact, seq: int) -> None:
        """Owe this fact; stating it twice changes nothing."""
        self._ticks.setdefault((fact, seq), None)

    def take_unsent(self) -> list[tuple[Fact, int]]:
        """Return what must be sent now; from here on it counts as sent."""
        unsent = [stated for stated, ticks in self._ticks.items() if ticks is None]
        self._ticks.update(dict.fromkeys(unsent, 0))
        return unsent

    def tick(self) -> None:
        """Count a heartbeat of the service; what is certain by now is forgotten, except acknowledgements."""
        aged = {stated: None if ticks is None else ticks + 1 for stated, ticks in self._ticks.items()}
        self._ticks = {stated: ticks for stated, ticks in aged.items() if not _is_certain(stated[0], ticks)}

    def confirm(self, seq: int) -> None:
        """Forget the acknowledgement of this alert: the service says that it stands, whoever gave it."""
        self._ticks.pop((Fact.ACKNOWLEDGE, seq), None)

    def line_lost(self) -> None:
        """Owe everything again: what was sent may not have arrived."""
        self._ticks = dict.fromkeys(self._ticks)

    def clear(self) -> None:
        """Owe nothing: the numbers have lost their meaning."""
        self._ticks.clear()


def _is_certain(fact: Fact, ticks: int | None) -> bool:
    return fact is not Fact.ACKNOWLEDGE and ticks is not None and ticks >= CERTAIN_AFTER_TICKS
