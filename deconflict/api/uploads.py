"""How many files a party may be sending at once: each is held in memory until it is whole (SEC-02)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from deconflict.incidents.errors import TooManyUploads
from deconflict.parties.model import PartyId

AT_ONCE: Final = 4


class Uploads:
    """Counts by party, so that nobody's uploads stand in a rival's way (SEC-04)."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._going_on: Counter[PartyId | None] = Counter()

    @contextmanager
    def one_of(self, party: PartyId | None) -> Iterator[None]:
        """Hold a place while a file comes in; TooManyUploads when the party has none left."""
        if self._going_on[party] >= self._at_once:
            raise TooManyUploads(most=self._at_once)
        self._going_on[party] += 1
        try:
            yield
        finally:
            self._going_on[party] -= 1
