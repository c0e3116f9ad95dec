"""Which plans are on record in a history, and what the release function says of them to whom (DIS-04, DIS-05).

At each tick a party is told, for each of its patrols, the hours that the patrol's cover shares with those of all rivals
together, and nothing else; at level 2 also the cells shared with each of them, and from level 3 on what the plans of
rivals are that come near. Pure: no database, no service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from lockstep import BEGIN

from deconflict.flows.deployment import Deployment
from deconflict.runtime.settings import Settings
from deconflict.separation.cover import CellHours, cover, hours, shared
from deconflict.separation.path import accept

DEPLOYMENT: Final = Deployment.of(Settings())
PARTIES: Final = ("a", "b", "c")
UNITS: Final = ("U1", "U2", "U3")
AREA, SEGMENT, WHOLE = 2, 3, 4

Told = Mapping[str, tuple[int, ...]]
Parts = Mapping[str, frozenset[int]]
"""What a patrol's party is told of each rival: the hours that are shared, from level 2 on the cell-hours."""


class Shown(NamedTuple):
    """What a party is shown for one of its patrols, or of what it asked.

    `hours`: shared with all rivals together; `alarming`: those of them that ring by themselves, being shared with a
    rival whose conflicts are not told (ALR-04); `cells`: by rival; `near`: plans that come near; `asked_about`: whether
    some rival asked what it would share with the patrol (PRB-03).
    """

    hours: tuple[int, ...] = ()
    alarming: tuple[int, ...] = ()
    cells: tuple[tuple[str, frozenset[int]], ...] = ()
    near: tuple[tuple[str, str, "Drive", str], ...] = ()
    asked_about: bool = False


class Drive(NamedTuple):
    """A drive of ten minutes eastwards: so many degrees north of 32°, beginning so many minutes after eight.

    With a `tail` it goes on for ten minutes, then for twenty so many degrees north.
    """

    lane: float
    slot: int
    tolerance_s: float
    tail: float = 0.0

    @property
    def times(self) -> tuple[datetime, ...]:
        """When it is at its places, if it is in time."""
        start = BEGIN + timedelta(minutes=self.slot)
        return tuple(
            start + timedelta(minutes=after) for after in ((0, 10, 20, 40) if self.tail else (0, 10))
        )

    @property
    def places(self) -> tuple[tuple[float, float], ...]:
        """Where it goes."""
        north = 32.0 + self.lane
        straight = ((15.0, north), (15.1, north))
        return (*straight, (15.2, north), (15.2, north + self.tail)) if self.tail else straight


@dataclass(frozen=True)
class OnRecord:
    """A patrol on record as the release function sees it; `joint`: the name of the joint patrol it is part of."""

    party: str
    unit: str
    drive: Drive
    state: str = "registered"
    version: int = 1
    joint: str = ""

    def meets(self, other: "OnRecord") -> frozenset[int]:
        """The cell-hours that the two covers share; a joint patrol's raise nothing with each other (SEP-10)."""
        if self.joint and self.joint == other.joint:
            return frozenset()
        return common(self.drive, other.drive)


@dataclass(frozen=True)
class Situation:
    """Which patrols are on record, by the name that the history gives them; `made` counts the names given.

    `asked`: what-ifs that wait for the tick, by name. `level`: what holds between all, but for the pairs that `lowered`
    it. `ticks`: what was told of whom at each tick so far, by patrol.
    """

    level: int = 1

    patrols: Mapping[str, OnRecord] = field(default_factory=dict)
    asked: Mapping[str, OnRecord] = field(default_factory=dict)
    made: int = 0
    lowered: Mapping[frozenset[str], int] = field(default_factory=dict)
    ticks: tuple[Mapping[str, Parts], ...] = ()

    def having(self, name: str, patrol: OnRecord) -> "Situation":
        """The same with another or a changed patrol."""
        return replace(self, patrols={**self.patrols, name: patrol}, made=self.made + 1)

    def asking(self, name: str, plan: OnRecord) -> "Situation":
        """The same with a question of what a plan would share."""
        return replace(self, asked={**self.asked, name: plan}, made=self.made + 1)

    def without(self, name: str) -> "Situation":
        """The same without a patrol."""
        return replace(self, patrols={key: value for key, value in self.patrols.items() if key != name})

    def parted(self, joint: str, who: str) -> "Situation":
        """The same after a party withdrew from a joint patrol, its own with it: the others' are like any other."""
        left = {
            name: replace(known, joint="") if known.joint == joint else known
            for name, known in self.patrols.items()
            if (known.joint, known.party) != (joint, who)
        }
        return replace(self, patrols=left)

    def free(self, party: str, drive: Drive, but: str = "") -> list[str]:
        """The units of a party that are nowhere else then."""
        start, *_, end = drive.times
        busy = {
            known.unit
            for name, known in self.patrols.items()
            if known.party == party
            and name != but
            and known.drive.times[0] <= end
            and start <= known.drive.times[-1]
        }
        return [unit for unit in UNITS if unit not in busy]

    def between(self, one: str, other: str) -> int:
        """The level that holds between two parties; a party tells itself nothing."""
        return 0 if one == other else self.lowered.get(frozenset({one, other}), self.level)

    def told(self, viewers: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """What the release function tells the viewers' parties of hours now: by patrol, none left out."""
        return {name: shown.hours for name, shown in self.shown(viewers).items() if name in self.patrols}

    def shown(self, viewers: Iterable[str]) -> dict[str, Shown]:
        """Everything that the release function shows the viewers' parties now, by patrol or question."""
        own = {**self.patrols, **self.asked}
        return {name: self._shown(item) for name, item in own.items() if item.party in viewers}

    def _shown(self, own: OnRecord) -> Shown:
        shared_with = self._shared(own)
        by_rival = sorted(shared_with.items())
        unjudged = [keys for rival, keys in by_rival if self.between(own.party, rival) < SEGMENT]
        near = [
            (other.party, other.unit, other.drive, other.state)
            for other in self.patrols.values()
            if self.between(own.party, other.party) >= SEGMENT and own.meets(other)
        ]
        return Shown(
            hours_of(frozenset().union(*shared_with.values())),
            hours_of(frozenset().union(*unjudged)),
            tuple(item for item in by_rival if self.between(own.party, item[0]) >= AREA),
            tuple(sorted(near)),
            any(
                self.between(own.party, item.party) and common(own.drive, item.drive)
                for item in self.asked.values()
            ),
        )

    def _shared(self, own: OnRecord) -> dict[str, frozenset[int]]:
        """The cell-hours that a patrol shares with each rival of whom its party is told."""
        found: dict[str, frozenset[int]] = {}
        for other in self.patrols.values():
            if self.between(own.party, other.party) and (keys := own.meets(other)):
                found[other.party] = found.get(other.party, frozenset()) | keys
        return found

    def parts(self, own: OnRecord) -> Parts:
        """What is told of each rival."""
        return {
            rival: keys if self.between(own.party, rival) >= AREA else frozenset(hours_of(keys))
            for rival, keys in self._shared(own).items()
        }

    def ticked(self) -> "Situation":
        """The same after a tick: what was told is known, and what was asked is answered."""
        told = {name: self.parts(own) for name, own in {**self.patrols, **self.asked}.items()}
        return replace(self, ticks=(*self.ticks, told), asked={})

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
    """The cell-hours that two drives' covers share."""
    return frozenset(shared(cells(one), cells(two)).tolist())


def hours_of(keys: frozenset[int]) -> tuple[int, ...]:
    """The hours of cell-hours."""
    return tuple(hours(np.array(sorted(keys), dtype=np.int64)))
