"""A party says whom the other side calls about what both share at level 2 (DIS-03)."""

from datetime import datetime

from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.messages import store as messages
from deconflict.messages.model import Liaison
from deconflict.parties.model import Viewer
from deconflict.parties.rules import require_officer
from deconflict.runtime.database import PartySession


async def name_liaison(
    session: PartySession, viewer: Viewer, name: str, reach: str, now: datetime
) -> Liaison:
    """Name one's own party's liaison, in the place of whoever it was."""
    named = Liaison(require_officer(viewer), name, reach)
    await messages.name_liaison(session, named, viewer.person, now)
    entry = Entry(EntryKind.ADMINISTRATION, named.party, viewer.person, named.party, {"liaison": name}, now)
    await ledger.append(session, [entry])
    return named
