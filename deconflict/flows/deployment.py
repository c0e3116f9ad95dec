"""The deployment's constants as the flows need them."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from deconflict.agreements.model import Level, Terms
from deconflict.alerts.rules import Schedules
from deconflict.probing.model import Limits
from deconflict.runtime.settings import Settings
from deconflict.separation.frame import Box
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.path import PathLimits
from deconflict.separation.units import Metres

CHECKED_WITHIN_S = 1.0
"""How long after its registration a plan is checked at the latest when the service keeps its figures."""


@dataclass(frozen=True)
class Safety:
    """Inside which distance the safety clause stops crews, and how often in a day between two parties (LIV-06)."""

    distance_m: float
    stops: int


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
    live: LiveTerms
    safety: Safety
    ladders: Schedules = field(default_factory=dict)
    zone: str = "UTC"

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
            budget=Limits(
                settings.budget_overlaps,
                settings.budget_what_ifs,
                settings.budget_amendments,
                settings.budget_passages,
            ),
            fixes_kept_hours=settings.fixes_kept_hours,
            live=LiveTerms(overdue_s=settings.overdue_s, grace_s=settings.off_plan_grace_s),
            safety=Safety(settings.safety_distance_m, settings.budget_stops),
            ladders=settings.ladder_s,
            zone=settings.zone,
        )

    def tick_after(self, moment: datetime) -> datetime:
        """Return the first tick at or after a moment: ticks are whole multiples of `tick_s` since 1970 (DIS-05)."""
        return datetime.fromtimestamp(math.ceil(moment.timestamp() / self.tick_s) * self.tick_s, UTC)

    def tick_before(self, moment: datetime) -> datetime:
        """Return the last tick at or before a moment."""
        return datetime.fromtimestamp(math.floor(moment.timestamp() / self.tick_s) * self.tick_s, UTC)
