"""The two headers that make changes safe to repeat: `If-Match` (PAT-04) and `Idempotency-Key` (PAT-08)."""

import hashlib
import re
from typing import Annotated, Final

from fastapi import Header

from deconflict.api.errors import InvalidHeader, PreconditionRequired
from deconflict.api.wire import In

ETAG: Final = re.compile(r'"([1-9][0-9]{0,8})"')

IfMatch = Annotated[
    str | None, Header(alias="If-Match", description='The version that is changed, quoted: `"3"`.')
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="A repeat with the same key and body gets the first answer and does nothing.",
    ),
]


def version_named(if_match: str | None) -> int | None:
    """Return the version that If-Match names, None without one."""
    if if_match is None:
        return None
    found = ETAG.fullmatch(if_match.strip())
    if found is None:
        raise InvalidHeader(header="If-Match")
    return int(found[1])


def version_required(if_match: str | None) -> int:
    """Return the version that If-Match names; PreconditionRequired without one."""
    version = version_named(if_match)
    if version is None:
        raise PreconditionRequired()
    return version


def etag(version: int) -> str:
    """Return the entity tag of a version."""
    return f'"{version}"'


def fingerprint(request: str, body: In | None = None) -> bytes:
    """Return what tells one request from another under the same key: what is asked, and the body's meaning."""
    said = "" if body is None else body.model_dump_json()
    return hashlib.sha256(f"{request}\n{said}".encode()).digest()
