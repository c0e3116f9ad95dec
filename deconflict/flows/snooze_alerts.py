"""Somebody wants quiet for a moment about what they have been told; what is told after that rings (ALR-05).

It is their own devices that keep still: the alerts climb as if nobody snoozed.
"""

from datetime import datetime, timedelta

from deconflict.alerts import snooze_store as snoozes
from deconflict.alerts import store as alerts
from deconflict.alerts.model import Snooze
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession


async def snooze_alerts(session: PartySession, viewer: Viewer, minutes: int, now: datetime) -> Snooze:
    """Let the viewer's devices keep still about all that is in its feed by now."""
    head = await alerts.head_of(session)
    snooze = Snooze(head.last, now + timedelta(minutes=minutes))
    await snoozes.keep(session, viewer, snooze)
    return snooze
