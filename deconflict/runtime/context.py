"""The signed statement of who is looking, which the database checks by itself (SEC-01).

The API's login cannot read the key, so injected SQL can set any context but never a valid one of
somebody else. Signing happens here, verification in SQL; this module never talks to the database.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

Purpose = Literal["viewer", "door", "hub", "sender"]

GUC: Final = "deconflict.context"
BLOCK: Final = 64


@dataclass(frozen=True, slots=True)
class Context:
    """Who acts in a transaction, and to what end.

    `viewer`: a signed-in person. `door`: nobody yet, somebody knocks (log-in, session and ticket look-up).
    `hub`: the live hub's own reading of which feeds have grown. `sender`: whoever sends what goes out of band.
    """

    person: UUID | None
    party: UUID | None
    role: str
    purpose: Purpose

    def __post_init__(self) -> None:
        if not self.role.replace("_", "a").isalpha() or not self.role.isascii():
            raise ValueError("a role is made of letters and underscores")
        if self.purpose == "viewer" and self.person is None:
            raise ValueError("a viewer is a person")


DOOR: Final = Context(None, None, "nobody", "door")
HUB: Final = Context(None, None, "nobody", "hub")
SENDER: Final = Context(None, None, "nobody", "sender")


def sign(context: Context, key: bytes, issued_at: datetime) -> str:
    """Return `person|party|role|purpose|issued|hmac`: issued in seconds since 1970, hmac SHA-256 in hex."""
    parts = (
        str(context.person or ""),
        str(context.party or ""),
        context.role,
        context.purpose,
        str(int(issued_at.timestamp())),
    )
    text = "|".join(parts)
    return f"{text}|{hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the key XORed with HMAC's inner and outer pad (64 bytes each, RFC 2104).

    With them SQL needs only its builtin: `sha256(outer || sha256(inner || message))`.
    """
    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def derive(key: bytes, purpose: str) -> str:
    """Return a secret in hex that follows from the key for one purpose, such as the password of a login."""
    return hmac.new(key, f"deconflict {purpose}".encode(), hashlib.sha256).hexdigest()
