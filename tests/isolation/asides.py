"""What others do at random that never changes what a viewer is told, whatever it is done with. Pure."""

import random
from collections.abc import Sequence
from typing import Final

from acts import FAR_EAST, LANES, NOWHERE, SLOTS, WITHOUT_PLAN, Act
from situations import PARTIES, SEGMENT, UNITS, Drive


def _zone(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "zone", (dice.choice(("camp", "well")), dice.choice(LANES)))


def _unit(dice: random.Random, others: Sequence[str]) -> Act:
    return Act("desk", "unit", (dice.choice(others),))


def _failed_sign_in(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "fail", ())


def _reads(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice((*others, "desk")), "read", ())


def _acknowledges(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice((*others, "desk")), "acknowledge", ())


def _checks(_dice: random.Random, _others: Sequence[str]) -> Act:
    return Act("engine", "check", ())


def _draft(dice: random.Random, others: Sequence[str]) -> Act:
    drive = Drive(dice.choice(LANES), dice.choice(SLOTS), 0.0)
    return Act(dice.choice(others), "draft", (dice.choice(UNITS), drive))


def _afterwards(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "afterwards", (dice.choice(UNITS), dice.choice(LANES)))


def _agree(dice: random.Random, others: Sequence[str]) -> Act:
    who, other = dice.sample(others, 2) if len(others) > 1 else (others[0], "")
    return Act(who, "agree", (other,)) if other else Act(who, "read", ())


def _asks_too_often(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "exhaust", (UNITS[-1], Drive(NOWHERE, dice.choice(SLOTS), 0.0)))


def _says(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "say", ())


def _with_each_other(dice: random.Random, others: Sequence[str]) -> Act:
    """What two others arrange between them."""
    if len(others) == 1:
        return Act(others[0], "read", ())
    who, other = dice.sample(others, 2)
    often = dice.random() < 0.7
    drive = Drive(dice.choice(LANES), dice.choice(SLOTS), 0.0)
    return dice.choice(
        (
            Act(who, "meet", (other, drive, often)),
            Act(who, "escort", (other,)),
            Act("desk", "seat", (who, other, often)),
            Act(who, "tell", (other,)),
        )
    )


def _refused(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "nonsense", ())


def _tracks(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "track", (dice.choice(UNITS), dice.choice(LANES)))


def _stands(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "stand", (WITHOUT_PLAN, dice.choice(LANES), FAR_EAST))


def _drives(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "drive", (WITHOUT_PLAN, dice.choice(LANES), FAR_EAST))


def _hands_in(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "hand_in", (WITHOUT_PLAN, dice.choice(LANES), FAR_EAST))


def _calls_for_help(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "call_for_help", (WITHOUT_PLAN, dice.choice(LANES), "", FAR_EAST))


def _reports_incident(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "report_incident", (WITHOUT_PLAN, dice.choice(LANES), "at the well"))


def _ends_call(dice: random.Random, others: Sequence[str]) -> Act:
    return Act(dice.choice(others), "end_call", ())


def _orders_halt(_dice: random.Random, _others: Sequence[str]) -> Act:
    return Act("desk", "halt", (FAR_EAST - 0.05,))


def _is_advised(dice: random.Random, others: Sequence[str]) -> Act:
    return Act("desk", "advise", (dice.choice(others),))


ASIDES: Final = (
    _tracks,
    _stands,
    _stands,
    _drives,
    _drives,
    _hands_in,
    _hands_in,
    _calls_for_help,
    _ends_call,
    _reports_incident,
    _orders_halt,
    _zone,
    _unit,
    _failed_sign_in,
    _reads,
    _acknowledges,
    _checks,
    _draft,
    _afterwards,
    _refused,
    _agree,
    _asks_too_often,
    _says,
    _is_advised,
    _with_each_other,
    _with_each_other,
    _with_each_other,
)
"""What of the others' doings never changes what a viewer is told."""
SEEN_BY_STAFF: Final = (_unit, _agree)
"""What the neutral staff see, oversight included."""
SEEN_FROM_SEGMENT: Final = (_calls_for_help, _ends_call)
"""What rivals see from level 3 on."""


def aside(dice: random.Random, viewers: Sequence[str], level: int) -> list[Act]:
    """Something that the others do beside, or nothing where the viewers would see what was drawn."""
    others = [party for party in PARTIES if party not in viewers]
    drawn = dice.choice(ASIDES)
    if drawn in SEEN_BY_STAFF and not set(viewers) <= set(PARTIES):
        return []
    if drawn in SEEN_FROM_SEGMENT and level >= SEGMENT:
        return []
    return [drawn(dice, others)]
