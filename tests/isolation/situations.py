"""Which plans are on record in a history, and what the release function says of them to whom (DIS-04, DIS-05).

At each tick a party is told, for each of its patrols, the hours that the patrol's cover shares with those of all rivals
together, and nothing else. Pure: no database, no service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from lockstep import BEGIN

from deconflict.flows.deployment import Deployment
from deconflict.runtime.settings import Settings
from deconflict.separation.cover import CellHours, cover, hours, shared
from deconflict.separation.path import accept

DEPLOYMENT: Final = Deployment.of(Settings())
PARTIES: Final = ("a", "b", "c")
UNITS: Final = ("U1", "U2", "U3")

Told = Mapping[str, tuple[int, ...]]
Parts = Mapping[str, frozenset[int]]
"""The hours that a patrol shares with each rival."""


class Drive(NamedTuple):
    """A drive of ten minutes eastwards: so many degrees north of 32°, beginning so many minutes after eight."""

    lane: float
    slot: int
    tolerance_s: float

    @property
    def times(self) -> tuple[datetime, datetime]:
        """When it begins and ends, if it is in time."""
        start = BEGIN + timedelta(minutes=self.slot)
        return start, start + timedelta(minutes=10)

    @property
    def places(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where it begins and ends."""
        return (15.0, 32.0 + self.lane), (15.1, 32.0 + self.lane)


@dataclass(frozen=True)
class OnRecord:
    """A patrol on record as the release function sees it."""

    party: str
    unit: str
    drive: Drive
    state: str = "registered"
    version: int = 1


@dataclass(frozen=True)
class Situation:
    """Which patrols are on record, by the name that the history gives them; `made` counts the names given.

    `sealed`: the pairs of parties of which one has lowered the level to 0. `ticks`: whose covers shared what at each
    tick so far, by patrol.
    """

    patrols: Mapping[str, OnRecord] = field(default_factory=dict)
    made: int = 0
    sealed: frozenset[frozenset[str]] = frozenset()
    ticks: tuple[Mapping[str, Parts], ...] = ()

    def having(self, name: str, patrol: OnRecord) -> "Situation":
        """The same with another or a changed patrol."""
        return replace(self, patrols={**self.patrols, name: patrol}, made=self.made + 1)

    def without(self, name: str) -> "Situation":
        """The same without a patrol."""
        return replace(self, patrols={key: value for key, value in self.patrols.items() if key != name})

    def free(self, party: str, drive: Drive, but: str = "") -> list[str]:
        """The units of a party that are nowhere else then."""
        start, end = drive.times
        busy = {
            known.unit
            for name, known in self.patrols.items()
            if known.party == party
            and name != but
            and known.drive.times[0] <= end
            and start <= known.drive.times[1]
        }
        return [unit for unit in UNITS if unit not in busy]

    def open(self, one: str, other: str) -> bool:
        """Whether two parties are rivals of whom neither has taken back that they tell each other of overlaps."""
        return one != other and frozenset({one, other}) not in self.sealed

    def told(self, viewers: Iterable[str], level: int) -> dict[str, tuple[int, ...]]:
        """What the release function tells the viewers' parties now: the hours by patrol, none left out."""
        return {
            name: tuple(sorted(frozenset().union(*self.parts(own).values()))) if level else ()
            for name, own in self.patrols.items()
            if own.party in viewers
        }

    def parts(self, own: OnRecord) -> dict[str, frozenset[int]]:
        """The hours that a patrol shares with each rival of whom its party is told."""
        parts: dict[str, frozenset[int]] = {}
        for other in self.patrols.values():
            if self.open(own.party, other.party) and (hours := common(own.drive, other.drive)):
                parts[other.party] = parts.get(other.party, frozenset()) | hours
        return parts

    def ticked(self) -> "Situation":
        """The same after a tick."""
        return replace(
            self, ticks=(*self.ticks, {name: self.parts(own) for name, own in self.patrols.items()})
        )

    def told_of(self, party: str, rival: str) -> list[dict[str, tuple[frozenset[int], frozenset[int]]]]:
        """What of all that a party was told was that rival's, and what others': it shows once it is taken back."""
        others = [other for other in PARTIES if other != rival]
        return [
            {
                name: (
                    parts.get(rival, frozenset()),
                    frozenset().union(*(parts.get(one, frozenset()) for one in others)),
                )
                for name, parts in tick.items()
                if name.startswith(party)
            }
            for tick in self.ticks
        ]


@cache
def cells(drive: Drive) -> CellHours:
    """The cover of a drive."""
    path = accept(drive.places, drive.times, drive.tolerance_s, 0.0, DEPLOYMENT.limits)
    return cover(path.track, DEPLOYMENT.terms.max_minimum_m)


@cache
def common(one: Drive, two: Drive) -> frozenset[int]:
    """The hours in which two drives' covers share a cell."""
    return frozenset(hours(shared(cells(one), cells(two))))
