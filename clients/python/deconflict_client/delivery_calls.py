"""The requests about duty rosters, summons, push subscriptions and snoozing. Sends nothing."""

from datetime import UTC, datetime
from urllib.parse import quote

from deconflict_client import delivery
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.wire import Json


def roster() -> Call[Page[delivery.Shift]]:
    """Read the shifts that are not over."""
    return collection("shifts", delivery.shift, "/v1/duty")


def add_shift(login: str, start: datetime, end: datetime) -> Call[delivery.Shift]:
    """Put an officer on duty."""
    body: Json = {
        "login": login,
        "start": start.astimezone(UTC).isoformat(),
        "end": end.astimezone(UTC).isoformat(),
    }
    return Call("POST", "/v1/duty", lambda answer: delivery.shift(answer.record), Repeat.IF_UNSENT, body)


def remove_shift(wanted: str) -> Call[None]:
    """Take a shift off the roster."""
    return Call("DELETE", f"/v1/duty/{quote(wanted, safe='')}", _nothing, Repeat.IF_UNSENT)


def log() -> Call[Page[delivery.Summons]]:
    """Read one page of what was sent out of band."""
    return collection("summons", delivery.summons, "/v1/summons")


def snooze(minutes: int) -> Call[delivery.Snooze]:
    """Let one's own devices keep still."""
    return Call(
        "PUT",
        "/v1/snooze",
        lambda answer: delivery.snooze(answer.record),
        Repeat.IF_UNSENT,
        {"minutes": minutes},
    )


def wake() -> Call[None]:
    """Let one's own devices ring again."""
    return Call("DELETE", "/v1/snooze", _nothing, Repeat.ALWAYS)


def snoozed() -> Call[delivery.Snooze]:
    """Read whether one's own devices keep still."""
    return Call("GET", "/v1/snooze", lambda answer: delivery.snooze(answer.record), Repeat.ALWAYS)


def subscriptions() -> Call[delivery.Subscriptions]:
    """Read one's own push subscriptions."""
    return Call(
        "GET",
        "/v1/push-subscriptions",
        lambda answer: delivery.subscriptions(answer.record),
        Repeat.ALWAYS,
    )


def subscribe(endpoint: str) -> Call[delivery.Subscription]:
    """Subscribe to be told by web push to open the app."""
    return Call(
        "POST",
        "/v1/push-subscriptions",
        lambda answer: delivery.subscription(answer.record),
        Repeat.IF_UNSENT,
        {"endpoint": endpoint},
    )


def unsubscribe(wanted: str) -> Call[None]:
    """End a push subscription."""
    return Call("DELETE", f"/v1/push-subscriptions/{quote(wanted, safe='')}", _nothing, Repeat.IF_UNSENT)


def _nothing(_: Answer) -> None:
    return None
