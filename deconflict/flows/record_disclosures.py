"""Part of the release: what rivals are told of a patrol from now on is on the ledger before it leaves (DIS-07)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Level
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.overlaps.model import Overlap, Told
from deconflict.overlaps.rules import union
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import HOUR_S
from deconflict.separation.units import utc


async def record_disclosures(
    checker: CheckerSession,
    released: Collection[Overlap],
    rivals: Mapping[UUID, Sequence[Told]],
    silent: Mapping[UUID, Sequence[Told]],
    tick: datetime,
) -> None:
    """Append one entry for each patrol of which rivals are told something else than before.

    What rivals learn of a patrol is what its own party learns of them, in the same hours and cells and at the same
    tick (DIS-04, DIS-05): so its overlap says it, and no entry tells more. Of a patrol that its party is told nothing
    about for now (`silent`, PRB-02) the entry is the service's own.
    """
    entries = [
        _entry(item.party, item.patrol, rivals.get(item.id, ()), tick) for item in released if item.hours
    ]
    entries += [_entry(None, patrol, told, tick) for patrol, told in silent.items() if told]
    await ledger.append(checker, entries)


def _entry(party: PartyId | None, patrol: UUID, told: Sequence[Told], tick: datetime) -> Entry:
    """Say which hours, and at level 2 to whom and how many cell-hours; at level 1 the viewers are not named."""
    named = [str(item.rival) for item in told if item.cells is not None]
    said: dict[str, str | int | list[str]] = {
        "level": int(Level.AREA if named else Level.NOTICE),
        "hours": [utc(hour * HOUR_S).isoformat() for hour in union(item.hours for item in told)],
        "to": named,
    }
    return Entry(EntryKind.DISCLOSURE, party, None, patrol, said, tick)
