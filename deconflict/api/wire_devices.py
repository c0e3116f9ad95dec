"""Devices on the wire: what is told once, and what stands on the list."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from deconflict.api.wire import CONTROLS, In, Name, Out, example
from deconflict.api.wire_people import EXAMPLE_PERSON
from deconflict.api.wire_proof import PROOF, ProofIn
from deconflict.flows.enrol_device import Offered, OwnOffered, Redeemed
from deconflict.parties.model import DeviceEntry

DEVICE = {"id": "5d9c8b7a-6958-4b4c-93a2-8f7e6d5c4b3a", "name": "Ali's phone", "callsign": "Falcon 2"}


class NewDeviceIn(ProofIn):
    """What a device is called on the list, and the proof of whoever adds it."""

    model_config = example({"name": "Ali's phone", **PROOF})

    name: Name


class DeviceIn(ProofIn):
    """A new device of a person, and the proof of the operator who adds it."""

    model_config = example({"person": EXAMPLE_PERSON["id"], "name": "Salem's phone", **PROOF})

    person: UUID
    name: Name


class OfferedOut(Out):
    """A device that waits, and the code that whoever holds it types in. The code is told this once."""

    model_config = example(
        DEVICE
        | {
            "unit": "0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e",
            "code": "K7QM-2M4Q",
            "expires_at": "2026-12-01T08:15:00Z",
        }
    )

    id: UUID
    unit: UUID
    callsign: str
    name: str
    code: str
    expires_at: datetime

    @classmethod
    def of(cls, offered: Offered) -> Self:
        """Show a device just added."""
        device, unit = offered.device, offered.unit
        return cls(
            id=device.id,
            unit=unit.id,
            callsign=unit.callsign,
            name=device.name,
            code=offered.code,
            expires_at=offered.expires_at,
        )


class OwnDeviceIn(ProofIn):
    """What a device of one's own is called on the list, and the proof that it is oneself who adds it."""

    model_config = example({"name": "Salem's phone", **PROOF})

    name: Name


class OwnOfferedOut(Out):
    """A device of one's own that waits, and the code to type into it. The code is told this once."""

    model_config = example(
        {
            "id": DEVICE["id"],
            "name": "Salem's phone",
            "code": "K7QM-2M4Q",
            "expires_at": "2026-12-01T08:05:00Z",
        }
    )

    id: UUID
    name: str
    code: str
    expires_at: datetime

    @classmethod
    def of(cls, offered: OwnOffered) -> Self:
        """Show a device just added."""
        device = offered.device
        return cls(id=device.id, name=device.name, code=offered.code, expires_at=offered.expires_at)


class CodeIn(In):
    """The code that an officer or oneself was told, in capitals or small letters, with or without the hyphen."""

    model_config = example({"code": "K7QM-2M4Q"})

    code: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=rf"^[^{CONTROLS}]+$")]


class EnrolledOut(Out):
    """A device and the secret it signs in with, which is told this once."""

    model_config = example(DEVICE | {"secret": "3n0U…"})

    id: UUID
    name: str
    callsign: str | None = Field(description="Of its unit; null for a person's own.")
    secret: str

    @classmethod
    def of(cls, redeemed: Redeemed) -> Self:
        """Show a device just enrolled."""
        device = redeemed.enrolled.device
        return cls(
            id=device.id, name=device.name, callsign=redeemed.callsign, secret=redeemed.enrolled.secret
        )


class ListedDeviceOut(Out):
    """A device on the list. It waits until `enrolled_at`, and is of no use from `revoked_at` on.

    `owner` is a person, for whom it signs in; of a unit's device it is the unit itself, and `callsign` its own.
    """

    model_config = example(
        DEVICE
        | {
            "owner": "Falcon 2",
            "code_expires_at": None,
            "enrolled_at": "2026-12-01T08:02:11Z",
            "revoked_at": None,
        }
    )

    id: UUID
    name: str
    owner: str
    callsign: str | None
    code_expires_at: datetime | None = Field(description="Until when its code can be traded.")
    enrolled_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, entry: DeviceEntry) -> Self:
        """Show a device that the viewer may see."""
        return cls(
            id=entry.device.id,
            name=entry.device.name,
            owner=entry.owner,
            callsign=entry.callsign,
            code_expires_at=entry.code_expires_at,
            enrolled_at=entry.enrolled_at,
            revoked_at=entry.revoked_at,
        )


class DevicePage(Out):
    """Devices, by their ids."""

    devices: list[ListedDeviceOut]

    @classmethod
    def of(cls, entries: Iterable[DeviceEntry]) -> Self:
        """Show devices."""
        return cls(devices=[ListedDeviceOut.of(entry) for entry in entries])
