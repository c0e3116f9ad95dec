"""The oracle: every pair of current plans compared without any index, against what is on record (CON-03)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Pacts, Terms
from deconflict.agreements.rules import minimum
from deconflict.conflicts import store as conflicts
from deconflict.conflicts.rules import is_alarming, over_at
from deconflict.flows.exemptions import Exemptions, exemptions
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Standing
from deconflict.runtime.database import CheckerSession
from deconflict.separation.boxes import Boxes

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Difference:
    """What must be empty: pairs in conflict that are not on record, and pairs on record that are not in conflict.

    Also the patrols of which nobody can tell, because their plan cannot be read. `more`: plans come after these.
    """

    compared: int
    missed: frozenset[Pair]
    stale: frozenset[Pair]
    unreadable: frozenset[UUID] = frozenset()
    more: bool = False

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
    standing = [patrol for patrol in await patrols.on_record(checker) if patrol not in due]
    wanted = standing[first : None if count is None else first + count]
    subjects = await patrols.with_ids(checker, wanted)
    pacts = await agreements.pacts(checker, terms)
    found, unreadable = await _conflicts_of(checker, subjects, due, pacts, now)
    compared = {item.patrol for item in subjects}
    # Of what is left of patrols that have no current plan any more, the first run is the judge.
    known = await conflicts.open_pairs(checker, None if first == 0 else compared)
    left = due.union(unreadable)
    there = set(standing)
    on_record = {
        pair: last
        for pair, last in known.items()
        if not left.intersection(pair) and (compared.intersection(pair) or not there.intersection(pair))
    }
    settled = await conflicts.settled_pairs(checker, compared)
    return Difference(
        compared=len(subjects),
        missed=frozenset(found - on_record.keys() - settled),
        stale=frozenset(pair for pair, last in on_record.items() if pair not in found and last >= now),
        unreadable=unreadable,
        more=first + len(wanted) < len(standing),
    )


async def _conflicts_of(
    checker: CheckerSession, subjects: Sequence[Standing], due: Collection[UUID], pacts: Pacts, now: datetime
) -> tuple[set[Pair], frozenset[UUID]]:
    """Return the pairs of those plans with any other, and the patrols whose plan cannot be read.

    Part by part, and to everybody else's turn in between: the checker goes on meanwhile.
    """
    found, unreadable = set[Pair](), frozenset[UUID]()
    widest = max([pacts.default.minimum_m, *map(minimum, pacts.between.values())])
    exempt = await exemptions(checker, subjects)
    own = Boxes.of([subject.track for subject in subjects])
    async for part, lost in patrols.in_parts(checker):
        unreadable |= lost
        others = [item for item in part if item.patrol not in due]
        boxes = Boxes.of([item.track for item in others])
        for row, subject in enumerate(subjects):
            close = [others[place] for place in boxes.near(own, row, widest, 0.0).tolist()]
            rivals = [
                item
                for item in close
                if item.party != subject.party and not exempt.keep_together(subject, item)
            ]
            found |= _pairs(subject, rivals, pacts, exempt, now)
    return found, unreadable


def _pairs(
    subject: Standing, others: Sequence[Standing], pacts: Pacts, exempt: Exemptions, now: datetime
) -> set[Pair]:
    minima = [minimum(pacts.of(subject.party, item.party)) for item in others]
    findings = exempt.find(subject, others, minima)
    return {
        (min(subject.patrol, other.patrol), max(subject.patrol, other.patrol))
        for other, (finding, _) in zip(others, findings, strict=True)
        if finding is not None
        and is_alarming(finding)
        and (
            subject.after_the_fact
            or other.after_the_fact
            or over_at(finding, subject.track.time_tolerance_s, other.track.time_tolerance_s) >= now
        )
    }
