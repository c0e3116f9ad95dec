"""What every gateway does with a unit's fixes: they are stored as any others, and counted by what became of them.

What can never be stored (made in the future, or a month ago) is taken as done: an app would send it for ever, and
nothing that came after it. No such protocol says when a message was sent: a clock that is ahead is told by its fixes.
"""

from collections.abc import Sequence

from deconflict.api.edge import Edge
from deconflict.flows.report_positions import report_positions
from deconflict.gateways.measures import FIXES
from deconflict.parties.model import Viewer
from deconflict.tracking.errors import ClockOff
from deconflict.tracking.model import Fix
from deconflict.tracking.rules import sent_by


async def report(edge: Edge, viewer: Viewer, fixes: Sequence[Fix], gateway: str) -> None:
    """Store fixes of the unit whose device said them, and count what became of each."""
    if not fixes:
        return
    now = edge.clock.now()
    sent_at = sent_by(fixes, now)
    try:
        async with edge.database.transaction(viewer.context) as session:
            done = await report_positions(session, viewer, str(viewer.unit), fixes, sent_at, now)
    except ClockOff as error:
        FIXES.labels(gateway, error.code).inc(len(fixes))
        return
    FIXES.labels(gateway, "stored").inc(done.stored)
    for fault in done.set_aside.values():
        FIXES.labels(gateway, fault.value).inc()
