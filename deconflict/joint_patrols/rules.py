"""Pure decisions about joint patrols: who may take part, what may be done where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from deconflict.joint_patrols.errors import JointMoveRefused, JointPartiesInvalid
from deconflict.joint_patrols.model import MOVES, JointPatrol
from deconflict.parties.model import PartyId

MOST_PARTIES: Final = 8


def members(own: PartyId, others: Sequence[PartyId]) -> tuple[PartyId, ...]:
    """Return who takes part, in order of their ids; refuse one alone, too many, and anybody named twice."""
    everybody = tuple(sorted({own, *others}, key=lambda party: party.int))
    if own in others or len(everybody) != len(others) + 1 or not 2 <= len(everybody) <= MOST_PARTIES:
        raise JointPartiesInvalid(most=MOST_PARTIES)
    return everybody


def require_move(joint: JointPatrol, move: str, now: datetime) -> None:
    """Refuse what may not be done where it stands."""
    standing = joint.standing(now)
    if move not in MOVES[standing] or (move == "countersign" and (joint.pending is None or joint.due)):
        raise JointMoveRefused(state=standing.value, move=move)


def all_countersigned(joint: JointPatrol, version: int) -> bool:
    """Tell whether every side has put its name under a text."""
    return joint.countersigned(version) >= set(joint.parties)
