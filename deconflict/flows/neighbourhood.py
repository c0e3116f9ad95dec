"""What the checker compares a batch of changed patrols with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from deconflict.patrols.model import PatrolId, Standing
from deconflict.zones.model import Zone


@dataclass(frozen=True)
class Neighbourhood:
    """Read in one transaction. `standing` holds the changed patrols that are still on record; the others are gone."""

    changed: frozenset[PatrolId]
    standing: Mapping[PatrolId, Standing]
    candidates: Mapping[PatrolId, list[Standing]]
    zones: Mapping[UUID, list[Zone]]

    def pairs(self) -> Iterator[tuple[Standing, list[Standing]]]:
        """Return each changed patrol with the candidates it is to be compared with, each pair once."""
        for patrol, subject in self.standing.items():
            others = [
                other
                for other in self.candidates.get(patrol, [])
                if other.patrol not in self.standing or patrol.int < other.patrol.int
            ]
            yield subject, others
