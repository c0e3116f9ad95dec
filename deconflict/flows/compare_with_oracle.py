"""The oracle: every pair of current plans compared without any index, against what is on record (CON-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Terms
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.rules import is_alarming, over_at
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Standing
from deconflict.runtime.database import CheckerSession
from deconflict.separation.check import find_all

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Difference:
    """What must be empty: pairs in conflict that are not on record, and pairs on record that are not in conflict.

    Also the patrols of which nobody can tell, because their plan cannot be read.
    """

    compared: int
    missed: frozenset[Pair]
    stale: frozenset[Pair]
    unreadable: frozenset[UUID] = frozenset()

    @property
    def size(self) -> int:
        """What the metric `conflict_oracle_difference` shows."""
        return len(self.missed) + len(self.stale) + len(self.unreadable)


async def compare_with_oracle(
    checker: CheckerSession, terms: Terms, now: datetime, *, first: int = 0, count: int | None = None
) -> Difference:
    """Compare `count` of the current plans, from the `first` on, with all others; what is still due is left out.

    Needs a snapshot transaction: everything it reads must be of one moment.
    """
    due = await patrols.waiting(checker)
    readable, unreadable = await patrols.everything(checker)
    everyone = sorted((item for item in readable if item.patrol not in due), key=lambda item: item.patrol.int)
    subjects = everyone[first : None if count is None else first + count]
    found = {pair for subject in subjects for pair in _conflicts_of(subject, everyone, terms, now)}
    compared, standing = ({item.patrol for item in items} for items in (subjects, everyone))
    on_record = {
        pair: last
        for pair, last in (await conflicts.open_pairs(checker)).items()
        if not due.union(unreadable).intersection(pair)
        # Of what is left of patrols that have no current plan any more, the first run is the judge.
        and (compared.intersection(pair) or (first == 0 and not standing.intersection(pair)))
    }
    settled = await conflicts.settled_pairs(checker)
    return Difference(
        compared=len(subjects),
        missed=frozenset(found - on_record.keys() - settled),
        stale=frozenset(pair for pair, last in on_record.items() if pair not in found and last >= now),
        unreadable=unreadable,
    )


def _conflicts_of(subject: Standing, everyone: Sequence[Standing], terms: Terms, now: datetime) -> set[Pair]:
    others = [item for item in everyone if item.party != subject.party]
    findings = find_all(subject.track, [item.track for item in others], terms.minimum_m)
    return {
        (min(subject.patrol, other.patrol), max(subject.patrol, other.patrol))
        for other, finding in zip(others, findings, strict=True)
        if finding is not None
        and is_alarming(finding)
        and (
            subject.after_the_fact
            or other.after_the_fact
            or over_at(finding, subject.track.time_tolerance_s, other.track.time_tolerance_s) >= now
        )
    }
