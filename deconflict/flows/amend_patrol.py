"""An officer amends a patrol.

A new version takes the old one's place, or everything stays as it was (PAT-03, PAT-04).
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.draw_on_budget import budget_used, draw_for_amendment
from deconflict.flows.own_side import own_side
from deconflict.flows.register_patrol import (
    Registered,
    acceptable,
    lead_time_s,
    notices_by,
    own_unit,
    plan_additions,
)
from deconflict.joint_patrols import store as joint_patrols
from deconflict.joint_patrols.errors import BoundByJointPatrol
from deconflict.parties.model import OFFICERS, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols import store as patrols
from deconflict.patrols.errors import MoveRefused, UnitNotYours
from deconflict.patrols.model import AMENDABLE, Patrol, PatrolState, Plan, PlanId, Submission
from deconflict.patrols.rules import is_after_the_fact, is_late, require_driven_kept, require_version
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id

UNDER_WAY = frozenset({PatrolState.ACTIVE, PatrolState.OFF_PLAN})


async def amend_patrol(
    session: PartySession,
    viewer: Viewer,
    patrol_id: UUID,
    expected_version: int,
    submission: Submission,
    deployment: Deployment,
    now: datetime,
) -> Registered:
    """Store the next version of the party's own patrol; a refusal leaves patrol, plan and conflicts whole."""
    require_role(viewer, *OFFICERS)
    patrol = await own_patrol(session, viewer, patrol_id)
    require_version(expected_version, patrol.version)
    if patrol.state not in AMENDABLE:
        raise MoveRefused(state=patrol.state.value, move="amend")
    bound = await joint_patrols.joint_of(session, patrol.id)
    if bound is not None:
        raise BoundByJointPatrol(joint_patrol=str(bound))
    path = acceptable(submission, deployment, now)
    if (await own_unit(session, viewer, submission)).id != patrol.unit:
        raise UnitNotYours()
    if patrol.state in UNDER_WAY:
        old = (await patrols.plans_of(session, [patrol.id]))[patrol.id]
        require_driven_kept(old.path, path, now)
    amended = replace(
        patrol,
        version=patrol.version + 1,
        note=submission.note,
        late=is_late(path, now, await lead_time_s(session, patrol.party, deployment, now)),
        after_the_fact=is_after_the_fact(path, now),
    )
    await session.together(patrols.unit_held(patrol.unit))
    await patrols.set_version(session, amended)
    await patrols.set_current(session, patrol, current=False)
    plan = Plan(PlanId(new_id()), amended.version, path, viewer.person, now)
    additions = await plan_additions(amended, plan, deployment, now)
    additions += await draw_for_amendment(session, amended, now)
    await patrols.store(session, amended, path, *additions)
    used = await budget_used(session, amended, deployment, now)
    findings = await own_side(session, amended, path, deployment.terms, budget_used=used)
    return Registered(amended, plan, findings, notices_by(deployment, now))


async def own_patrol(session: PartySession, viewer: Viewer, patrol_id: UUID) -> Patrol:
    """Return the viewer's own party's patrol; anybody else's is as absent as one that never was (DIS-06)."""
    patrol = await patrols.patrol_to_change(session, patrol_id)
    if patrol is None or patrol.party != viewer.party:
        raise NotFound()
    return patrol
