"""Who is on duty, what was sent out of band, and quiet for one's own devices, as frozen values. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.wire import Record


@dataclass(frozen=True)
class Shift:
    """An officer of a party is on duty from `start` until `end`: who is called for what nobody acknowledges."""

    id: str
    party: str
    login: str
    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Summons:
    """One message "open the app", and what became of it. Accepted is the channel's word, not that anybody read it."""

    id: str
    channel: str
    party: str | None
    person: str | None
    state: str
    made_at: datetime
    tries: int
    settled_at: datetime | None
    fault: str | None


@dataclass(frozen=True)
class Snooze:
    """One's own devices keep still about alerts up to that number until then; None: they do not (ALR-05)."""

    up_to: int
    until: datetime | None


@dataclass(frozen=True)
class Subscription:
    """A push subscription of one's own; nobody reads where it leads."""

    id: str
    added_at: datetime


@dataclass(frozen=True)
class Subscriptions:
    """One's own push subscriptions; `key`: what a browser subscribes with, None where web push is not offered."""

    key: str | None
    own: tuple[Subscription, ...]


def shift(record: Record) -> Shift:
    """Read a shift."""
    return Shift(
        id=record.text("id"),
        party=record.text("party"),
        login=record.text("login"),
        name=record.text("name"),
        start=record.time("start"),
        end=record.time("end"),
    )


def summons(record: Record) -> Summons:
    """Read what became of a message."""
    return Summons(
        id=record.text("id"),
        channel=record.text("channel"),
        party=record.maybe_text("party"),
        person=record.maybe_text("person"),
        state=record.text("state"),
        made_at=record.time("made_at"),
        tries=record.integer("tries"),
        settled_at=record.maybe_time("settled_at"),
        fault=record.maybe_text("fault"),
    )


def snooze(record: Record) -> Snooze:
    """Read for how long one's own devices keep still."""
    return Snooze(record.integer("up_to"), record.maybe_time("until"))


def subscription(record: Record) -> Subscription:
    """Read a push subscription."""
    return Subscription(record.text("id"), record.time("added_at"))


def subscriptions(record: Record) -> Subscriptions:
    """Read one's own push subscriptions."""
    own = tuple(subscription(item) for item in record.records("subscriptions"))
    return Subscriptions(record.maybe_text("key"), own)
