"""What the checker compares a batch of changed patrols with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.flows.exemptions import Exemptions
from deconflict.parties.model import PartyId
from deconflict.patrols.model import PatrolId, Standing
from deconflict.zones.model import Zone


@dataclass(frozen=True)
class Neighbourhood:
    """Read in one transaction. `standing` holds the changed patrols that are still on record; the others are gone.

    suspended: the parties whose word does not count for anybody but the neutral desk (PAT-02).
    """

    changed: frozenset[PatrolId]
    standing: Mapping[PatrolId, Standing]
    candidates: Mapping[PatrolId, list[Standing]]
    zones: Mapping[UUID, list[Zone]]
    exempt: Exemptions = field(default_factory=Exemptions)
    suspended: Collection[PartyId] = frozenset()

    def pairs(self, *, exact: bool) -> Iterator[tuple[Standing, list[Standing]]]:
        """Return each changed patrol with the candidates it is to be compared with, each pair once.

        Units of one joint patrol are not compared: they raise neither conflicts nor overlaps (SEP-10, DIS-04). Exactly
        they are once one is off its plan, which overlaps must not tell.
        """
        together = self.exempt.keep_together if exact else self.exempt.are_together
        for patrol, subject in self.standing.items():
            others = [
                other
                for other in self.candidates.get(patrol, [])
                if other.patrol not in self.standing or patrol.int < other.patrol.int
            ]
            if patrol in self.exempt.joint:
                others = [other for other in others if not together(subject, other)]
            yield subject, others
