"""Cuts a stream of bytes into events. Sans I/O: knows neither sockets nor XML beyond where an event ends."""

from typing import Final

from deconflict.gateways.cot.errors import EventTooLong

LONGEST: Final = 64 * 1024
ENDS: Final = (b"</event>", b"</auth>")


class Frames:
    """What has come and is no whole event yet; `longest` bounds it."""

    def __init__(self, longest: int = LONGEST) -> None:
        self.longest = longest
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in; return the events that are whole now. EventTooLong when one grows beyond the bound."""
        self._rest += data
        found = []
        while (end := self._end()) is not None:
            frame, self._rest = self._rest[:end].strip(), self._rest[end:]
            self._require_short(frame)
            found.append(frame)
        self._require_short(self._rest)
        return found

    def _end(self) -> int | None:
        ends = [at + len(mark) for mark in ENDS if (at := self._rest.find(mark)) >= 0]
        return min(ends, default=None)

    def _require_short(self, piece: bytes) -> None:
        if len(piece) > self.longest:
            raise EventTooLong(limit_bytes=self.longest)
