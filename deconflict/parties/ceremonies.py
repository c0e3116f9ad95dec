"""What a passkey's device has signed, checked as WebAuthn level 2 says (sections 7.1 and 7.2). No I/O.

User verification is required: a passkey stands for what somebody has and for what they know or are.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, NoReturn

import orjson
from cbor2 import CBORDecoder
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers.cose import COSEAlgorithmIdentifier

from deconflict.parties.errors import PasskeyRefused, SignInRefused

ALGORITHMS: Final = (
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
)
NOBODYS_KEY: Final = bytes.fromhex(
    "a5010203262001215820"
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "225820"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
"""What an unknown passkey's signature is compared with, so that it takes as long as a known one's (DIS-06).

The generator of P-256 itself. Whoever knocks with it is unknown, so it lets nobody in.
"""

BARE_DATA: Final = 37
"""Bytes of what a device says beside its signature: the host's hash, flags and the count, and nothing else."""

ATTESTED: Final = 0x40
EXTENDED: Final = 0x80
MOST_ATTESTED: Final = 4000
"""Bytes of an attestation object without a statement: the longest id and key that are kept, and what is around them."""

LONGEST_ID: Final = 1023
LONGEST_KEY: Final = 2000
"""Bytes that are kept of a passkey."""

TAGS: Final = (*range(6), 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799)
"""Tags that the decoder gives a meaning to unless told otherwise; the hook is asked for every other one."""


@dataclass(frozen=True)
class RelyingParty:
    """Who asks for a passkey: the one origin that pages are served under, and its host."""

    id: str
    origin: str


@dataclass(frozen=True)
class Attested:
    """What a device answers that has made a passkey: in base64url, as it came."""

    id: str
    client_data: str
    attestation: str


@dataclass(frozen=True)
class Asserted:
    """What a device answers that signs in with a passkey: in base64url, as it came."""

    id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str | None


@dataclass(frozen=True)
class Made:
    """A passkey that a device has just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def challenge_in(client_data: str) -> bytes:
    """Return the challenge that a device says it signed, empty where it says none."""
    try:
        said = orjson.loads(plain(client_data))
        return plain(said["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return b""


def made(answer: Attested, challenge: bytes, relying: RelyingParty) -> Made:
    """Return the passkey that a device made for a challenge; PasskeyRefused for whatever reason."""
    # What decoding bytes from outside may raise is no list that anybody keeps: all of it is a refusal.
    try:
        attestation = written(_unattested(plain(answer.attestation)))
        response = {"clientDataJSON": answer.client_data, "attestationObject": attestation}
        found = verify_registration_response(
            credential=_credential(answer.id, response),
            expected_challenge=challenge,
            expected_rp_id=relying.id,
            expected_origin=relying.origin,
            require_user_verification=True,
            supported_pub_key_algs=list(ALGORITHMS),
        )
    except Exception as error:
        raise PasskeyRefused() from error
    if not (
        written(found.credential_id) == answer.id
        and 1 <= len(found.credential_id) <= LONGEST_ID
        and 1 <= len(found.credential_public_key) <= LONGEST_KEY
    ):
        raise PasskeyRefused()
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def counted(
    answer: Asserted, challenge: bytes, relying: RelyingParty, public_key: bytes, sign_count: int
) -> int:
    """Return how often a device says that its passkey was used; SignInRefused for whatever reason."""
    # All of it is a refusal, as above.
    try:
        response = {
            "clientDataJSON": answer.client_data,
            "authenticatorData": written(_bare(plain(answer.authenticator_data))),
            "signature": answer.signature,
            "userHandle": answer.user_handle,
        }
        found = verify_authentication_response(
            credential=_credential(answer.id, response),
            expected_challenge=challenge,
            expected_rp_id=relying.id,
            expected_origin=relying.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise SignInRefused() from error
    return found.new_sign_count


def plain(text: str) -> bytes:
    """Return the bytes of base64url without padding; ValueError when it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def written(raw: bytes) -> str:
    """Write bytes as base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bare(data: bytes) -> bytes:
    """Return what a device says beside its signature when there is no CBOR in it; ValueError otherwise.

    Whoever knocks has shown nothing yet, so nothing of theirs is decoded.
    """
    if len(data) != BARE_DATA or data[BARE_DATA - 5] & (ATTESTED | EXTENDED):
        raise ValueError("more than flags and a count")
    return data


def _unattested(attestation: bytes) -> bytes:
    """Return an attestation object when it attests nothing and is as large decoded as it came; ValueError otherwise."""
    if len(attestation) > MOST_ATTESTED:
        raise ValueError("longer than any passkey's")
    [said] = _items(attestation)
    data = said["authData"]
    if said["fmt"] != "none" or not isinstance(data, bytes) or not data[BARE_DATA - 5] & ATTESTED:
        raise ValueError("no passkey, or one that is attested")
    known = BARE_DATA + 18 + int.from_bytes(data[BARE_DATA + 16 : BARE_DATA + 18])
    _items(data[known:])
    return attestation


def _items(raw: bytes) -> list[Any]:
    """Decode all CBOR that there is, without any tag; CBORError over the first one.

    A shared reference (tags 28 and 29) is a few bytes and doubles what it stands in, so twenty of them fill the memory.
    """
    decoders = dict.fromkeys(TAGS, _refuse_tag)
    stream = BytesIO(raw)
    decoder = CBORDecoder(
        stream, semantic_decoders=decoders, tag_hook=_refuse_tag, allow_duplicate_keys=False
    )
    found = []
    while stream.tell() < len(raw):
        found.append(decoder.decode())
    return found


def _refuse_tag(*_: object) -> NoReturn:
    raise ValueError("a tag")


def _credential(of: str, response: dict[str, Any]) -> dict[str, Any]:
    return {"id": of, "rawId": of, "type": "public-key", "response": response}
