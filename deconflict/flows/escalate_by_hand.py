"""The desk presses *escalate* at an alert: what parties have not acknowledged of it climbs a rung at once (ALR-04).

What it asks is a row that the engine takes up with what is due by the clock, so no rung is skipped nor reached twice.
"""

from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import Subject
from deconflict.errors import NotFound
from deconflict.flows.read_feed import own_head
from deconflict.flows.write_note import put_on_record
from deconflict.parties.model import Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id
from deconflict.shiftlog.model import Matter, MatterKind, Note, NoteId, NoteKind, Noting, Press


async def ask_to_escalate(session: PartySession, viewer: Viewer, epoch: str, seq: int, now: datetime) -> Note:
    """Note the press in the shift log and leave it to the engine. NotFound for a number that the feed has not."""
    require_role(viewer, Role.DESK)
    head = await own_head(session, epoch)
    found = await alerts.with_seqs(session, head.feed, [seq])
    if not found:
        raise NotFound()
    note = NoteId(new_id())
    said = Noting(NoteKind.ESCALATION, "", _matter(found[0].subject), None, None, now)
    return await put_on_record(session, viewer, note, said, Press(note, head.feed, seq, now), now)


def _matter(of: Subject) -> Matter | None:
    named = {
        MatterKind.CONFLICT: of.conflict,
        MatterKind.ENCOUNTER: of.sighting,
        MatterKind.SOS: of.sos,
        MatterKind.HALT: of.halt,
        MatterKind.OVERDUE: of.overdue,
    }
    return next((Matter(kind, id_) for kind, id_ in named.items() if id_ is not None), None)
