"""What histories are made of: who does what when, in either world. Values alone."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from situations import Told

LANES: Final = (0.0, 0.004, 0.0088, 0.02, 0.03, 0.3)
SLOTS: Final = (120, 125, 185)
TOLERANCES: Final = (0.0, 600.0, 3600.0)
FAR_EAST: Final = 20.0
"""A longitude where no viewer's unit ever is."""
WITHOUT_PLAN: Final = "U4"
"""A unit of every party that is never on a patrol: what its positions mean depends on no plan."""
ABSENT: Final = uuid5(UUID(int=0), "nothing")
NOWHERE: Final = 0.6
"""A lane on which nobody ever drives: to ask about it concerns nobody."""


class Act(NamedTuple):
    """What somebody does: a verb of `lived.py` and what it is done with."""

    who: str
    verb: str
    about: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A moment in which the viewers do something, and what the others do before it in either world."""

    hidden: tuple[tuple[Act, ...], tuple[Act, ...]]
    open: tuple[Act, ...]


@dataclass(frozen=True)
class Round:
    """What happens between two ticks. `until`: how many minutes after eight it is then; 0: the next tick.

    `told`: the hours told of patrols by then; `near`: around which units (party, callsign) an area is told then.
    """

    slots: tuple[Slot, ...]
    time_passes: bool
    told: Told
    until: int = 0
    near: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Example:
    """Two histories alike for some viewers. `directed`: they are told something that other rivals cause in each.

    `moving`: the live engine follows units from the first moment on, if any report; made by hand it is said when.
    """

    seed: str
    viewers: tuple[str, ...]
    level: int
    rounds: tuple[Round, ...]
    directed: bool
    moving: bool = True
