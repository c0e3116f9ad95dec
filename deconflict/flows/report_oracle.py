"""The oracle's run is put where `/metrics` shows it (CON-03)."""

from datetime import datetime

from deconflict.conflicts import store as conflicts
from deconflict.flows.compare_with_oracle import Difference
from deconflict.runtime.database import CheckerSession


async def report_oracle(checker: CheckerSession, found: Difference, at: datetime) -> None:
    """Keep how much was compared and how large the difference was."""
    await conflicts.report_oracle(checker, found.compared, found.size, at)
