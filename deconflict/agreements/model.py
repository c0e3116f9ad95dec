"""Disclosure levels and the terms between two parties, as values. No I/O."""

from dataclasses import dataclass
from enum import IntEnum

from deconflict.separation.units import MIN_SEPARATION_M, Metres


class Level(IntEnum):
    """How much either side learns of the other (DIS-01, DIS-03). Levels above NOTICE need an agreement."""

    SEALED = 0
    NOTICE = 1


@dataclass(frozen=True)
class Terms:
    """The deployment's defaults, which hold between any two parties.

    `minimum_m` is the separation minimum D, never above the deployment's constant `max_minimum_m` (Dmax, SEP-04).
    """

    level: Level
    minimum_m: Metres
    max_minimum_m: Metres

    def __post_init__(self) -> None:
        if not MIN_SEPARATION_M <= self.minimum_m <= self.max_minimum_m:
            raise ValueError(
                f"minimum {self.minimum_m} m is not within {MIN_SEPARATION_M}..{self.max_minimum_m} m"
            )
