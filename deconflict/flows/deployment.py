"""The deployment's constants as the flows need them."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from deconflict.agreements.model import Level, Terms
from deconflict.probing.model import Limits
from deconflict.runtime.settings import Settings
from deconflict.separation.frame import Box
from deconflict.separation.path import PathLimits
from deconflict.separation.units import Metres

CHECKED_WITHIN_S = 1.0
"""How long after its registration a plan is checked at the latest when the service keeps its figures."""


@dataclass(frozen=True)
class Deployment:
    """What one deployment lets plans declare, its default terms and its clockwork."""

    limits: PathLimits
    terms: Terms
    horizon_days: int
    lead_time_s: int
    tick_s: float
    session_hours: float
    budget: Limits
    fixes_kept_hours: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read the constants from the settings."""
        return cls(
            limits=PathLimits(bounds=Box(*settings.bounds)),
            terms=Terms(
                level=Level(settings.default_level),
                minimum_m=Metres(settings.default_minimum_m),
                max_minimum_m=Metres(settings.max_minimum_m),
            ),
            horizon_days=settings.horizon_days,
            lead_time_s=settings.lead_time_s,
            tick_s=settings.tick_s,
            session_hours=settings.session_hours,
            budget=Limits(settings.budget_overlaps, settings.budget_what_ifs, settings.budget_amendments),
            fixes_kept_hours=settings.fixes_kept_hours,
        )

    def tick_after(self, moment: datetime) -> datetime:
        """Return the first tick at or after a moment: ticks are whole multiples of `tick_s` since 1970 (DIS-05)."""
        return datetime.fromtimestamp(math.ceil(moment.timestamp() / self.tick_s) * self.tick_s, UTC)

    def tick_before(self, moment: datetime) -> datetime:
        """Return the last tick at or before a moment."""
        return datetime.fromtimestamp(math.floor(moment.timestamp() / self.tick_s) * self.tick_s, UTC)
