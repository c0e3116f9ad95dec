"""Leaks planted one at a time: each a service that tells a viewer a little more than the release function allows."""

import mutants_of_answers  # noqa: F401  (to import them is to register what they plant)
import mutants_of_delivery  # noqa: F401
import mutants_of_distress  # noqa: F401
import mutants_of_encounters  # noqa: F401
import mutants_of_gateways  # noqa: F401
import mutants_of_incidents  # noqa: F401
import mutants_of_notices  # noqa: F401
import mutants_of_tak  # noqa: F401
import mutants_of_views  # noqa: F401
from planting import MUTANTS, Mutant

__all__ = ["MUTANTS", "Mutant"]
