"""Collections by the page: keyset cursors (opaque to clients) and the Link header that leads on (RFC 8288).

No totals: a count across parties would tell of hidden rows (DIS-05).
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query

from deconflict.api.errors import InvalidParameter

MAX_LIMIT: Final = 200
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR_BYTES: Final = 24

Key = tuple[datetime, UUID]

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many at the most.")]
After = Annotated[
    str | None, Query(max_length=64, description="Where to go on: taken from the Link of the page before.")
]


def cursor(key: Key) -> str:
    """Return the place after a row as text: its time in microseconds since 1970, and its id."""
    moment = (key[0] - EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(moment.to_bytes(8, "big") + key[1].bytes).decode()


def key_of(after: str | None) -> Key | None:
    """Read a cursor; InvalidParameter when it is none of ours."""
    if after is None:
        return None
    try:
        raw = base64.b64decode(after.encode("ascii"), altchars=b"-_", validate=True)
        if len(raw) != CURSOR_BYTES:
            raise InvalidParameter(parameter="after")
        moment = timedelta(microseconds=int.from_bytes(raw[:8], "big"))
        return EPOCH + moment, UUID(bytes=raw[8:])
    except (UnicodeEncodeError, binascii.Error, OverflowError):
        raise InvalidParameter(parameter="after") from None


def next_link(path: str, keys: Sequence[Key], limit: int, **chosen: str) -> dict[str, str]:
    """Return the Link header to the next page of what was chosen, if this one is full."""
    if len(keys) < limit:
        return {}
    return link(path, **chosen, after=cursor(keys[-1]), limit=limit)


def link(path: str, **parameters: str | int) -> dict[str, str]:
    """Return a Link header to the next page at these parameters."""
    return {"Link": f'<{path}?{urlencode(parameters)}>; rel="next"'}
