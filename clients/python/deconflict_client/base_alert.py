"""What every alert carries, whatever it is about."""

from dataclasses import dataclass, field
from datetime import datetime

from deconflict_client.wire import JsonObject


@dataclass(frozen=True)
class Cursor:
    """A place in one's own feed: numbers of different epochs have nothing to do with each other (IDN-05)."""

    epoch: str
    seq: int


@dataclass(frozen=True)
class Acknowledgement:
    """Who acknowledged and when. Acknowledging is never consent (ALR-03)."""

    by: str
    at: datetime


@dataclass(frozen=True)
class BaseAlert:
    """What every alert carries; `wire` is the whole message as it came."""

    epoch: str
    seq: int
    kind: str
    change: str
    rings: bool
    level: int | None
    reference: str | None
    released_at: datetime | None
    received: bool
    seen: bool
    acknowledged: Acknowledgement | None
    wire: JsonObject = field(compare=False, repr=False)

    @property
    def cursor(self) -> Cursor:
        """Its number in the recipient's own feed."""
        return Cursor(self.epoch, self.seq)

    @property
    def ringing(self) -> bool:
        """True while somebody still has to answer it."""
        return self.rings and self.acknowledged is None
