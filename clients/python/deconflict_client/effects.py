"""What the feed's state machine asks its shell to do. Values only."""

from dataclasses import dataclass
from typing import TypeAlias

from deconflict_client.base_alert import Cursor
from deconflict_client.errors import Problem
from deconflict_client.events import Event
from deconflict_client.wire import JsonObject


@dataclass(frozen=True)
class Send:
    """Put this message on the socket."""

    message: JsonObject


@dataclass(frozen=True)
class Deliver:
    """Hand this on."""

    event: Event


@dataclass(frozen=True)
class HangUp:
    """Close the socket."""

    reason: str


@dataclass(frozen=True)
class AskReceipts:
    """Read the alerts after this place by REST and give them to `FeedSession.asked`."""

    after: Cursor


@dataclass(frozen=True)
class Stop:
    """Give up for good and raise this."""

    problem: Problem


Effect: TypeAlias = Send | Deliver | HangUp | AskReceipts | Stop


@dataclass(frozen=True)
class NeedPicture:
    """Before connecting again: read the picture and give it to `FeedSession.pictured`."""


@dataclass(frozen=True)
class NeedAlerts:
    """Before connecting again: read the alerts after this place and give them to `FeedSession.caught_up`."""

    after: Cursor


Need: TypeAlias = NeedPicture | NeedAlerts
