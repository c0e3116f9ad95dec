"""What a way out of the house has to be: it takes an address, says the one text, and tells what came of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

PATIENCE_S: Final = 10.0
"""How long one try may take."""


class Outcome(StrEnum):
    """What came of a try."""

    ACCEPTED = "accepted"
    AGAIN = "again"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True)
class Report:
    """What came of a try, and if it failed, in one word why: never what the other side wrote."""

    outcome: Outcome
    fault: str | None = None
    again_s: float | None = None


ACCEPTED: Final = Report(Outcome.ACCEPTED)


class Sender(Protocol):
    """One way out of the house."""

    async def send(self, reach: str) -> Report:
        """Summon whoever is reached there; every failure is a report."""
        ...
