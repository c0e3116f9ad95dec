"""Sessions and people on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.errors import FieldMissing, SeveralCredentials
from deconflict.api.wire_passkeys import AssertedIn
from deconflict.api.wire_people import (
    DeviceOut,
    PartyIn,
    PartyOut,
    PersonIn,
    SignInIn,
    UnitOut,
    who,
)
from deconflict.flows.administer import Enrolled
from deconflict.flows.sign_in import DeviceKnock, PasswordKnock
from deconflict.parties.ceremonies import RelyingParty
from deconflict.parties.model import Device, Party, Person, Role, Unit, Viewer

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_knock_is_a_whole_pair() -> None:
    device = uuid4()
    password = SignInIn(login="salem@east", password="x")
    assert password.knock(None) == PasswordKnock("salem@east", "x")
    assert password.key == ("password", "salem@east")
    phone = SignInIn(device=device, secret="x")
    assert phone.knock(None) == DeviceKnock(device, "x")
    assert phone.key == ("device", str(device))
    for half in (SignInIn(), SignInIn(login="salem@east"), SignInIn(device=device, password="x")):
        with pytest.raises(FieldMissing):
            half.knock(None)


@pytest.mark.rule("SEC-04")
def test_nobody_signs_in_as_one_and_is_counted_as_another() -> None:
    device, login = {"device": uuid4(), "secret": "x"}, {"login": "salem@east", "password": "x"}
    passkey = {
        "passkey": AssertedIn(
            id="a", client_data="a", authenticator_data="a", signature="a", user_handle=None
        )
    }
    mixed = (
        device | login,
        device | {"login": "salem@east"},
        device | {"code": "492039"},
        login | {"device": uuid4()},
        login | passkey,
        passkey | device,
        passkey | {"password": "x"},
    )
    for said in mixed:
        with pytest.raises(SeveralCredentials):
            SignInIn(**said).knock(RelyingParty("room.test", "https://room.test"))


@pytest.mark.parametrize("slug", ["", "East", "east-", "-east", "ea--st", "ea st", "شرق", "a" * 41])
def test_a_slug_is_plain(slug: str) -> None:
    with pytest.raises(ValidationError):
        PartyIn(slug=slug, name="x")


@pytest.mark.parametrize("login", ["", "a b", "a@b", "a\u202eb", "a" * 65])
def test_a_new_login_has_no_party_in_it(login: str) -> None:
    with pytest.raises(ValidationError):
        PersonIn(login=login, name="x", role=Role.DESK, password="long enough")


def test_nothing_secret_comes_out_again() -> None:
    party, person_id = Party(uuid4(), "east", "The east"), uuid4()
    assert PartyOut.of(party).model_dump() == {"id": party.id, "slug": "east", "name": "The east"}
    unit = Unit(uuid4(), party.id, "Falcon 2")
    assert UnitOut.of(unit).model_dump() == {"id": unit.id, "party": party.id, "callsign": "Falcon 2"}
    person = Person(person_id, party.id, "salem", "Salem", Role.LIAISON)
    viewer = Viewer(uuid4(), person_id, party.id, Role.LIAISON, None, AT)
    assert who(viewer, person, "e1", "Africa/Tripoli").model_dump(mode="json") == {
        "expires_at": "2026-12-01T08:00:00Z",
        "person": {
            "id": str(person_id),
            "name": "Salem",
            "role": "liaison",
            "party": str(party.id),
            "unit": None,
        },
        "feed_epoch": "e1",
        "zone": "Africa/Tripoli",
    }
    device = Device(uuid4(), person_id, party.id, "phone")
    assert DeviceOut.of(Enrolled(device, "told once")).model_dump() == {
        "id": device.id,
        "person": person_id,
        "name": "phone",
        "secret": "told once",
    }
