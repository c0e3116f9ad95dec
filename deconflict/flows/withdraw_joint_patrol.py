"""An officer withdraws from a joint patrol, or from what is proposed: for all it is over with that (PAT-10)."""

from datetime import datetime
from uuid import UUID

from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_joint_patrol
from deconflict.disclosure.together_views import JointPatrolView
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_together
from deconflict.flows.leave_joint_patrol import end_joint_patrol
from deconflict.flows.move_patrol import move_patrol
from deconflict.flows.propose_joint_patrol import to_change
from deconflict.joint_patrols import store as joint_patrols
from deconflict.joint_patrols.model import JointPatrol, JointState
from deconflict.joint_patrols.rules import require_move
from deconflict.parties.model import Viewer
from deconflict.parties.rules import require_officer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Patrol, PatrolState
from deconflict.runtime.database import PartySession


async def withdraw_joint_patrol(
    session: PartySession, viewer: Viewer, joint_id: UUID, deployment: Deployment, now: datetime
) -> Disclosed[JointPatrolView]:
    """End it. The party's own patrol is withdrawn with it unless it has started: then it goes on as an ordinary one."""
    joint = await to_change(session, joint_id)
    require_officer(viewer)
    require_move(joint, "withdraw", now)
    own = await _own_patrol(session, viewer, joint)
    if own is not None and own.state is PatrolState.REGISTERED:
        await move_patrol(session, viewer, own.id, PatrolState.WITHDRAWN, deployment, now)
    else:
        await end_joint_patrol(session, viewer, joint, now)
    facts = await facts_together(session, viewer, (), [joint.id])
    return disclose_joint_patrol(viewer, facts.joint[joint.id], facts, now)


async def _own_patrol(session: PartySession, viewer: Viewer, joint: JointPatrol) -> Patrol | None:
    sent = (await joint_patrols.sent_by(session, [joint.id], require_officer(viewer))).get(joint.id)
    if sent is None or sent.patrol is None or joint.state is not JointState.REGISTERED:
        return None
    return await patrols.patrol_with(session, sent.patrol)
