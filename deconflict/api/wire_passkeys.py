"""Passkeys on the wire: what a browser is asked for, and what its device answers, in base64url without padding."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from deconflict.api.wire import In, Name, Out, example
from deconflict.flows.challenge_passkeys import Challenge
from deconflict.flows.keep_passkeys import Offered
from deconflict.parties.ceremonies import ALGORITHMS, Asserted, Attested, RelyingParty, written
from deconflict.parties.model import Passkey

CHALLENGE = {
    "challenge": "kq3nLg6Xo2F0Zb3rB0n3mY8o5w1c7dQvJx9sTtUuVvE",
    "rp_id": "deconflict.example.org",
    "expires_at": "2026-12-01T08:05:00Z",
}
PASSKEY = {
    "id": "2f1e0d9c-8b7a-4695-8483-726150f9e8d7",
    "name": "Salem's laptop",
    "added_at": "2026-12-01T08:00:12Z",
    "last_used_at": None,
}
ASSERTED = {
    "id": "mTzY4Qe7kQ",
    "client_data": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
    "authenticator_data": "SZYN5YgO",
    "signature": "MEUCIQ",
    "user_handle": "TIt6aVhHSjuCkX9uXUw7Kg",
}

PATTERN = r"^[A-Za-z0-9_-]+$"
CredentialId = Annotated[str, StringConstraints(min_length=1, max_length=1364, pattern=PATTERN)]
Base64Url = Annotated[str, StringConstraints(min_length=1, max_length=1600, pattern=PATTERN)]
Attestation = Annotated[str, StringConstraints(min_length=1, max_length=16000, pattern=PATTERN)]


class ChallengeOut(Out):
    """What any passkey for this service may sign to sign in, once and in time."""

    model_config = example(CHALLENGE)

    challenge: str
    rp_id: str = Field(description="The host that passkeys are bound to.")
    expires_at: datetime

    @classmethod
    def of(cls, made: Challenge, relying: RelyingParty) -> Self:
        """Show a challenge."""
        return cls(challenge=written(made.challenge), rp_id=relying.id, expires_at=made.expires_at)


class PasskeyOfferedOut(ChallengeOut):
    """What a device needs to make a passkey that it can find by itself, after it has verified its user."""

    model_config = example(
        CHALLENGE
        | {
            "user_id": "TIt6aVhHSjuCkX9uXUw7Kg",
            "login": "salem@east",
            "name": "Salem",
            "algorithms": [-8, -7, -257],
            "known": ["mTzY4Qe7kQ"],
        }
    )

    user_id: str
    login: str
    name: str
    algorithms: list[int] = Field(description="COSE algorithms, the best first.")
    known: list[str] = Field(description="Ids of one's passkeys, which a device must not make again.")

    @classmethod
    def offered(cls, offered: Offered, relying: RelyingParty) -> Self:
        """Show what is offered."""
        return cls(
            challenge=written(offered.challenge.challenge),
            rp_id=relying.id,
            expires_at=offered.challenge.expires_at,
            user_id=written(offered.person.id.bytes),
            login=offered.login,
            name=offered.person.name,
            algorithms=[int(each) for each in ALGORITHMS],
            known=[written(each) for each in offered.known],
        )


class PasskeyIn(In):
    """The passkey that a device has made, and what it is called on the list."""

    model_config = example(
        {
            "name": "Salem's laptop",
            "id": "mTzY4Qe7kQ",
            "client_data": "eyJ0eXBlIjoid2Vi",
            "attestation": "o2NmbXQ",
        }
    )

    name: Name
    id: CredentialId
    client_data: Base64Url
    attestation: Attestation

    def attested(self) -> Attested:
        """Return what the flow takes."""
        return Attested(self.id, self.client_data, self.attestation)


class AssertedIn(In):
    """What a device answers that signs in with a passkey."""

    model_config = example(ASSERTED)

    id: CredentialId
    client_data: Base64Url
    authenticator_data: Base64Url
    signature: Base64Url
    user_handle: Annotated[str, StringConstraints(max_length=100)] | None = None

    def asserted(self) -> Asserted:
        """Return what the flow takes."""
        return Asserted(self.id, self.client_data, self.authenticator_data, self.signature, self.user_handle)


class PasskeyOut(Out):
    """A passkey on one's own list."""

    model_config = example(PASSKEY)

    id: UUID
    name: str
    added_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, found: Passkey) -> Self:
        """Show a passkey."""
        return cls.model_validate(found)


class PasskeysOut(Out):
    """One's own passkeys, the oldest first, and whether this deployment takes any."""

    offered: bool
    passkeys: list[PasskeyOut]

    @classmethod
    def of(cls, found: Iterable[Passkey], *, offered: bool) -> Self:
        """Show them."""
        return cls(offered=offered, passkeys=[PasskeyOut.of(each) for each in found])
