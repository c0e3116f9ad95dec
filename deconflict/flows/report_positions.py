"""A unit says where it was: stored by the service's clock; the newest fix is where the unit was last (LIV-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deconflict.flows.speak_for_unit import unit_spoken_for
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id
from deconflict.tracking import store as tracking
from deconflict.tracking.model import Fix, FixFault, Upload, UploadId
from deconflict.tracking.rules import clock_offset, sorted_out


@dataclass(frozen=True)
class Reported:
    """What became of an upload: fixes stored, how far the sender's clock is behind, what was set aside by index."""

    stored: int
    clock_offset: timedelta
    set_aside: Mapping[int, FixFault]


async def report_positions(
    session: PartySession,
    viewer: Viewer,
    unit_name: str,
    fixes: Sequence[Fix],
    sent_at: datetime,
    now: datetime,
    *,
    late: bool = False,
) -> Reported:
    """Store the fixes of a unit of the viewer's own party; a rival's and an unknown one are the same refusal.

    `late`: they come from a file, after the fact, and raise no alarm.
    """
    unit = await unit_spoken_for(session, viewer, unit_name)
    # What is sent again, by an answer lost or a queue, says no more of the sender's clock than when it came first.
    received_at = await tracking.first_received(session, unit.party, unit.id, sent_at) or now
    offset = clock_offset(sent_at, received_at)
    track, faults = sorted_out(fixes, sent_at, received_at, offset)
    if track:
        of = UploadId(new_id()), unit.party, unit.id, viewer.person, viewer.device
        upload = Upload(*of, sent_at, now, track, late)
        await tracking.add(session, upload)
        await tracking.keep_last(session, upload)
    return Reported(len(track), offset, faults)
