"""What following a feed yields: alerts and receipts, and how true the stream is at the moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from deconflict_client.alerts import Alert, Receipt
from deconflict_client.base_alert import Cursor
from deconflict_client.models import Picture
from deconflict_client.positions import Position, Reported


class RefreshReason(StrEnum):
    """Why the picture was read again."""

    NOT_RECOVERED = "not_recovered"
    NEW_EPOCH = "new_epoch"
    WENT_BACK = "went_back"
    AGREEMENT_CHANGED = "agreement_changed"
    GAP = "gap"


@dataclass(frozen=True)
class Live:
    """The stream is true again: what follows is all there is after this place."""

    cursor: Cursor


@dataclass(frozen=True)
class Offline:
    """The line is cut; it is being made again without end. Told once until the next `Live`."""

    code: int | None
    reason: str


@dataclass(frozen=True)
class StaleFeed:
    """Nothing was heard for so many seconds: say so on the face of the application (ALR-07)."""

    silent_s: float


@dataclass(frozen=True)
class Refreshed:
    """Throw away what was known and take this picture; alerts not yet handed on follow.

    After NEW_EPOCH and WENT_BACK the alerts of the feed follow from the first, each with what was already
    done about it; what was stated but not confirmed has been dropped: it may not land on another alert.
    """

    picture: Picture
    reason: RefreshReason


@dataclass(frozen=True)
class Missing:
    """The service no longer has these numbers of the feed; it was asked twice."""

    epoch: str
    first: int
    last: int


@dataclass(frozen=True)
class Moved:
    """Where a unit is by its newest fix. Of each unit the latest counts; some in between may never have been told."""

    position: Position


@dataclass(frozen=True)
class Stored:
    """What became of the fixes that were sent under that number."""

    number: int | None
    reported: Reported


@dataclass(frozen=True)
class NotStored:
    """Nothing of the fixes sent under that number was stored, and sending them again changes nothing."""

    number: int | None
    code: str


@dataclass(frozen=True)
class Snoozed:
    """One's own devices keep still about alerts up to that number until then; None: they ring again (ALR-05).

    What is told from now on rings all the same.
    """

    epoch: str
    up_to: int
    until: datetime | None


Event: TypeAlias = (
    Alert | Receipt | Live | Offline | StaleFeed | Refreshed | Missing | Moved | Stored | NotStored | Snoozed
)
