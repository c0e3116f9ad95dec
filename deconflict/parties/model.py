"""Who takes part: parties, units, people, devices and sessions, as values. No I/O."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.runtime.context import Context

PartyId = NewType("PartyId", UUID)
UnitId = NewType("UnitId", UUID)
PersonId = NewType("PersonId", UUID)
DeviceId = NewType("DeviceId", UUID)
SessionId = NewType("SessionId", UUID)
PasskeyId = NewType("PasskeyId", UUID)
SuspensionId = NewType("SuspensionId", UUID)


class Role(StrEnum):
    """What a person does. The first three belong to a party, the others to none."""

    LIAISON = "liaison"
    DUTY_OFFICER = "duty_officer"
    CREW = "crew"
    DESK = "desk"
    FACILITATOR = "facilitator"
    OVERSIGHT = "oversight"
    OPERATOR = "operator"


PARTY_ROLES = frozenset({Role.LIAISON, Role.DUTY_OFFICER, Role.CREW})
OFFICERS = frozenset({Role.LIAISON, Role.DUTY_OFFICER})
"""The roles that plan for a party and whose feeds carry its notices."""


@dataclass(frozen=True)
class Party:
    """One side: an institution, command or group that signs agreements."""

    id: PartyId
    slug: str
    name: str


@dataclass(frozen=True)
class Suspension:
    """A party whose word does not count for the time being, and why; over once it is restored."""

    id: SuspensionId
    party: PartyId
    reason: str
    suspended_at: datetime
    restored_at: datetime | None = None

    def restored(self, at: datetime) -> "Suspension":
        """Return the suspension as it ends."""
        return replace(self, restored_at=at)


@dataclass(frozen=True)
class Unit:
    """A formation of one party that can patrol."""

    id: UnitId
    party: PartyId
    callsign: str


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; `party` is None for the neutral desk, facilitator, oversight and operator.

    `unit`: of whom it is the crew. Such a person has no password: a unit's devices sign in as its crew (IDN-03).
    `bound`: with which unit a crew's member is who signs in by themselves, if their party's officers have said so;
    `bound_since`: since when they are with that one or with none, None as long as nothing was said.
    """

    id: PersonId
    party: PartyId | None
    login: str
    name: str
    role: Role
    unit: UnitId | None = None
    bound: UnitId | None = None
    bound_since: datetime | None = None

    @property
    def with_unit(self) -> UnitId | None:
        """The one unit that they are with, or None where that is not said."""
        return self.unit or self.bound


@dataclass(frozen=True)
class Binding:
    """With which unit somebody of a party's crews is, and since when; `unit`: None since they were released."""

    person: PersonId
    party: PartyId
    unit: UnitId | None
    since: datetime


@dataclass(frozen=True)
class Device:
    """A phone, tablet or tracker with a credential of its own, belonging to a person."""

    id: DeviceId
    person: PersonId
    party: PartyId | None
    name: str


@dataclass(frozen=True)
class DeviceEntry:
    """A device on its party's list: whose it is, and how far it has come. `callsign`: None for a person's own."""

    device: Device
    owner: str
    callsign: str | None
    code_expires_at: datetime | None
    enrolled_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Whence:
    """From where a session was opened, and with which program, as far as was said."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True)
class OpenSession:
    """A session of one's own that is open. `device`: what signed in with its own secret, None for a password."""

    id: SessionId
    whence: Whence
    opened_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    device: DeviceId | None
    device_name: str | None


@dataclass(frozen=True)
class Passkey:
    """A key pair on a device of a person's, which lets them in without a password."""

    id: PasskeyId
    person: PersonId
    name: str
    credential_id: bytes
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class FactorOffer:
    """A second factor that its person is setting up: nothing yet, until a code of it was shown in time."""

    secret: str
    expires_at: datetime


@dataclass(frozen=True)
class FactorState:
    """Since when a person signs in with a second factor (None: not), and how many recovery codes are left."""

    held_since: datetime | None
    recovery_codes: int


@dataclass(frozen=True)
class FactorTry:
    """A try at a second factor, counted: which of how many since when."""

    secret: str
    tries: int
    tried_since: datetime


@dataclass(frozen=True)
class OfferTry:
    """A try at what a person is setting up: the how-manieth it is, and what it is compared with."""

    secret: str
    tries: int


@dataclass(frozen=True)
class Viewer:
    """Who is asking, as an open session or a device's credential proves it.

    `unit`: the one unit that a unit's device speaks for. A device that shows its credential each time has no session:
    its own id stands there.
    """

    session: SessionId
    person: PersonId
    party: PartyId | None
    role: Role
    device: DeviceId | None
    expires_at: datetime
    unit: UnitId | None = field(default=None, kw_only=True)

    @property
    def context(self) -> Context:
        """What the database is told, signed, so that its row policies hold (SEC-01)."""
        return Context(person=self.person, party=self.party, role=self.role.value, purpose="viewer")
