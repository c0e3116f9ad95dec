"""Levels on the wire: how much two parties learn of each other, what holds now, and what one of them took back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from deconflict.agreements.model import Clause, Level, Levels, Lowering, Matter, Pact
from deconflict.agreements.rules import holding, in_force, minimum
from deconflict.agreements.signing import cell_of
from deconflict.api.wire import In, Moment, Out, example

EXAMPLE_CLAUSE: Final[dict[str, Any]] = {
    "level": 3,
    "cells": ["14/8801/6611", "10/550/413"],
    "matter": "plans",
    "start": "2026-12-01T00:00:00Z",
    "end": None,
}
EXAMPLE_LEVELS: Final[dict[str, Any]] = {"elsewhere": 1, "clauses": [EXAMPLE_CLAUSE]}

MAX_CLAUSES: Final = 16
MAX_CELLS: Final = 500

LevelIn = Annotated[int, Field(strict=True, ge=0, le=4, description="0 sealed … 4 shared.")]
CellIn = Annotated[
    str,
    StringConstraints(max_length=20, pattern=r"^(0|[1-9][0-9]?)/(0|[1-9][0-9]{0,4})/(0|[1-9][0-9]{0,4})$"),
]


class ClauseIn(In):
    """A level for some cells, some matter and some hours; what is null or absent is not limited."""

    model_config = example(EXAMPLE_CLAUSE)

    level: LevelIn
    cells: list[CellIn] | None = Field(
        None, min_length=1, max_length=MAX_CELLS, description="`zoom/column/row`, zoom 14 at the finest."
    )
    matter: Matter | None = None
    start: Moment | None = Field(None, description="A whole UTC hour.")
    end: Moment | None = Field(None, description="A whole UTC hour, not part of it.")

    def clause(self) -> Clause:
        """Return the clause."""
        cells = None if self.cells is None else frozenset(map(cell_of, self.cells))
        return Clause(Level(self.level), cells, self.matter, self.start, self.end)


class LevelsIn(In):
    """The level where no clause applies, and the clauses; where several apply, the lowest counts."""

    model_config = example(EXAMPLE_LEVELS)

    elsewhere: LevelIn
    clauses: list[ClauseIn] = Field(default=[], max_length=MAX_CLAUSES)

    def levels(self) -> Levels:
        """Return the levels."""
        return Levels(Level(self.elsewhere), tuple(item.clause() for item in self.clauses))


class LoweringIn(In):
    """What one takes back from another party: from now on no more than these levels."""

    model_config = example(
        {"other": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a", "levels": {"elsewhere": 0, "clauses": []}}
    )

    other: UUID
    levels: LevelsIn


class ClauseOut(Out):
    """A level for some cells, some matter and some hours."""

    level: int
    cells: list[str] | None
    matter: Matter | None
    start: datetime | None
    end: datetime | None

    @classmethod
    def of(cls, clause: Clause) -> Self:
        """Show a clause."""
        return cls(
            level=int(clause.level),
            cells=None if clause.cells is None else [str(cell) for cell in sorted(clause.cells)],
            matter=clause.matter,
            start=clause.start,
            end=clause.end,
        )


class LevelsOut(Out):
    """The level where no clause applies, and the clauses; where several apply, the lowest counts."""

    elsewhere: int
    clauses: list[ClauseOut]

    @classmethod
    def of(cls, levels: Levels) -> Self:
        """Show levels."""
        return cls(elsewhere=int(levels.elsewhere), clauses=[ClauseOut.of(item) for item in levels.clauses])


class LoweringOut(Out):
    """What a party took back from another, alone."""

    id: UUID
    party: UUID
    other: UUID
    levels: LevelsOut
    at: datetime

    @classmethod
    def of(cls, lowering: Lowering) -> Self:
        """Show what was taken back."""
        return cls(
            id=lowering.id,
            party=lowering.party,
            other=lowering.other,
            levels=LevelsOut.of(lowering.levels),
            at=lowering.at,
        )


class HoldingOut(Out):
    """What holds now between two parties: in each cell-hour, the lowest of all `layers`."""

    parties: list[UUID]
    elsewhere: int = Field(description="The level wherever no clause of any layer applies.")
    layers: list[LevelsOut] = Field(description="Everything that still counts; the lowest of them holds.")
    minimum_m: float
    in_force: bool = Field(
        description="Whether a ratified agreement holds; otherwise the deployment's default."
    )
    lowered: list[LoweringOut] = Field(description="What either took back, as far as it still counts.")

    @classmethod
    def of(cls, pact: Pact, parties: Iterable[UUID], lowered: Iterable[Lowering], now: datetime) -> Self:
        """Show what holds at that moment."""
        layers = list(holding(pact, now))
        return cls(
            parties=list(parties),
            elsewhere=min(int(item.elsewhere) for item in layers),
            layers=[LevelsOut.of(item) for item in layers],
            minimum_m=float(minimum(pact)),
            in_force=pact.ratified is not None and in_force(pact.ratified, now),
            lowered=[LoweringOut.of(item) for item in lowered if item.levels in pact.caps],
        )
