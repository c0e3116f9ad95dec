"""The peer: the PostGIS query that somebody without this service would write, on a table and indexes of its own.

It knows lines, periods and one distance. It cannot know when who is where, nor how far either may stray.
"""

from time import perf_counter
from typing import Final
from uuid import UUID

from sqlalchemy import text

from deconflict.runtime.database import CheckerSession

NEAR: Final = text(
    """
    SELECT other.id
    FROM naive_plan AS subject
    JOIN naive_plan AS other
        ON ST_DWithin(other.route, subject.route, :minimum) AND other.held && subject.held
        AND other.party <> subject.party
    WHERE subject.id = :subject
    """
)


async def ask_naively(
    checker: CheckerSession, patrol: UUID, minimum_m: float
) -> tuple[frozenset[UUID], float]:
    """Return the patrols that the query takes for conflicts of one patrol, and the seconds that took."""
    begin = perf_counter()
    rows = (await checker.execute(NEAR, {"subject": patrol, "minimum": minimum_m})).all()
    return frozenset(row.id for row in rows), perf_counter() - begin
