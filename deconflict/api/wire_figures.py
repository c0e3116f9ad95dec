"""Figures of conduct on the wire: one line for each party that the viewer may see them of (PRB-03)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import Out, example
from deconflict.probing.model import Conduct


class ConductOut(Out):
    """How one party used the service in the time asked for."""

    model_config = example(
        {
            "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
            "name": "Eastern Command",
            "registered": 41,
            "withdrawn": 2,
            "finished": 30,
            "ghosts": 3,
            "ghost_ratio": 0.1,
            "questions": 4,
            "budgets_used": 0,
            "acknowledged_within_s": 95.0,
        }
    )

    party: UUID
    name: str
    registered: int
    withdrawn: int = Field(description="Withdrawn after a notice about it.")
    finished: int = Field(description="Of the plans registered in that time, those whose life is over.")
    ghosts: int = Field(description="Of those, the ones never driven.")
    ghost_ratio: float | None
    questions: int
    budgets_used: int = Field(description="How often a unit used up something of a day's budget.")
    acknowledged_within_s: float | None = Field(
        description="Median from a ringing notice to its acknowledgement."
    )

    @classmethod
    def of(cls, conduct: Conduct) -> Self:
        """Show a party's figures."""
        return cls.model_validate(conduct)


class FiguresOut(Out):
    """Figures of a moving window that ends now."""

    since: datetime
    until: datetime
    parties: list[ConductOut]

    @classmethod
    def within(cls, since: datetime, until: datetime, found: Iterable[Conduct]) -> Self:
        """Show the figures of a window."""
        return cls(since=since, until=until, parties=[ConductOut.of(item) for item in found])
