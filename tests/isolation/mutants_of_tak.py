"""Planted leaks in what TAK devices are sent."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from lockstep import here
from planting import count, mutant

from deconflict.gateways.cot import outgoing, telling, words, writing


@mutant("everybody halts")
def a_tak_device_is_shown_every_unit() -> Iterator[None]:
    shown = outgoing.Outgoing._positions

    async def all_of_them(*arguments: Any) -> list[bytes]:
        at = datetime(2026, 12, 1, tzinfo=UTC)
        rows = here().sql("SELECT lon, lat FROM last_position ORDER BY lon, lat")
        more = [writing.position("u", writing.OTHER, "?", writing.At(*row), at, at, {}) for row in rows]
        return [*await shown(*arguments), *more]

    with patch.object(outgoing.Outgoing, "_positions", all_of_them):
        yield


@mutant("by whom", level=1)
def a_tak_message_counts_what_others_are_told() -> Iterator[None]:
    line = words.line

    def counting(alert: Any) -> str:
        told = "SELECT count(*) FROM alert a JOIN party p ON p.id = a.party WHERE p.slug = 'b'"
        return f"{line(alert)} {count(told)}"

    with patch.object(telling.words, "line", counting):
        yield
