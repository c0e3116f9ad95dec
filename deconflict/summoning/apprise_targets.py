"""Telegram, Matrix, ntfy, e-mail and more, by the library Apprise: an extra, loaded only where it is asked for.

Its targets are URLs that may lead anywhere, so only the operator names them, on the machine itself.
"""

import asyncio

from deconflict.summoning.sender import ACCEPTED, PATIENCE_S, Outcome, Report
from deconflict.summons.model import TEXT


class AppriseTargets:
    """Sends to Apprise targets; ModuleNotFoundError without the extra."""

    def __init__(self) -> None:
        import apprise

        self._library = apprise

    async def send(self, reach: str) -> Report:
        """Send to one target."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await asyncio.to_thread(self._notify, reach)
        except TimeoutError:
            return Report(Outcome.AGAIN, "not_reached")

    def _notify(self, reach: str) -> Report:
        target = self._library.Apprise()
        if not target.add(reach):
            return Report(Outcome.FAILED, "not_a_target")
        return ACCEPTED if target.notify(body=TEXT) else Report(Outcome.AGAIN, "not_accepted")
