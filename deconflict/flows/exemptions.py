"""What two plans are not held against each other for: rendezvous both sides confirmed, and joint patrols (SEP-10)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.joint_patrols import checker_store as joint_patrols
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import AS_PLANNED, Standing
from deconflict.rendezvous import checker_store as rendezvous
from deconflict.rendezvous.model import Meant
from deconflict.rendezvous.rules import LATEST, disc_of
from deconflict.runtime.database import CheckerSession
from deconflict.separation.check import Finding, find_all, find_outside
from deconflict.separation.rendezvous import Disc
from deconflict.separation.units import Metres, utc


@dataclass(frozen=True)
class Exemptions:
    """Read in the check's own transaction. `meant` by two sides; `joint`: of a patrol, which and at which version.

    `astray`: patrols of joint ones that are not where their joint text says.
    """

    meant: Mapping[frozenset[PartyId], Sequence[Meant]] = field(default_factory=dict)
    joint: Mapping[UUID, tuple[UUID, int]] = field(default_factory=dict)
    astray: Collection[UUID] = frozenset()

    def are_together(self, one: Standing, other: Standing) -> bool:
        """Tell whether two plans are of one joint patrol, each as its joint text says."""
        first, second = self.joint.get(one.patrol), self.joint.get(other.patrol)
        if first is None or second is None or first[0] != second[0]:
            return False
        return (first[1], second[1]) == (one.version, other.version)

    def keep_together(self, one: Standing, other: Standing) -> bool:
        """Tell whether two plans of one joint patrol are driven as its text says: one off its plan is not (PAT-07)."""
        return self.are_together(one, other) and not {one.patrol, other.patrol} & set(self.astray)

    def discs(self, one: Standing, other: Standing) -> list[Disc]:
        """Return where and when two plans may be close."""
        return [
            disc_of(item.where)
            for item in self.meant.get(frozenset((one.party, other.party)), ())
            if item.is_for(one.party, one.patrol) and item.is_for(other.party, other.patrol)
        ]

    def find(
        self, subject: Standing, others: Sequence[Standing], minima_m: Sequence[Metres]
    ) -> list[tuple[Finding | None, Finding | None]]:
        """Compare a plan with others; return for each what is found, and what would be without their rendezvous."""
        without = find_all(subject.track, [item.track for item in others], minima_m)
        found = []
        for other, minimum_m, finding in zip(others, minima_m, without, strict=True):
            discs = self.discs(subject, other) if finding is not None and self.meant else []
            rest = find_outside(subject.track, other.track, minimum_m, discs) if discs else finding
            found.append((rest, finding))
        return found


async def exemptions(checker: CheckerSession, plans: Collection[Standing]) -> Exemptions:
    """Return what those plans are exempt from, whatever they are compared with."""
    if not plans:
        return Exemptions()
    earliest = min(float(item.track.knots[0, 3]) for item in plans)
    meant: dict[frozenset[PartyId], list[Meant]] = {}
    for item in await rendezvous.confirmed(checker, utc(earliest) - LATEST):
        meant.setdefault(item.sides, []).append(item)
    joint = await joint_patrols.together(checker, [item.patrol for item in plans])
    states = await patrols.states(checker, joint) if joint else {}
    astray = frozenset(patrol for patrol in joint if states.get(patrol) not in AS_PLANNED)
    return Exemptions(meant, joint, astray)
