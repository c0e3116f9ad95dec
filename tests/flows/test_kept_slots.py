"""A kept slot counts like the plan that it is going to be."""

from datetime import UTC, datetime
from uuid import uuid4

import numpy as np

from deconflict.flows.kept_slots import as_plans
from deconflict.parties.model import PartyId
from deconflict.resolving.model import Slot
from deconflict.separation.path import Track


def test_a_slot_is_a_plan_of_the_same_patrol_at_another_time() -> None:
    track = Track(np.zeros((2, 4)), 0.0, 0.0)
    slot = Slot(uuid4(), PartyId(uuid4()), 3, 600, track, b"cover", datetime(2026, 12, 1, tzinfo=UTC))
    [plan] = as_plans([slot])
    assert (plan.patrol, plan.party, plan.version) == (slot.patrol, slot.party, 3)
    assert plan.track is track
    assert (plan.cover, plan.after_the_fact) == (b"cover", False)
