"""Values as plain JSON, for programs that read the command line's output. An alert is printed as it came."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime

from deconflict_client.alerts import Receipt
from deconflict_client.base_alert import BaseAlert
from deconflict_client.events import (
    Event,
    Live,
    Missing,
    Moved,
    NotStored,
    Offline,
    Refreshed,
    Snoozed,
    StaleFeed,
    Stored,
)
from deconflict_client.wire import Json

TYPES = {
    Receipt: "receipt",
    Live: "live",
    Offline: "offline",
    StaleFeed: "stale",
    Refreshed: "refreshed",
    Missing: "missing",
    Moved: "position",
    Stored: "stored",
    NotStored: "refused",
    Snoozed: "snooze",
}
"""The `type` of what is no alert; alerts have theirs from the service."""


def plain_event(event: Event) -> Json:
    """Return an event as one JSON object with a `type`."""
    if isinstance(event, BaseAlert):
        return {"type": "alert", **event.wire}
    fields = plain(event)
    return {"type": TYPES[type(event)], **(fields if isinstance(fields, Mapping) else {})}


def plain(value: object) -> Json:
    """Return a value as JSON: dataclasses by field, times in UTC, what is neither by its text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)
