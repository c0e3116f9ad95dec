"""Makes ids, references and secrets. All are random: none tells an order, a count or a time (IDN-04).

Each is made for somebody: whoever acts, unless `whose` names another party. Nothing depends on that here; tests that
let two worlds run side by side replace `randomness`, and give everybody a stream of their own.
"""

import secrets
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable
from typing import Final
from uuid import UUID

# Without 0/O, 1/I/L and U: what is read aloud over a bad line must be heard right.
SPEAKABLE: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _of_the_machine(count: int, _whose: UUID | None) -> bytes:
    return secrets.token_bytes(count)


randomness: Callable[[int, UUID | None], bytes] = _of_the_machine
"""Where so many random bytes come from, and for which party."""


def new_id(whose: UUID | None = None) -> UUID:
    """Return a random id (version 4; version 7 would tell when the row was made)."""
    return UUID(bytes=randomness(16, whose), version=4)


def new_reference(whose: UUID | None = None) -> str:
    """Return a short name to speak on the phone, such as `K7-2M4Q`.

    One of 30**6 = 729 million: unique enough within what one viewer sees at a time, not within a table.
    """
    number = int.from_bytes(
        randomness(16, whose), "big"
    )  # so many bits that no letter is likelier than another
    letters = "".join(SPEAKABLE[number // 30**place % 30] for place in range(6))
    return f"{letters[:2]}-{letters[2:]}"


def new_code() -> str:
    """Return what is told once and typed by hand within minutes, such as `K7QM-2M4Q`: 8 speakable letters, 39 bits."""
    number = int.from_bytes(randomness(16, None), "big")
    letters = "".join(SPEAKABLE[number // 30**place % 30] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_recovery_code() -> str:
    """Return what is told once, kept on paper and typed by hand: 16 speakable letters, 78 bits."""
    return f"{new_code()}-{new_code()}"


def spelt(code: str) -> str:
    """Return a code as it is counted, however it was typed: of capitals, without what parts them."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def new_salt(size: int, whose: UUID | None = None) -> bytes:
    """Return so many random bytes, to be kept with what they hide."""
    return randomness(size, whose)


def new_token() -> str:
    """Return an opaque secret of 256 bits, safe in a URL and in a header."""
    return urlsafe_b64encode(randomness(32, None)).rstrip(b"=").decode()


def new_factor_secret() -> str:
    """Return what an app reckons codes from: 160 bits in base 32, as RFC 4226 recommends."""
    return b32encode(randomness(20, None)).decode()


def new_password() -> str:
    """Return a password to be told once and typed by hand: 18 speakable letters, 88 bits."""
    return "-".join(new_reference() for _ in range(3))
