"""Whom the door has just recognised, kept for half a second in this process: a request in a burst knocks once.

Half a second is what a revocation may take at the most (SEC-04 allows one); signing out here takes none.
"""

from collections import OrderedDict
from datetime import datetime
from typing import Final

from deconflict.parties.model import Viewer

KEEP_S: Final = 0.5
MOST: Final = 10_000


class Recognised:
    """Viewers by their session's token. Seconds are of any steady clock."""

    def __init__(self, keep_s: float = KEEP_S, most: int = MOST) -> None:
        self._keep_s = keep_s
        self._most = most
        self._kept: OrderedDict[str, tuple[Viewer, float]] = OrderedDict()

    def of(self, token: str, steady_s: float, now: datetime) -> Viewer | None:
        """Return who holds the token, if that was recognised a moment ago and has not expired since."""
        viewer, until = self._kept.get(token, (None, 0.0))
        return viewer if viewer is not None and steady_s < until and now < viewer.expires_at else None

    def keep(self, token: str, viewer: Viewer, steady_s: float) -> None:
        """Remember who was recognised; the longest kept makes room."""
        self._kept[token] = (viewer, steady_s + self._keep_s)
        self._kept.move_to_end(token)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def forget(self, token: str) -> None:
        """Let the token's next request knock at the door."""
        self._kept.pop(token, None)
