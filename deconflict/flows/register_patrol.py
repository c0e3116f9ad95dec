"""A liaison officer registers a patrol.

Accept the path, store it, leave the check to do, answer about one's own side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deconflict.agreements import store as agreements
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.flows.deployment import CHECKED_WITHIN_S, Deployment
from deconflict.flows.draw_on_budget import drawn_today
from deconflict.flows.errors import PartyNotYours
from deconflict.flows.own_side import OwnFinding, marked, own_side_asked_for
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties.model import OFFICERS, PartyId, Unit, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols import store as patrols
from deconflict.patrols.errors import UnitNotYours
from deconflict.patrols.model import (
    Patrol,
    PatrolClass,
    PatrolId,
    PatrolState,
    Plan,
    PlanId,
    Review,
    ReviewId,
    ReviewReason,
    Submission,
)
from deconflict.patrols.rules import is_after_the_fact, is_late, require_within_horizon
from deconflict.probing.rules import is_used_up
from deconflict.runtime.database import Insertion, PartySession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.path import TimedPath, accept


@dataclass(frozen=True)
class Registered:
    """What the submitter is told: nothing in it depends on another party (CON-01)."""

    patrol: Patrol
    plan: Plan
    findings: tuple[OwnFinding, ...]
    notices_by: datetime


async def register_patrol(
    session: PartySession, viewer: Viewer, submission: Submission, deployment: Deployment, now: datetime
) -> Registered:
    """Record the patrol with its first plan. Registering is giving notice: only PAT-05 refuses (PAT-02)."""
    require_role(viewer, *OFFICERS)
    path = acceptable(submission, deployment, now)
    party = await own_party(session, viewer, submission)
    unit, agreed, suspended, around = await session.together(
        parties.unit_asked_for(party, submission.unit),
        agreements.lead_times_asked_for(session, party, now),
        *own_side_asked_for(session, party, path, deployment.terms),
    )
    if unit is None:
        raise UnitNotYours()
    patrol = Patrol(
        id=PatrolId(new_id()),
        reference=new_reference(),
        party=unit.party,
        unit=unit.id,
        callsign=unit.callsign,
        state=first_state(submission),
        version=1,
        purpose=submission.purpose,
        note=submission.note,
        late=is_late(path, now, longest(agreed, deployment)),
        after_the_fact=is_after_the_fact(path, now),
        registered_by=viewer.person,
        registered_at=now,
    )
    plan = Plan(PlanId(new_id()), 1, path, viewer.person, now)
    additions = await plan_additions(patrol, plan, deployment, now)
    today = drawn_today(session, unit.party, unit.id, now)
    draws = await patrols.store_and_ask(session, patrol, path, today, patrols.addition(patrol), *additions)
    used = is_used_up(draws, now, deployment.budget)
    findings = marked(patrol, path, deployment.terms, suspended, around, budget_used=used)
    if patrol.purpose is PatrolClass.HOT_PURSUIT and patrol.state is PatrolState.ACTIVE:
        await open_review(session, patrol, now)
    return Registered(patrol, plan, findings, notices_by(deployment, now))


def acceptable(submission: Submission, deployment: Deployment, now: datetime) -> TimedPath:
    """Return the path that was handed in, or refuse it with its cause (PAT-05)."""
    path = accept(
        submission.waypoints,
        submission.times,
        submission.time_tolerance_s,
        submission.lateral_tolerance_m,
        deployment.limits,
    )
    require_within_horizon(path, now, deployment.horizon_days)
    return path


async def own_party(session: PartySession, viewer: Viewer, submission: Submission) -> PartyId:
    """Return the submitter's party; another's name, and a name of nobody, are the same refusal (DIS-06)."""
    party = viewer.party
    if party is None:
        raise UnitNotYours()
    if submission.party is not None:
        own = await parties.party_with_slug(session, submission.party)
        if submission.party != str(party) and own is None:
            raise PartyNotYours()
    return PartyId(party)


async def own_unit(session: PartySession, viewer: Viewer, submission: Submission) -> Unit:
    """Return the submitter's unit of that name; a rival's and an unknown one are the same refusal (DIS-06)."""
    party = await own_party(session, viewer, submission)
    unit = await parties.unit_called(session, party, submission.unit)
    if unit is None:
        raise UnitNotYours()
    return unit


async def lead_time_s(session: PartySession, party: PartyId, deployment: Deployment, now: datetime) -> int:
    """Return how long before its start a plan of that party's has to be on record: the longest it agreed to (PAT-06).

    Whomever the plan may meet: the mark must not tell whose patrols are near.
    """
    return longest(await agreements.lead_times(session, party, now), deployment)


def longest(agreed: Sequence[int], deployment: Deployment) -> int:
    """Return the longest of the lead times that a party agreed to and the deployment's own."""
    return max([deployment.lead_time_s, *agreed])


def first_state(submission: Submission) -> PatrolState:
    """Return where a new patrol begins: a hot pursuit is under way already (PAT-06)."""
    if submission.draft:
        return PatrolState.DRAFT
    return PatrolState.ACTIVE if submission.purpose is PatrolClass.HOT_PURSUIT else PatrolState.REGISTERED


async def plan_additions(
    patrol: Patrol, plan: Plan, deployment: Deployment, now: datetime
) -> list[Insertion]:
    """Return a version, its ledger entry and, unless it is a draft, the checker's to-do, to be stored (CON-01)."""
    version = await patrols.plan_addition(patrol, plan, deployment.terms.max_minimum_m)
    said = Entry(EntryKind.PLAN, patrol.party, plan.submitted_by, patrol.id, {"version": plan.version}, now)
    additions = [version, ledger.addition([said])]
    if patrol.state is not PatrolState.DRAFT:
        additions.append(patrols.to_do(now, owner=patrol.party, patrol_id=patrol.id))
    return additions


async def open_review(session: PartySession, patrol: Patrol, now: datetime) -> None:
    """Leave the desk a review task and the notice of it, in the same transaction (PAT-06, ALR-02)."""
    review = Review(
        ReviewId(new_id()),
        new_reference(),
        patrol.party,
        patrol.id,
        ReviewReason.HOT_PURSUIT,
        now,
        None,
        None,
    )
    await patrols.open_review(session, review)
    notice = Notice(
        NoticeId(new_id()),
        None,
        AlertKind.REVIEW,
        "opened",
        rings=True,
        found_at=now,
        patrol=patrol.id,
        review=review.id,
    )
    await alerts.queue(session, [notice])


def notices_by(deployment: Deployment, now: datetime) -> datetime:
    """Return the tick by which notices about a plan registered now are out; it depends on the clock alone (DIS-05)."""
    return deployment.tick_after(now + timedelta(seconds=CHECKED_WITHIN_S))
