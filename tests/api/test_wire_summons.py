"""Out of band on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_summons import SubscriptionOut, SummonsOut
from deconflict.parties.model import PartyId, PersonId
from deconflict.summons.model import Address, AddressId, Channel, Summons, SummonsId, SummonsState

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_of_an_address_only_when_and_on_which_device_is_shown() -> None:
    address = Address(AddressId(uuid4()), Channel.PUSH, PartyId(uuid4()), PersonId(uuid4()), None, AT)
    assert set(SubscriptionOut.of(address).model_dump()) == {"id", "device", "added_at"}


def test_a_summons_is_shown_without_what_it_was_about() -> None:
    item = Summons(SummonsId(uuid4()), Channel.SMS, None, None, SummonsState.FAILED, AT, 6, AT, AT, "outbox")
    shown = SummonsOut.of(item).model_dump(mode="json")
    assert (shown["channel"], shown["state"], shown["fault"]) == ("sms", "failed", "outbox")
    assert "about" not in shown
