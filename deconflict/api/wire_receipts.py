"""How far the sides of the desk's matters were reached, on the wire."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Self
from uuid import UUID

from deconflict.alerts.model import Reading, Rung, SideTold, Told
from deconflict.api.wire import Out, example
from deconflict.api.wire_messages import PARTY


class ReadingOut(Out):
    """How many said so, and when the first did; null while nobody has."""

    people: int
    first_at: datetime | None

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """Show how many."""
        return cls.model_validate(reading)


class ToldOut(Out):
    """What a side was told: the notice that is least far, of what rings if anything does.

    `people` were told of it at `at`. Received, seen and acknowledged are three facts (ALR-03); whoever did any of them
    has received it. `rung`: the last that it reached unacknowledged, null before the first.
    """

    at: datetime
    rings: bool
    people: int
    received: ReadingOut
    seen: ReadingOut
    acknowledged: ReadingOut
    rung: Rung | None

    @classmethod
    def of(cls, told: Told) -> Self:
        """Show what became of a notice."""
        return cls(
            at=told.at,
            rings=told.rings,
            people=told.people,
            received=ReadingOut.of(told.received),
            seen=ReadingOut.of(told.seen),
            acknowledged=ReadingOut.of(told.acknowledged),
            rung=told.rung,
        )


class SideToldOut(Out):
    """A side of a matter; `told` is null when it is told nothing of it now, at whatever level that is."""

    party: UUID
    told: ToldOut | None

    @classmethod
    def of(cls, side: SideTold) -> Self:
        """Show a side."""
        return cls(party=side.party, told=None if side.told is None else ToldOut.of(side.told))


class MatterToldOut(Out):
    """A conflict, an encounter, a call for help or a halt, and how far each of its sides was reached."""

    model_config = example(
        {
            "matter": "5f0d7c3e-8a35-4b7e-9a55-0c2f3f6f6f10",
            "sides": [
                {
                    "party": PARTY,
                    "told": {
                        "at": "2026-12-01T08:02:10Z",
                        "rings": True,
                        "people": 3,
                        "received": {"people": 2, "first_at": "2026-12-01T08:02:11Z"},
                        "seen": {"people": 1, "first_at": "2026-12-01T08:02:19Z"},
                        "acknowledged": {"people": 0, "first_at": None},
                        "rung": "devices",
                    },
                }
            ],
        }
    )

    matter: UUID
    sides: list[SideToldOut]


class ReceiptsOut(Out):
    """How far each of the matters that were asked about has been told; nothing of what is no matter of the desk's."""

    matters: list[MatterToldOut]

    @classmethod
    def of(cls, sides: Iterable[SideTold]) -> Self:
        """Show sides, those of one matter together."""
        by_matter = groupby(sides, key=lambda side: side.matter)
        return cls(
            matters=[
                MatterToldOut(matter=matter, sides=[SideToldOut.of(side) for side in of])
                for matter, of in by_matter
            ]
        )
