"""A device that makes passkeys and signs with them, as WebAuthn level 2 says; ES256, without attestation."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

from deconflict.parties.ceremonies import RelyingParty, written

HERE = RelyingParty("deconflict.test", "https://deconflict.test")
PRESENT, VERIFIED, ATTESTED, EXTENDED = 0x01, 0x04, 0x40, 0x80


@dataclass
class Authenticator:
    """One key pair. What it answers can be made wrong, field by field."""

    credential_id: bytes = b"one of a kind id"
    count: int = 0
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public_key(self) -> bytes:
        """The public half as a COSE key."""
        point = self.private.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return bytes(encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y}))

    def make(
        self,
        challenge: str,
        *,
        relying: RelyingParty = HERE,
        flags: int = PRESENT | VERIFIED,
        kind: str = "create",
        fmt: str = "none",
        statement: Any = None,
        key: bytes | None = None,
        extensions: bytes = b"",
    ) -> dict[str, Any]:
        """Make a passkey and return what the browser sends."""
        known = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        flags |= ATTESTED | (EXTENDED if extensions else 0)
        of = self._authenticator_data(relying, flags) + known + (key or self.public_key) + extensions
        attestation = encode_cbor({"fmt": fmt, "attStmt": statement or {}, "authData": of})
        return {
            "id": written(self.credential_id),
            "client_data": written(client_data(kind, challenge, relying.origin)),
            "attestation": written(bytes(attestation)),
        }

    def sign(
        self,
        challenge: str,
        *,
        user: UUID | None = None,
        relying: RelyingParty = HERE,
        flags: int = PRESENT | VERIFIED,
        kind: str = "get",
    ) -> dict[str, Any]:
        """Sign in and return what the browser sends."""
        said = client_data(kind, challenge, relying.origin)
        of = self._authenticator_data(relying, flags)
        signature = self.private.sign(of + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return {
            "id": written(self.credential_id),
            "client_data": written(said),
            "authenticator_data": written(of),
            "signature": written(signature),
            "user_handle": None if user is None else written(user.bytes),
        }

    def _authenticator_data(self, relying: RelyingParty, flags: int) -> bytes:
        of = hashlib.sha256(relying.id.encode()).digest()
        return of + bytes([flags]) + self.count.to_bytes(4, "big")


def client_data(kind: str, challenge: str, origin: str) -> bytes:
    """What the browser says was asked for, and where."""
    return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": origin}).encode()
