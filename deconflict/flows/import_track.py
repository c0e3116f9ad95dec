"""A track comes from a file after the fact: stored like any other, marked late, so that it alarms nobody (LIV-01)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from deconflict.flows.report_positions import Reported, report_positions
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession
from deconflict.tracking.model import Fix, FixFault

AT_ONCE: Final = 1000
"""How many fixes one upload holds."""


async def import_track(
    session: PartySession, viewer: Viewer, track: Sequence[tuple[str, Fix]], now: datetime
) -> Reported:
    """Store fixes, each of the unit named beside it; what is set aside is named by its place in the whole.

    Their times are taken as written: a file does not say whose clock made them.
    """
    stored, aside = 0, dict[int, FixFault]()
    for unit in dict.fromkeys(name for name, _ in track):
        places = [place for place, (name, _) in enumerate(track) if name == unit]
        for start in range(0, len(places), AT_ONCE):
            part = places[start : start + AT_ONCE]
            fixes = [track[place][1] for place in part]
            done = await report_positions(session, viewer, unit, fixes, now, now, late=True)
            stored += done.stored
            aside |= {part[index]: fault for index, fault in done.set_aside.items()}
    return Reported(stored, timedelta(), aside)
