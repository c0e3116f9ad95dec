"""Text messages through a gammu-smsd beside the service: a file for each in its outbox, which it sends and moves on.

Whether the modem sent it, its own folders `sent` and `error` and its log say.
"""

import asyncio
import re
import secrets
from pathlib import Path
from typing import Final

from deconflict.summoning.sender import ACCEPTED, Outcome, Report
from deconflict.summons.model import TEXT

FIRST: Final = "OUTA00000000_000000_00"
"""How the name of what is to be sent before all else begins; the date and the time in it mean nothing to gammu."""
NUMBER: Final = re.compile(r"\+?[0-9]{3,15}")


class SmsOutbox:
    """The outbox folder of a gammu-smsd with the service FILES."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, reach: str) -> Report:
        """Leave a message for a number in the outbox."""
        if NUMBER.fullmatch(reach) is None:
            return Report(Outcome.FAILED, "not_a_number")
        try:
            await asyncio.to_thread(self._leave, reach)
        except OSError:
            return Report(Outcome.AGAIN, "outbox")
        return ACCEPTED

    def _leave(self, number: str) -> None:
        """Write it under a name that gammu-smsd does not look for, then give it the one that it does."""
        written = self._folder / f"new-{secrets.token_hex(8)}"
        written.write_text(TEXT, encoding="utf-8")
        written.rename(self._folder / f"{FIRST}_{number}_{secrets.token_hex(8)}.txt")
