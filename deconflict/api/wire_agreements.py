"""Agreements and keys on the wire. What is signed is shown as it is: `canonical` is all of it."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from deconflict.agreements.model import Agreement, AgreementState, Key, Signature
from deconflict.agreements.rules import standing
from deconflict.agreements.signing import canonical, digest
from deconflict.api.wire import Flag, In, Moment, Name, Out, example
from deconflict.api.wire_levels import EXAMPLE_LEVELS, LevelsIn, LevelsOut
from deconflict.flows.draft_agreement import Draft
from deconflict.flows.sign_agreement import SignedWith
from deconflict.parties.model import PartyId

EAST: Final = "1f0e8b60-33c5-4f0e-8b60-7d5f9f1c2b3a"
WEST: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_TERMS: Final[dict[str, Any]] = {
    "parties": [EAST, WEST],
    "levels": EXAMPLE_LEVELS,
    "minimum_m": {EAST: 1000, WEST: 1500},
    "lead_time_s": 3600,
    "right_of_way": None,
    "safety_clause": True,
    "expires_at": "2027-02-01T00:00:00Z",
}
EXAMPLE_KEY: Final[dict[str, Any]] = {
    "id": "5b0e2f3a-6c1d-4e8f-9a7b-8c9d0e1f2a3b",
    "party": EAST,
    "name": "Salem's laptop",
    "public": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "registered_at": "2026-12-01T08:00:00Z",
    "revoked_at": None,
}

PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def _decoded(length: int, said: str) -> str:
    try:
        raw = base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != length or base64.b64encode(raw).decode() != said:
        raise PydanticCustomError("not_base64", "no base64 of that many bytes")
    return said


def _public(said: str) -> str:
    return _decoded(PUBLIC_BYTES, said)


def _signature(said: str) -> str:
    return _decoded(SIGNATURE_BYTES, said)


Metres = Annotated[int, Field(strict=True, ge=0, le=100_000)]
PublicKey = Annotated[
    str,
    AfterValidator(_public),
    Field(max_length=64, description="An Ed25519 public key, 32 bytes in base64."),
]
SignatureIn = Annotated[
    str,
    AfterValidator(_signature),
    Field(max_length=128, description="Ed25519 over the canonical text's UTF-8, 64 bytes in base64."),
]


class TermsIn(In):
    """What two parties could agree on; reference and wording are the service's."""

    model_config = example(EXAMPLE_TERMS)

    parties: list[UUID] = Field(min_length=2, max_length=2)
    levels: LevelsIn
    minimum_m: dict[UUID, Metres] = Field(
        max_length=2, description="What each party asks for, in whole metres; the larger holds."
    )
    lead_time_s: Annotated[int, Field(strict=True, ge=0, le=30 * 86400)] = 0
    right_of_way: UUID | None = Field(
        None, description="Whose patrols keep their way; null: the desk decides."
    )
    safety_clause: Flag = True
    expires_at: Moment

    def draft(self) -> Draft:
        """Return what the flow takes."""
        one, other = map(PartyId, self.parties)
        return Draft(
            parties=(one, other),
            levels=self.levels.levels(),
            minimum_m={PartyId(party): metres for party, metres in self.minimum_m.items()},
            lead_time_s=self.lead_time_s,
            right_of_way=None if self.right_of_way is None else PartyId(self.right_of_way),
            safety_clause=self.safety_clause,
            expires_at=self.expires_at,
        )


class SignIn(In):
    """A signature over `canonical`, made on the device that holds the private key."""

    model_config = example(
        {"key": EXAMPLE_KEY["id"], "signature": base64.b64encode(bytes(SIGNATURE_BYTES)).decode()}
    )

    key: UUID
    signature: SignatureIn

    def signed_with(self) -> SignedWith:
        """Return what the flow takes."""
        return SignedWith(self.key, base64.b64decode(self.signature))


class KeyIn(In):
    """A public key to check one's own party's signatures with."""

    model_config = example({"name": EXAMPLE_KEY["name"], "public": EXAMPLE_KEY["public"]})

    name: Name
    public: PublicKey

    @property
    def raw(self) -> bytes:
        """The key's 32 bytes."""
        return base64.b64decode(self.public)


class DocumentOut(Out):
    """What is signed, field by field; `canonical` is the same as one sequence of bytes."""

    parties: list[UUID]
    reference: str
    levels: LevelsOut
    minimum_m: dict[UUID, int]
    lead_time_s: int
    right_of_way: UUID | None
    safety_clause: bool
    expires_at: datetime
    wording: Mapping[str, str]


class SignatureOut(Out):
    """One party's signature; anybody can check it with the key and the canonical text."""

    party: UUID
    key: UUID
    signature: str
    at: datetime

    @classmethod
    def of(cls, signature: Signature) -> Self:
        """Show a signature."""
        return cls(
            party=signature.party,
            key=signature.key,
            signature=base64.b64encode(signature.value).decode(),
            at=signature.at,
        )


class AgreementOut(Out):
    """A text between two parties and what became of it. `drafter` is null when a facilitator drafted it."""

    id: UUID
    reference: str
    state: AgreementState
    document: DocumentOut
    canonical: str = Field(description="RFC 8785 JSON: the bytes that are signed are its UTF-8.")
    digest: str = Field(description="SHA-256 of the canonical text in hex, to compare before signing.")
    signatures: list[SignatureOut]
    drafter: UUID | None
    drafted_at: datetime
    ratified_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, agreement: Agreement, now: datetime) -> Self:
        """Show an agreement as it stands at that moment."""
        text = agreement.text
        return cls(
            id=agreement.id,
            reference=text.reference,
            state=standing(agreement, now),
            document=DocumentOut(
                parties=list(text.parties),
                reference=text.reference,
                levels=LevelsOut.of(text.levels),
                minimum_m=dict(text.minimum_m.items()),
                lead_time_s=text.lead_time_s,
                right_of_way=text.right_of_way,
                safety_clause=text.safety_clause,
                expires_at=text.expires_at,
                wording=text.wording,
            ),
            canonical=canonical(text).decode(),
            digest=digest(text),
            signatures=[SignatureOut.of(item) for item in agreement.signatures],
            drafter=agreement.drafter,
            drafted_at=agreement.drafted_at,
            ratified_at=agreement.ratified_at,
            ended_at=agreement.ended_at,
        )


class AgreementPage(Out):
    """Agreements, oldest draft first."""

    agreements: list[AgreementOut]

    @classmethod
    def of(cls, agreements: Iterable[Agreement], now: datetime) -> Self:
        """Show agreements."""
        return cls(agreements=[AgreementOut.of(item, now) for item in agreements])


class KeyOut(Out):
    """A party's public key. Its name is told to that party alone."""

    model_config = example(EXAMPLE_KEY)

    id: UUID
    party: UUID
    name: str | None
    public: str
    registered_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: Key, viewers: PartyId | None) -> Self:
        """Show a key to a member of that party, or to the neutral staff."""
        return cls(
            id=key.id,
            party=key.party,
            name=key.name if key.party == viewers else None,
            public=base64.b64encode(key.public).decode(),
            registered_at=key.registered_at,
            revoked_at=key.revoked_at,
        )


class KeysOut(Out):
    """Keys, the oldest first."""

    keys: list[KeyOut]

    @classmethod
    def of(cls, keys: Iterable[Key], viewers: PartyId | None) -> Self:
        """Show keys."""
        return cls(keys=[KeyOut.of(key, viewers) for key in keys])
