"""The only SQL about budgets and questions across parties: for the checker alone, which no network reaches.

Never commits.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, bindparam, delete, func, select, text, update

from deconflict.agreements.model import Level
from deconflict.parties.model import PartyId, UnitId
from deconflict.probing.model import Draw, DrawKind, Limits, Question, SharedWith, Silence, WhatIfId
from deconflict.probing.store import draw_row
from deconflict.probing.tables import budget_draw, silence, what_if, what_if_told
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of

# By the padded envelopes, as plans are compared with each other: nothing that a cover could share is outside.
# Of suspended parties not what they have on record now, but what they had when that began.
AROUND: Final = text(
    """
    SELECT asked.id AS what_if, other.patrol, other.party, other.cover
    FROM what_if AS asked
    JOIN plan AS other ON other.current AND NOT other.after_the_fact AND other.envelope && asked.envelope
        AND other.period && asked.period AND other.party <> asked.party
    WHERE asked.id = ANY (:wanted)
        AND NOT EXISTS (SELECT FROM suspension s WHERE s.party = other.party AND s.restored_at IS NULL)
    UNION ALL
    SELECT asked.id, held.patrol, held.party, held.cover
    FROM what_if AS asked, suspended_plan AS suspended
    JOIN plan AS held ON held.party = suspended.party AND held.patrol = suspended.patrol
        AND held.version = suspended.version AND NOT held.after_the_fact
    WHERE asked.id = ANY (:wanted) AND held.party <> asked.party
        AND held.envelope && asked.envelope AND held.period && asked.period
    ORDER BY 1, 2
    """
).bindparams(bindparam("wanted", type_=ARRAY(Uuid)))
NOTICED: Final = (DrawKind.OVERLAP.value, DrawKind.AMENDMENT.value)
"""What counts for whether plans bring notices."""
Near = tuple[WhatIfId, UUID, PartyId, bytes]


async def draws(checker: CheckerSession, units: Collection[UnitId], since: datetime) -> list[Draw]:
    """Return what those units have drawn since then."""
    rows = await checker.rows(
        select(budget_draw).where(one_of(budget_draw.c.unit, units), budget_draw.c.at >= since)
    )
    return [
        Draw(PartyId(row.party), UnitId(row.unit), DrawKind(row.kind), row.subject, row.at) for row in rows
    ]


async def heavy_draws(checker: CheckerSession, since: datetime, limits: Limits) -> list[Draw]:
    """Return what those units have drawn since then that have come to the end of a budget of notices."""
    least = min(limits.overlaps, limits.amendments)
    spent = await checker.scalars(
        select(budget_draw.c.unit)
        .where(budget_draw.c.at >= since, budget_draw.c.kind.in_(NOTICED))
        .group_by(budget_draw.c.unit)
        .having(func.count() >= least)
    )
    return await draws(checker, [UnitId(unit) for unit in spent], since) if spent else []


async def draw(checker: CheckerSession, new: Sequence[Draw]) -> None:
    """Store draws."""
    await checker.insert_all(budget_draw, [draw_row(item) for item in new])


async def silences(checker: CheckerSession, patrols: Collection[UUID]) -> dict[UUID, Silence]:
    """Return what is kept silent of those patrols."""
    rows = await checker.rows(select(silence).where(one_of(silence.c.patrol, patrols)))
    return {row.patrol: _to_silence(row) for row in rows}


async def all_silences(checker: CheckerSession) -> list[Silence]:
    """Return everything that is kept silent."""
    return [_to_silence(row) for row in await checker.rows(select(silence))]


def _to_silence(row: Row[*tuple[Any, ...]]) -> Silence:
    return Silence(row.patrol, PartyId(row.party), row.version, row.until, tuple(row.hours))


async def keep_silent(checker: CheckerSession, changed: Sequence[Silence]) -> None:
    """Store of which patrols nothing is told; in place of what was stored of them."""
    await lift_silence(checker, [item.patrol for item in changed])
    rows = [
        {
            "patrol": item.patrol,
            "party": item.party,
            "version": item.version,
            "until": item.until,
            "hours": list(item.hours),
        }
        for item in changed
    ]
    await checker.insert_all(silence, rows)


async def lift_silence(checker: CheckerSession, patrols: Collection[UUID]) -> None:
    """Let those patrols' parties be told again."""
    if patrols:
        await checker.execute(delete(silence).where(one_of(silence.c.patrol, patrols)))


async def unanswered(checker: CheckerSession, tick: datetime) -> list[Question]:
    """Return the questions that are to be answered at that tick, oldest first."""
    rows = await checker.rows(
        select(what_if.c.id, what_if.c.party, what_if.c.cover)
        .where(what_if.c.answered_at.is_(None), what_if.c.answer_by <= tick)
        .order_by(what_if.c.asked_at, what_if.c.id)
    )
    return [Question(WhatIfId(row.id), PartyId(row.party), row.cover) for row in rows]


async def plans_near(checker: CheckerSession, wanted: Collection[WhatIfId]) -> list[Near]:
    """Return the rivals' plans that a cover could meet: question, patrol, party, cover."""
    rows = (await checker.execute(AROUND, {"wanted": list(wanted)})).all()
    return [(WhatIfId(row.what_if), row.patrol, PartyId(row.party), row.cover) for row in rows]


async def withhold(checker: CheckerSession, asked: Collection[WhatIfId], at: datetime) -> None:
    """Answer questions with nothing: that their answer is withheld is no all-clear."""
    withheld = {"answered_at": at, "withheld": True}
    await checker.execute(update(what_if).where(one_of(what_if.c.id, asked)).values(withheld))


async def answer(
    checker: CheckerSession,
    told: Iterable[tuple[WhatIfId, PartyId, bool, Level, tuple[int, ...], SharedWith | None]],
    answered: Collection[WhatIfId],
    at: datetime,
) -> None:
    """Store what questions are answered with, rival by rival, and that they are answered."""
    rows = [
        {
            "what_if": question,
            "rival": rival,
            "agreed": agreed,
            "level": int(level),
            "hours": list(hours),
            "cells": None if area is None else area.cells,
        }
        for question, rival, agreed, level, hours, area in told
    ]
    await checker.insert_all(what_if_told, rows)
    await checker.execute(update(what_if).where(one_of(what_if.c.id, answered)).values(answered_at=at))


async def withhold_between(checker: CheckerSession, one: PartyId, other: PartyId) -> None:
    """Let no earlier answer tell either of two parties of the other any more (DIS-02)."""
    of = select(what_if.c.id).where(what_if.c.party.in_([one, other]))
    gone = await checker.rows(
        delete(what_if_told)
        .where(what_if_told.c.what_if.in_(of), what_if_told.c.rival.in_([one, other]))
        .returning(what_if_told.c.what_if)
    )
    asked = {row.what_if for row in gone}
    if asked:
        await checker.execute(update(what_if).where(one_of(what_if.c.id, asked)).values(withheld=True))
