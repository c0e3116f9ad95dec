"""The only SQL about budgets, questions and figures as viewers deal with them. Never commits."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import shapely
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    LargeBinary,
    Row,
    Uuid,
    bindparam,
    column,
    func,
    select,
    text,
)

from deconflict.agreements.model import Level
from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.probing.model import (
    Conduct,
    Draw,
    DrawKind,
    Limits,
    SharedWith,
    WhatIf,
    WhatIfId,
    WhatIfState,
)
from deconflict.probing.tables import budget_draw, what_if
from deconflict.runtime.database import Insertion, PartySession
from deconflict.runtime.ids import new_id
from deconflict.runtime.question import Question, Rows
from deconflict.separation.cover import check_envelope, cover, pack
from deconflict.separation.path import TimedPath
from deconflict.separation.units import Metres

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SRID: Final = 4326
DRAWS: Final = select(budget_draw).where(
    budget_draw.c.party == bindparam("of"),
    budget_draw.c.party == bindparam("reader"),
    budget_draw.c.unit == func.any(bindparam("units", type_=ARRAY(Uuid))),
    budget_draw.c.at >= bindparam("since"),
)
CONDUCT: Final = text(
    "SELECT * FROM conduct_of(:since, :until, :overlaps, :what_ifs, :amendments, :passages) ORDER BY name, party"
)
ANSWER: Final = select(
    column("withheld", Boolean),
    column("rival", Uuid),
    column("hours", ARRAY(BigInteger)),
    column("cells", LargeBinary),
).select_from(func.answer_of(bindparam("wanted", type_=Uuid), bindparam("bound")))


def draw_addition(new: Draw) -> Insertion:
    """Return a draw, to be stored."""
    return Insertion(budget_draw, [draw_row(new)])


def draw_row(new: Draw) -> dict[str, object]:
    """Return a draw as the columns of its row."""
    return {
        "id": new_id(),
        "party": new.party,
        "unit": new.unit,
        "kind": new.kind.value,
        "subject": new.subject,
        "at": new.at,
    }


async def draws(reader: PartySession, of: PartyId, units: Collection[UnitId], since: datetime) -> list[Draw]:
    """Return what those units of the reader's own party have drawn since then."""
    (found,) = await reader.together(draws_asked_for(reader, of, units, since))
    return found


def draws_asked_for(
    reader: PartySession, of: PartyId, units: Collection[UnitId], since: datetime
) -> Question[list[Draw]]:
    """Ask what those units of the reader's own party have drawn since then."""
    whose = {"of": of, "reader": reader.viewer.party, "units": list(units), "since": since}
    return Question(DRAWS, whose, _draws)


def _draws(rows: Rows) -> list[Draw]:
    return [
        Draw(PartyId(row.party), UnitId(row.unit), DrawKind(row.kind), row.subject, row.at) for row in rows
    ]


def question_addition(new: WhatIf, person: PersonId, path: TimedPath, max_minimum_m: Metres) -> Insertion:
    """Return a question, to be stored with the cover that its plan would have."""
    box, start_s, end_s = check_envelope(path.track, max_minimum_m)
    outline = shapely.set_srid(shapely.box(box.west, box.south, box.east, box.north), SRID)
    row = {
        "id": new.id,
        "party": new.party,
        "unit": new.unit,
        "person": person,
        "asked_at": new.asked_at,
        "answer_by": new.answer_by,
        "withheld": False,
        "envelope": shapely.to_wkb(outline, hex=True, include_srid=True),
        "period": f"[{_moment(start_s).isoformat()},{_moment(end_s).isoformat()}]",
        "cover": pack(cover(path.track, max_minimum_m)),
    }
    return Insertion(what_if, [row])


def _moment(seconds: float) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


async def question_with(reader: PartySession, wanted: UUID, bound: Level) -> WhatIf | None:
    """Return a question of the reader's own party, with its answer once it is out; `bound`: the default level."""
    seen = (
        what_if.c.id,
        what_if.c.party,
        what_if.c.unit,
        what_if.c.asked_at,
        what_if.c.answer_by,
        what_if.c.answered_at,
    )
    own = what_if.c.party == reader.viewer.party
    row = await reader.one_or_none(select(*seen).where(what_if.c.id == wanted, own))
    if row is None:
        return None
    told = await reader.rows(ANSWER, {"wanted": wanted, "bound": int(bound)}) if row.answered_at else []
    return WhatIf(
        WhatIfId(row.id),
        PartyId(row.party),
        UnitId(row.unit),
        row.asked_at,
        row.answer_by,
        _state(told),
        tuple(hour for item in told if item.rival is None for hour in item.hours),
        tuple(SharedWith(PartyId(item.rival), item.cells) for item in told if item.rival is not None),
    )


def _state(told: Sequence[Row[*tuple[Any, ...]]]) -> WhatIfState:
    if not told:
        return WhatIfState.PENDING
    return WhatIfState.WITHHELD if told[0].withheld else WhatIfState.ANSWERED


async def conduct(reader: PartySession, since: datetime, until: datetime, limits: Limits) -> list[Conduct]:
    """Return the figures of the parties that the reader may see them of, by name."""
    asked = {
        "since": since,
        "until": until,
        "overlaps": limits.overlaps,
        "passages": limits.passages,
        "what_ifs": limits.what_ifs,
        "amendments": limits.amendments,
    }
    rows = (await reader.execute(CONDUCT, asked)).all()
    return [
        Conduct(
            PartyId(row.party),
            row.name,
            row.registered,
            row.withdrawn,
            row.finished,
            row.ghosts,
            row.questions,
            row.budgets_used,
            row.acknowledged_within_s,
        )
        for row in rows
    ]
