"""Units' devices on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_devices import CodeIn, DevicePage, EnrolledOut, OfferedOut, OwnOfferedOut
from deconflict.flows.administer import Enrolled
from deconflict.flows.enrol_device import Offered, OwnOffered, Redeemed
from deconflict.parties.model import Device, DeviceEntry, DeviceId, PartyId, PersonId, Unit, UnitId

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
DEVICE = Device(DeviceId(uuid4()), PersonId(uuid4()), PartyId(uuid4()), "phone")


def test_a_code_is_told_with_what_it_is_for() -> None:
    unit = Unit(UnitId(uuid4()), PartyId(uuid4()), "Falcon 2")
    told = OfferedOut.of(Offered(DEVICE, unit, "K7QM-2M4Q", AT))
    assert (told.id, told.unit, told.callsign, told.code) == (DEVICE.id, unit.id, "Falcon 2", "K7QM-2M4Q")


def test_a_secret_is_told_with_its_device() -> None:
    told = EnrolledOut.of(Redeemed(Enrolled(DEVICE, "secret"), "Falcon 2"))
    assert told.model_dump() == {"id": DEVICE.id, "name": "phone", "callsign": "Falcon 2", "secret": "secret"}


def test_a_device_of_ones_own_is_of_no_unit() -> None:
    told = OwnOfferedOut.of(OwnOffered(DEVICE, "K7QM-2M4Q", AT))
    assert (told.id, told.name, told.code, told.expires_at) == (DEVICE.id, "phone", "K7QM-2M4Q", AT)
    assert EnrolledOut.of(Redeemed(Enrolled(DEVICE, "secret"), None)).callsign is None


def test_neither_code_nor_secret_stands_on_the_list() -> None:
    [listed] = DevicePage.of([DeviceEntry(DEVICE, "Falcon 2", "Falcon 2", AT, None, None)]).devices
    assert set(listed.model_dump()) == {
        "id", "name", "owner", "callsign", "code_expires_at", "enrolled_at", "revoked_at"
    }  # fmt: skip


@pytest.mark.parametrize("code", ["", "x" * 41, "K7QM\n2M4Q", 27])
def test_what_cannot_be_a_code_is_refused(code: object) -> None:
    with pytest.raises(ValidationError):
        CodeIn.model_validate({"code": code})
