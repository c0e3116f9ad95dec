"""A patrol moves on: registered, started, off its plan, contingent, ended, withdrawn (PAT-01)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.errors import NotFound
from deconflict.flows.deployment import Deployment
from deconflict.flows.draw_on_budget import budget_used
from deconflict.flows.leave_joint_patrol import leave_with_patrol
from deconflict.flows.own_side import own_side
from deconflict.flows.register_patrol import Registered, lead_time_s, notices_by, open_review
from deconflict.flows.speak_for_unit import unit_of
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Role, Viewer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Patrol, PatrolClass, PatrolState, Plan
from deconflict.patrols.rules import is_after_the_fact, is_late, require_version, require_within_horizon
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id

DECLARED = frozenset({PatrolState.OFF_PLAN, PatrolState.CONTINGENT})
"""Declared by the unit, its party or the neutral desk, without any check (PAT-07)."""
PLANNED = frozenset({PatrolState.REGISTERED, PatrolState.WITHDRAWN})
"""Said of the plan, not of how it is driven."""


async def move_patrol(
    session: PartySession,
    viewer: Viewer,
    patrol_id: UUID,
    to: PatrolState,
    deployment: Deployment,
    now: datetime,
    expected_version: int | None = None,
) -> Registered:
    """Make the move or refuse it and change nothing; the checker brings conflicts and overlaps up to date."""
    patrol = await movable(session, viewer, patrol_id, to)
    if expected_version is not None:
        require_version(expected_version, patrol.version)
    plan = (await patrols.plans_of(session, [patrol.id]))[patrol.id]
    moved = patrol.moved(to)
    if patrol.state is PatrolState.DRAFT:
        moved = await registered(session, viewer, moved, plan, deployment, now)
    await patrols.set_state(session, moved, plan.path, was=patrol.state)
    said = Entry(EntryKind.MOVE, patrol.party, viewer.person, patrol.id, {"to": moved.state.value}, now)
    to_do = patrols.to_do(now, owner=patrol.party, patrol_id=patrol.id)
    await session.insert(to_do, ledger.addition([said]))
    if to in DECLARED:
        await alerts.queue(
            session,
            [
                Notice(
                    NoticeId(new_id()),
                    None,
                    AlertKind.PATROL,
                    to.value,
                    rings=True,
                    found_at=now,
                    patrol=patrol.id,
                )
            ],
        )
    if to is PatrolState.WITHDRAWN:
        await leave_with_patrol(session, viewer, patrol.id, now)
    used = patrol.state is PatrolState.DRAFT and await budget_used(session, moved, deployment, now)
    findings = await own_side(session, moved, plan.path, deployment.terms, budget_used=used)
    return Registered(moved, plan, findings, notices_by(deployment, now))


async def registered(
    session: PartySession, viewer: Viewer, draft: Patrol, plan: Plan, deployment: Deployment, now: datetime
) -> Patrol:
    """Return a draft as it is registered now, with the marks that hold now; a hot pursuit starts at once (PAT-06)."""
    require_within_horizon(plan.path, now, deployment.horizon_days)
    patrol = replace(
        draft,
        late=is_late(plan.path, now, await lead_time_s(session, draft.party, deployment, now)),
        after_the_fact=is_after_the_fact(plan.path, now),
        registered_by=viewer.person,
        registered_at=now,
    )
    if patrol.purpose is PatrolClass.HOT_PURSUIT:
        patrol = patrol.moved(PatrolState.ACTIVE)
        await open_review(session, patrol, now)
    return patrol


async def movable(session: PartySession, viewer: Viewer, patrol_id: UUID, to: PatrolState) -> Patrol:
    """Return the patrol when the viewer may move it there; somebody else's is as absent as none (DIS-06).

    Whoever is with one unit says how its patrols go, and moves no other's; what is planned their officers say.
    """
    unit = await unit_of(session, viewer)
    patrol = await patrols.patrol_to_change(session, patrol_id)
    own = patrol is not None and patrol.party == viewer.party and unit in {None, patrol.unit}
    if patrol is None or not (own or (viewer.role is Role.DESK and to in DECLARED)):
        raise NotFound()
    if unit is not None and to in PLANNED:
        raise RoleRefused(role=viewer.role.value)
    return patrol
