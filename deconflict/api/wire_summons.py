"""Out of band on the wire: push subscriptions, the delivery log, snoozing. Nowhere stands where a summons goes to."""

from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from deconflict.api.wire import In, Out, example
from deconflict.summons.model import Address, Channel, Summons, SummonsState
from deconflict.summons.rules import LONGEST

SUBSCRIPTION: Final[dict[str, Any]] = {
    "id": "5d2c9d2e-7b6a-4594-8372-615041302f1e",
    "device": None,
    "added_at": "2026-12-01T08:00:00Z",
}
KEY: Final = "BOkL3yFh3cVw5kZ0oJx3yB1w8mM0hUu5vXq2sT7rQ9pN4dG6eF1aC8bI2jK5lO3nR7tV0xZ4yA6wE9uH1iJ3kM"


class SubscriptionIn(In):
    """What a browser's `PushSubscription` names: where its push service takes messages for it. Keys are not needed."""

    model_config = example({"endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk"})

    endpoint: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class SubscriptionOut(Out):
    """A push subscription of one's own."""

    model_config = example(SUBSCRIPTION)

    id: UUID
    device: UUID | None
    added_at: datetime

    @classmethod
    def of(cls, address: Address) -> Self:
        """Show a subscription, without its endpoint."""
        return cls.model_validate(address)


class SubscriptionsOut(Out):
    """One's own push subscriptions. `key`: what a browser subscribes with; null where web push is not offered."""

    model_config = example({"key": KEY, "subscriptions": [SUBSCRIPTION]})

    key: str | None
    subscriptions: list[SubscriptionOut]


class SummonsOut(Out):
    """One message "open the app", and what became of it. Accepted is the channel's word, not that anybody read it."""

    model_config = example(
        {
            "id": "5d2c9d2e-7b6a-4594-8372-615041302f1e",
            "channel": "push",
            "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
            "person": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d",
            "state": "accepted",
            "made_at": "2026-12-01T08:00:15Z",
            "tries": 1,
            "tried_at": "2026-12-01T08:00:16Z",
            "settled_at": "2026-12-01T08:00:16Z",
            "fault": None,
        }
    )

    id: UUID
    channel: Channel
    party: UUID | None
    person: UUID | None = Field(description="Null where whoever is on duty was summoned.")
    state: SummonsState
    made_at: datetime
    tries: int
    tried_at: datetime | None
    settled_at: datetime | None
    fault: str | None

    @classmethod
    def of(cls, item: Summons) -> Self:
        """Show a summons."""
        return cls.model_validate(item)


class SummonsPage(Out):
    """Summons, the newest first."""

    summons: list[SummonsOut]


class SnoozeIn(In):
    """For how long one's own devices are to keep still."""

    model_config = example({"minutes": 10})

    minutes: Annotated[int, Field(ge=1, le=15, strict=True)]


class SnoozeOut(Out):
    """One's own devices keep still about alerts up to that number, until then; `until` null: they do not."""

    model_config = example({"up_to": 12, "until": "2026-12-01T08:10:00Z"})

    up_to: int
    until: datetime | None
