"""Passkeys on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_passkeys import AssertedIn, ChallengeOut, PasskeyIn, PasskeyOfferedOut, PasskeysOut
from deconflict.flows.challenge_passkeys import Challenge
from deconflict.flows.keep_passkeys import Offered
from deconflict.parties.ceremonies import written
from deconflict.parties.model import Passkey, PasskeyId, Person, PersonId, Role
from tests.authenticator import HERE, Authenticator

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_device_is_told_for_whom_and_what_it_has_made_already() -> None:
    person = Person(PersonId(uuid4()), None, "room", "Room", Role.DESK)
    told = PasskeyOfferedOut.offered(Offered(Challenge(b"c" * 32, AT), person, "room", (b"id",)), HERE)
    assert (told.challenge, told.rp_id, told.expires_at) == (written(b"c" * 32), HERE.id, AT)
    assert (told.user_id, told.login, told.known) == (written(person.id.bytes), "room", [written(b"id")])
    assert told.algorithms == [-8, -7, -257]
    assert set(ChallengeOut.of(Challenge(b"c", AT), HERE).model_dump()) == {
        "challenge",
        "rp_id",
        "expires_at",
    }


def test_what_a_browser_sends_is_what_the_flow_takes() -> None:
    device = Authenticator()
    made, signed = device.make("AA"), device.sign("AA")
    assert vars(PasskeyIn(name="x", **made).attested()) == made
    assert vars(AssertedIn(**signed).asserted()) == signed


def test_no_key_stands_on_the_list() -> None:
    passkey = Passkey(PasskeyId(uuid4()), PersonId(uuid4()), "laptop", b"id", AT, None)
    [listed] = PasskeysOut.of([passkey], offered=True).passkeys
    assert set(listed.model_dump()) == {"id", "name", "added_at", "last_used_at"}


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("wrong", ["", "a b", "a=", "x" * 1601])
def test_what_is_no_base64url_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        AssertedIn(**Authenticator().sign("AA") | {"signature": wrong})
