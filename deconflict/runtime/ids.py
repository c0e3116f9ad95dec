"""Makes ids, references and secrets. All are random: none tells an order, a count or a time (IDN-04)."""

import secrets
from typing import Final
from uuid import UUID, uuid4

# Without 0/O, 1/I/L and U: what is read aloud over a bad line must be heard right.
SPEAKABLE: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """Return a random id (version 4; version 7 would tell when the row was made)."""
    return uuid4()


def new_reference() -> str:
    """Return a short name to speak on the phone, such as `K7-2M4Q`.

    One of 30**6 = 729 million: unique enough within what one viewer sees at a time, not within a table.
    """
    letters = "".join(secrets.choice(SPEAKABLE) for _ in range(6))
    return f"{letters[:2]}-{letters[2:]}"


def new_token() -> str:
    """Return an opaque secret of 256 bits, safe in a URL and in a header."""
    return secrets.token_urlsafe(32)


def new_password() -> str:
    """Return a password to be told once and typed by hand: 18 speakable letters, 88 bits."""
    return "-".join(new_reference() for _ in range(3))
