"""A joint patrol ends when one side leaves it: all are told, and what is left are ordinary patrols again (PAT-10)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.flows.tell_together import tell_joint_patrol
from deconflict.joint_patrols import store as joint_patrols
from deconflict.joint_patrols.model import JointPatrol, JointState
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession


async def leave_with_patrol(session: PartySession, viewer: Viewer, patrol: UUID, now: datetime) -> None:
    """End the joint patrol that a withdrawn patrol was part of, if any."""
    joint_id = await joint_patrols.joint_of(session, patrol)
    joint = None if joint_id is None else await joint_patrols.joint_to_change(session, joint_id)
    if joint is not None and joint.state is JointState.REGISTERED:
        await end_joint_patrol(session, viewer, joint, now)


async def end_joint_patrol(
    session: PartySession, viewer: Viewer, joint: JointPatrol, now: datetime
) -> JointPatrol:
    """End it in the viewer's party's name. Those left behind the engine checks against each other: no side could."""
    ended = replace(
        joint,
        state=JointState.WITHDRAWN,
        due=joint.version > 0,
        ended_by=viewer.party,
        ended_at=now,
    )
    await joint_patrols.set_state(session, ended)
    await tell_joint_patrol(session, viewer, ended, "withdrawn", now)
    return ended
