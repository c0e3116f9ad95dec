"""Units' devices, as frozen values, how they are read, and what is typed into an app. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.wire import JsonObject, Record


@dataclass(frozen=True)
class OfferedDevice:
    """A device that waits, and the code that whoever holds it types in before `expires_at`; told once."""

    id: str
    unit: str
    callsign: str
    name: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class EnrolledDevice:
    """A device and the secret it signs in with, told once. `callsign`: of its unit; None for a person's own."""

    id: str
    name: str
    callsign: str | None
    secret: str

    @property
    def identifier(self) -> str:
        """Both in one word, for apps that have one field for them (Traccar Client)."""
        return f"{self.id}.{self.secret}"

    def owntracks(self, url: str) -> JsonObject:
        """Return the configuration that the OwnTracks apps import from a file with the ending `.otrc`.

        Source: OwnTracks Booklet, "Remote config" and "JSON: _type=configuration"; mode 3 is HTTP.
        """
        return {
            "_type": "configuration",
            "mode": 3,
            "url": f"{url}/gateways/owntracks",
            "auth": True,
            "username": self.id,
            "password": self.secret,
            "deviceId": "deconflict",
            "tid": (self.callsign or self.name)[-2:],
        }


@dataclass(frozen=True)
class ListedDevice:
    """A device on the list: it waits until `enrolled_at`, and is of no use from `revoked_at` on."""

    id: str
    name: str
    owner: str
    callsign: str | None
    code_expires_at: datetime | None
    enrolled_at: datetime | None
    revoked_at: datetime | None


def offered(record: Record) -> OfferedDevice:
    """Read a device just added."""
    return OfferedDevice(
        record.text("id"),
        record.text("unit"),
        record.text("callsign"),
        record.text("name"),
        record.text("code"),
        record.time("expires_at"),
    )


def enrolled(record: Record) -> EnrolledDevice:
    """Read a device just enrolled."""
    return EnrolledDevice(
        record.text("id"), record.text("name"), record.maybe_text("callsign"), record.text("secret")
    )


def listed(record: Record) -> ListedDevice:
    """Read a device on the list."""
    return ListedDevice(
        record.text("id"),
        record.text("name"),
        record.text("owner"),
        record.maybe_text("callsign"),
        record.maybe_time("code_expires_at"),
        record.maybe_time("enrolled_at"),
        record.maybe_time("revoked_at"),
    )
