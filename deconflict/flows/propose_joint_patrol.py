"""A joint patrol is proposed, or another text for one: a plan without units, that all countersign (PAT-10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_joint_patrol
from deconflict.disclosure.together_views import JointPatrolView
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import facts_together
from deconflict.flows.tell_together import tell_joint_patrol
from deconflict.joint_patrols import store as joint_patrols
from deconflict.joint_patrols.model import JointPatrol, JointPatrolId, JointState, Text
from deconflict.joint_patrols.rules import members, require_move
from deconflict.parties.model import PartyId, Viewer
from deconflict.parties.rules import require_officer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import UNDER_WAY, PatrolId
from deconflict.patrols.rules import require_driven_kept, require_within_horizon
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.path import TimedPath, accept


@dataclass(frozen=True)
class Course:
    """What a text says of the plan: (longitude, latitude) in degrees, aware times, tolerances in seconds and metres."""

    waypoints: tuple[tuple[float, float], ...]
    times: tuple[datetime, ...]
    time_tolerance_s: float
    lateral_tolerance_m: float
    purpose: str
    note: str


async def propose_joint_patrol(
    session: PartySession,
    viewer: Viewer,
    others: Sequence[PartyId],
    course: Course,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[JointPatrolView]:
    """Propose it to the others; each, the proposer too, then attaches its unit and countersigns the text."""
    party = require_officer(viewer)
    parties = members(party, others)
    for other in others:
        if await agreements.party_name(session, other) is None:
            raise NotFound()
    acceptable_course(course, deployment, now)
    joint = JointPatrol(
        id=JointPatrolId(new_id()),
        reference=new_reference(),
        proposer=party,
        parties=parties,
        state=JointState.PROPOSED,
        version=0,
        pending=1,
        due=False,
        proposed_at=now,
    )
    await session.insert(joint_patrols.addition(joint))
    return await _with_text(session, viewer, joint, 1, course, "proposed", now)


async def amend_joint_patrol(
    session: PartySession,
    viewer: Viewer,
    joint_id: UUID,
    course: Course,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[JointPatrolView]:
    """Propose another text. Until all have countersigned it, the one in force holds; amended only by all (PAT-10)."""
    joint = await to_change(session, joint_id)
    require_officer(viewer)
    require_move(joint, "amend", now)
    path = acceptable_course(course, deployment, now)
    await _require_driven_kept(session, viewer, joint, path, now)
    version = await joint_patrols.last_version(session, joint.id) + 1
    joint = replace(joint, pending=version, due=False)
    await joint_patrols.set_state(session, joint)
    return await _with_text(session, viewer, joint, version, course, "amended", now)


async def told(
    session: PartySession, viewer: Viewer, joint: JointPatrol, change: str, now: datetime
) -> Disclosed[JointPatrolView]:
    """Tell everybody who takes part what became of a joint patrol, and show it to whoever did it."""
    await tell_joint_patrol(session, viewer, joint, change, now)
    facts = await facts_together(session, viewer, (), [joint.id])
    return disclose_joint_patrol(viewer, facts.joint[joint.id], facts, now)


async def to_change(session: PartySession, joint_id: UUID) -> JointPatrol:
    """Return a joint patrol of the viewer's, locked; whoever has no part in it is told that there is none (DIS-06)."""
    locked = await joint_patrols.joint_to_change(session, joint_id)
    joint = locked or await joint_patrols.joint_with(session, joint_id)  # over, or not the viewer's to change
    if joint is None:
        raise NotFound()
    return joint


def acceptable_course(course: Course, deployment: Deployment, now: datetime) -> TimedPath:
    """Return the path of a plan, or refuse it with its cause (PAT-05)."""
    path = path_of(course, deployment)
    require_within_horizon(path, now, deployment.horizon_days)
    return path


def path_of(course: Course | Text, deployment: Deployment) -> TimedPath:
    """Return the path of a plan or of a text, or refuse it with its cause."""
    tolerances = course.time_tolerance_s, course.lateral_tolerance_m
    return accept(course.waypoints, course.times, *tolerances, deployment.limits)


async def _with_text(
    session: PartySession,
    viewer: Viewer,
    joint: JointPatrol,
    version: int,
    course: Course,
    change: str,
    now: datetime,
) -> Disclosed[JointPatrolView]:
    party = require_officer(viewer)
    text = Text(
        parties=joint.parties,
        reference=joint.reference,
        version=version,
        waypoints=course.waypoints,
        times=course.times,
        time_tolerance_s=course.time_tolerance_s,
        lateral_tolerance_m=course.lateral_tolerance_m,
        purpose=course.purpose,
        note=course.note,
    )
    await session.insert(joint_patrols.text_addition(joint.id, text, party, viewer.person, now))
    return await told(session, viewer, replace(joint, texts={**joint.texts, version: text}), change, now)


async def _require_driven_kept(
    session: PartySession, viewer: Viewer, joint: JointPatrol, path: TimedPath, now: datetime
) -> None:
    """Refuse to rewrite what one's own unit has driven; the others' is looked at when it is carried out (IDN-01)."""
    party = require_officer(viewer)
    own = (await joint_patrols.sent_by(session, [joint.id], party)).get(joint.id)
    patrol = None if own is None or own.patrol is None else await patrols.patrol_with(session, own.patrol)
    if patrol is not None and patrol.state in UNDER_WAY:
        plan = (await patrols.plans_of(session, [PatrolId(patrol.id)]))[patrol.id]
        require_driven_kept(plan.path, path, now)
