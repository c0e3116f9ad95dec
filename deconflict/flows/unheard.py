"""Of which live units their own parties are told nothing of rivals, who are told of them all the same.

Those of a suspended party (PAT-02); and below live level 3 those whose plan nobody has started, once the unit's budget
is used up: a plan that brings its submitter no notice brings it none by positions either (PRB-02).
"""

from collections.abc import Collection
from datetime import datetime

from deconflict.encounters.model import LiveUnit
from deconflict.flows.following import Following
from deconflict.parties.model import UnitId
from deconflict.probing import checker_store as probing
from deconflict.probing.model import Limits
from deconflict.probing.rules import by_unit, day_of, is_used_up
from deconflict.runtime.database import CheckerSession


async def unheard(
    checker: CheckerSession, at: Following, units: Collection[LiveUnit], limits: Limits, now: datetime
) -> frozenset[UnitId]:
    """Return of which of those units their own party is told nothing on the grid."""
    waiting = {item.unit for item in units if at.known.under_way(at.known.number[item.unit]) is None}
    spent = by_unit(await probing.draws(checker, waiting, day_of(now))) if waiting else {}
    silent = {unit for unit, draws in spent.items() if is_used_up(draws, now, limits)}
    return frozenset(silent | {item.unit for item in units if item.party in at.suspended})
