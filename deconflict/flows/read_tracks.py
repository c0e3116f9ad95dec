"""The desk looks at where units were, a party's officers at where their own were.

The desk saw each of those positions as it came in (DIS-08). That it looks again is on the ledger of each party that
it shows anything of, before it leaves (DIS-07).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import OFFICERS, Role, Viewer
from deconflict.runtime.database import PartySession
from deconflict.tracking import past_store as past
from deconflict.tracking.past import Track, Window


async def read_tracks(
    session: PartySession, viewer: Viewer, window: Window, of: UUID | None, now: datetime
) -> list[Track]:
    """Return where units were in a window. NotFound for whoever is not shown all positions of a party."""
    if viewer.role not in {Role.DESK, *OFFICERS}:
        raise NotFound()
    found = await past.tracks(session, window.readable(now), of)
    if viewer.role is Role.DESK:
        await ledger.append(session, _entries(viewer, window, found, now))
    return found


def _entries(viewer: Viewer, window: Window, found: Sequence[Track], now: datetime) -> list[Entry]:
    said = {
        "what": "tracks",
        "to": Role.DESK.value,
        "from": window.since.isoformat(),
        "until": window.until.isoformat(),
    }
    return [
        Entry(EntryKind.DISCLOSURE, party, viewer.person, party, {**said, "units": count}, now)
        for party, count in Counter(track.party for track in found).items()
    ]
