"""One live connection as a state machine without I/O: what a client may say when, and what follows from it.

It reads no clock, opens nothing and waits for nothing: the shell (`connection.py`) tells it what came and carries out
the steps it returns. Kept true: alerts leave in order and once (ALR-01); no statement lands on an alert of another
epoch (IDN-05); whatever is not understood ends the connection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, TypeGuard

from deconflict.alerts.model import Fact
from deconflict.api.errors import MalformedJson
from deconflict.api.strictjson import Json, parse

MAX_SEQ: Final = 2**63 - 1
MAX_EPOCH: Final = 64


class Phase(StrEnum):
    """Where a connection stands."""

    GREETING = "greeting"
    PLACING = "placing"
    LIVE = "live"
    OVER = "over"


class CloseCode(IntEnum):
    """Why the service closes a connection."""

    FAILED = 1011
    RESTART = 1012
    SIGNED_OUT = 4001
    AGREEMENT_CHANGED = 4003
    TOO_SLOW = 4008
    BAD_MESSAGE = 4400


class Fault(StrEnum):
    """What was wrong with what a client said; the `code` of an error message."""

    TEXT_EXPECTED = "text_expected"
    MALFORMED_JSON = "malformed_json"
    UNKNOWN_MESSAGE = "unknown_message"
    MALFORMED_MESSAGE = "malformed_message"
    HELLO_EXPECTED = "hello_expected"
    HELLO_TWICE = "hello_twice"
    EPOCH_CHANGED = "epoch_changed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Place:
    """Look up where the feed stands and say it by `placed`."""

    after: int


@dataclass(frozen=True)
class Welcome:
    """Tell the client whether its place in the feed still holds; `seq` is the feed's newest number."""

    epoch: str
    recovered: bool
    seq: int


@dataclass(frozen=True)
class Follow:
    """Send every alert after that number, then each new one as it comes."""

    after: int


@dataclass(frozen=True)
class Note:
    """Store what became of an alert."""

    fact: Fact
    epoch: str
    seq: int


@dataclass(frozen=True)
class Report:
    """Store where a unit was, if what was said of it means anything."""

    said: dict[str, Json]


@dataclass(frozen=True)
class Refuse:
    """Tell the client what was wrong, then close."""

    fault: Fault
    close: CloseCode = CloseCode.BAD_MESSAGE


Step = Place | Welcome | Follow | Note | Report | Refuse

FACTS: Final = {"received": Fact.RECEIVED, "seen": Fact.SEEN, "acknowledge": Fact.ACKNOWLEDGED}


class LiveProtocol:
    """One connection; `sent` is the number of the last alert that left."""

    def __init__(self) -> None:
        self.phase = Phase.GREETING
        self.epoch: str | None = None
        self.sent = 0
        self._hello_epoch: str | None = None

    def heard(self, message: str | bytes) -> Sequence[Step]:
        """Take a message of the client's."""
        if self.phase is Phase.OVER:
            return []
        if isinstance(message, bytes):
            return self.refuse(Fault.TEXT_EXPECTED)
        try:
            said = parse(message.encode())
        except (MalformedJson, UnicodeEncodeError):
            return self.refuse(Fault.MALFORMED_JSON)
        return self._understand(said)

    def placed(self, epoch: str, last: int) -> Sequence[Step]:
        """Learn the feed's present epoch and newest number: does the client's place still hold?"""
        if self.phase is not Phase.PLACING:
            return []
        recovered = self._hello_epoch in {None, epoch} and self.sent <= last
        self.phase = Phase.LIVE if recovered else Phase.GREETING
        self.epoch = epoch
        welcome = Welcome(epoch, recovered, last)
        return [welcome, Follow(self.sent)] if recovered else [welcome]

    def next(self, seq: int) -> bool:
        """Tell whether the alert of that number is the next to leave; if so, count it as sent."""
        if self.phase is not Phase.LIVE or seq != self.sent + 1:
            return False
        self.sent = seq
        return True

    def refuse(self, fault: Fault, close: CloseCode = CloseCode.BAD_MESSAGE) -> list[Refuse]:
        """End the connection for a reason; also for what only the shell could find out."""
        self.phase = Phase.OVER
        return [Refuse(fault, close)]

    def hello_overdue(self) -> list[Refuse]:
        """The time for a hello is over; the line may just be slow, so the client may try again."""
        return self.refuse(Fault.HELLO_EXPECTED, CloseCode.TOO_SLOW) if self.phase is Phase.GREETING else []

    def _understand(self, said: Json) -> Sequence[Step]:
        if not isinstance(said, dict):
            return self.refuse(Fault.UNKNOWN_MESSAGE)
        match said.get("type"):
            case "hello":
                return self._hello(said)
            case "received" | "seen" | "acknowledge":
                return self._stated(said)
            case "position":
                return self._reported(said)
        return self.refuse(Fault.UNKNOWN_MESSAGE)

    def _hello(self, said: dict[str, Json]) -> Sequence[Step]:
        if self.phase is not Phase.GREETING:
            return self.refuse(Fault.HELLO_TWICE)
        epoch, after = said.get("epoch"), said.get("after")
        if said.keys() != {"type", "epoch", "after"} or not _is_seq(after, 0):
            return self.refuse(Fault.MALFORMED_MESSAGE)
        if not _is_epoch(epoch) and (epoch is not None or after):
            return self.refuse(Fault.MALFORMED_MESSAGE)
        self.phase = Phase.PLACING
        self._hello_epoch, self.sent = epoch, after
        return [Place(after)]

    def _reported(self, said: dict[str, Json]) -> Sequence[Step]:
        return [Report(said)] if self.phase is Phase.LIVE else self.refuse(Fault.HELLO_EXPECTED)

    def _stated(self, said: dict[str, Json]) -> Sequence[Step]:
        if self.phase is not Phase.LIVE:
            return self.refuse(Fault.HELLO_EXPECTED)
        epoch, seq = said.get("epoch"), said.get("seq")
        if said.keys() != {"type", "epoch", "seq"} or not _is_epoch(epoch) or not _is_seq(seq, 1):
            return self.refuse(Fault.MALFORMED_MESSAGE)
        if epoch != self.epoch:
            return self.refuse(Fault.EPOCH_CHANGED)
        return [Note(FACTS[str(said["type"])], epoch, seq)]


def _is_epoch(value: Json) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= MAX_EPOCH


def _is_seq(value: Json, least: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= MAX_SEQ
