"""Sessions, parties, units, people and devices on the wire."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from deconflict.api.errors import FieldMissing, SeveralCredentials
from deconflict.api.wire import CONTROLS, In, Name, Out, Secret, example
from deconflict.api.wire_passkeys import AssertedIn
from deconflict.api.wire_proof import PROOF, Code, ProofIn
from deconflict.flows.administer import Enrolled
from deconflict.flows.show_passkey import PasskeyKnock
from deconflict.flows.sign_in import DeviceKnock, PasswordKnock
from deconflict.parties.ceremonies import RelyingParty
from deconflict.parties.errors import PasskeysNotOffered
from deconflict.parties.model import Party, Person, Role, Unit, Viewer

EXAMPLE_PERSON = {
    "id": "4c8b7a69-5847-4a3b-8291-7f6e5d4c3b2a",
    "name": "Salem",
    "role": "liaison",
    "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
    "unit": None,
}

Login = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=rf"^[^{CONTROLS}]+$")]
Handle = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=rf"^[^\s@{CONTROLS}]+$")]
Slug = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
NewPassword = Annotated[str, StringConstraints(min_length=8, max_length=1024)]


class SignInIn(In):
    """Login and password, with a code where a second factor is held; id and secret of a device; or a passkey."""

    model_config = example({"login": "salem@east", "password": "correct horse battery staple"})

    login: Login | None = Field(None, description="`handle@party`, or `handle` for the neutral staff.")
    password: Secret | None = None
    code: Code | None = Field(
        None, description="After `second_factor_required`: a code of the person's app, or a recovery code."
    )
    device: UUID | None = None
    secret: Secret | None = None
    passkey: AssertedIn | None = Field(
        None, description="Alone: what a device answers to `POST /v1/session/passkey`."
    )

    def knock(self, relying: RelyingParty | None) -> PasswordKnock | DeviceKnock | PasskeyKnock:
        """Return what the flow takes; FieldMissing when none is whole, SeveralCredentials beside a part of another."""
        found = self._whole(relying)
        kinds = (self.passkey,), (self.device, self.secret), (self.login, self.password, self.code)
        if sum(any(part is not None for part in parts) for parts in kinds) > 1:
            raise SeveralCredentials()
        return found

    @property
    def key(self) -> tuple[str, str]:
        """By which kind of credential and as whom it knocks, for counting attempts."""
        if self.passkey is not None:
            return "passkey", self.passkey.id
        if self.device is not None:
            return "device", str(self.device)
        return "password", self.login or ""

    def _whole(self, relying: RelyingParty | None) -> PasswordKnock | DeviceKnock | PasskeyKnock:
        if self.passkey is not None:
            if relying is None:
                raise PasskeysNotOffered()
            return PasskeyKnock(self.passkey.asserted(), relying)
        if self.device is not None and self.secret is not None:
            return DeviceKnock(self.device, self.secret)
        if self.login is not None and self.password is not None:
            return PasswordKnock(self.login, self.password, self.code)
        raise FieldMissing()


class PersonOut(Out):
    """Somebody who signs in; `party` is null for the neutral desk, facilitator, oversight and operator."""

    model_config = example(EXAMPLE_PERSON)

    id: UUID
    name: str
    role: Role
    party: UUID | None
    unit: UUID | None = Field(description="The one unit that they are with, as its device or as its crew.")

    @classmethod
    def of(cls, person: Person) -> Self:
        """Show somebody."""
        return cls(
            id=person.id, name=person.name, role=person.role, party=person.party, unit=person.with_unit
        )


class WhoOut(Out):
    """Who is signed in, the epoch that the numbers of their feed belong to (IDN-05), and where clocks are read."""

    expires_at: datetime
    person: PersonOut
    feed_epoch: str
    zone: str = Field(description="IANA name of the time zone in which this deployment shows times.")


class SessionOut(WhoOut):
    """A new session; the token is told this once, here and in the cookie."""

    model_config = example(
        {
            "token": "0pAq…",
            "expires_at": "2026-12-01T20:00:00Z",
            "person": EXAMPLE_PERSON,
            "feed_epoch": "p4vLh1rF2kQ",
            "zone": "Africa/Tripoli",
        }
    )

    token: str


class WaysOut(Out):
    """How somebody may come in: what a page has to know before anybody has signed in."""

    model_config = example({"passkeys": False, "brought": True})

    passkeys: bool = Field(description="Whether this deployment takes passkeys.")
    brought: bool = Field(
        description="Whether the request brought a session's cookie; it may be over by now."
    )


class VisitorOut(Out):
    """Somebody of a demonstration's story; `side` is what their party is called, null for neutral staff."""

    login: str
    password: str
    name: str
    role: Role
    side: str | None


class DemonstrationOut(Out):
    """Everybody whom a visitor of a demonstration may sign in as."""

    model_config = example(
        {
            "people": [
                {
                    "login": "salem@east",
                    "password": "kibo-rasu-tefi",
                    "name": "Salem",
                    "role": "liaison",
                    "side": "Eastern Command",
                }
            ]
        }
    )

    people: tuple[VisitorOut, ...]


class TicketOut(Out):
    """A ticket that opens one live socket, once."""

    ticket: str
    expires_at: datetime


def who(viewer: Viewer, person: Person, epoch: str, zone: str) -> WhoOut:
    """Show who is signed in."""
    return WhoOut(expires_at=viewer.expires_at, person=PersonOut.of(person), feed_epoch=epoch, zone=zone)


class PartyIn(In):
    """A new party; its slug ends the logins of its people."""

    model_config = example({"slug": "east", "name": "Eastern Command"})

    slug: Slug
    name: Name


class PartyOut(Out):
    """One side."""

    id: UUID
    slug: str
    name: str

    @classmethod
    def of(cls, party: Party) -> Self:
        """Show a party."""
        return cls.model_validate(party)


class PartiesOut(Out):
    """The parties the viewer may see, by name."""

    parties: list[PartyOut]


class UnitIn(In):
    """A new unit."""

    model_config = example({"party": "east", "callsign": "Falcon 2"})

    party: Name = Field(description="Id or slug of its party.")
    callsign: Name


class UnitOut(Out):
    """A formation of one party that can patrol."""

    id: UUID
    party: UUID
    callsign: str

    @classmethod
    def of(cls, unit: Unit) -> Self:
        """Show a unit."""
        return cls.model_validate(unit)


class UnitsOut(Out):
    """The units the viewer may see, by callsign."""

    units: list[UnitOut]


class PersonIn(In):
    """A new person, and the proof of the operator who adds them."""

    model_config = example(
        {
            "party": "east",
            "login": "salem",
            "name": "Salem",
            "role": "liaison",
            "password": "at least eight",
            "proof": PROOF,
        }
    )

    party: Name | None = Field(None, description="Id or slug of their party; null for neutral roles.")
    login: Handle = Field(description="Without the party: they sign in as `login@party`.")
    name: Name
    role: Role
    password: NewPassword = Field(description="The new person's.")
    unit: Name | None = Field(None, description="For crew: id or callsign of the unit that they are with.")
    proof: ProofIn = Field(description="The operator's own.")


class NewPasswordIn(ProofIn):
    """Another password of one's own, and the present one as the proof."""

    model_config = example({"new_password": "at least eight", **PROOF})

    new_password: NewPassword


class DeviceOut(Out):
    """A device and its secret, which is told this once."""

    id: UUID
    person: UUID
    name: str
    secret: str

    @classmethod
    def of(cls, enrolled: Enrolled) -> Self:
        """Show a device just enrolled."""
        device = enrolled.device
        return cls(id=device.id, person=device.person, name=device.name, secret=enrolled.secret)
