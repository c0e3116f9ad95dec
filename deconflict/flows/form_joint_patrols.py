"""The engine carries out what all sides of a joint patrol countersigned: a patrol of each, or a new version of each.

In one transaction, which no side could make: none may write another's rows. So either all are on record with the link
between them, or none is; a crash before leaves the to-do, which is the joint patrol's own row (PAT-10).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Pacts
from deconflict.agreements.rules import in_force
from deconflict.flows.deployment import Deployment
from deconflict.flows.propose_joint_patrol import path_of
from deconflict.flows.tell_together import tell_of_forming
from deconflict.joint_patrols import checker_store as joint_patrols
from deconflict.joint_patrols.model import JointPatrol, JointPatrolId, JointState, Sent, Text, ToForm
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.patrols import checker_store as checked
from deconflict.patrols import store as patrols
from deconflict.patrols.errors import PastChanged, UnitBusy
from deconflict.patrols.model import (
    AMENDABLE,
    UNDER_WAY,
    Patrol,
    PatrolClass,
    PatrolId,
    PatrolState,
    Plan,
    PlanId,
)
from deconflict.patrols.rules import is_after_the_fact, is_late, require_driven_kept
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.errors import ConstraintViolated
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.errors import PathError
from deconflict.separation.path import TimedPath

Formed = dict[PartyId, tuple[UUID, int]]
ELSEWHERE: Final = "plan_one_per_unit"
"""The constraint that a unit is on one patrol at a time (PRB-01)."""
DRIVEN: Final = "driven"
"""Stands for a constraint: what a unit has driven does not change (IDN-01). It undoes as that one does."""


async def joint_patrols_due(checker: CheckerSession) -> list[JointPatrolId]:
    """Return the joint patrols that are to be carried out, or that are over and have left patrols behind."""
    return await joint_patrols.due_ids(checker)


async def form_joint_patrol(
    checker: CheckerSession, wanted: JointPatrolId, deployment: Deployment, now: datetime
) -> int:
    """Carry out what is due of a joint patrol; return how many that were."""
    due = await joint_patrols.due(checker, [wanted])
    if not due:
        return 0
    pacts = await agreements.pacts(checker, deployment.terms)
    for item in due:
        if item.joint.state is JointState.WITHDRAWN:
            await _check_what_is_left(checker, item, now)
        else:
            await _carry_out(checker, item, deployment, pacts, now)
    return len(due)


async def _check_what_is_left(checker: CheckerSession, item: ToForm, now: datetime) -> None:
    """They are ordinary patrols again, and checked against each other."""
    for sent in item.sent:
        if sent.patrol is not None:
            await checked.queue_check(checker, now, PatrolId(sent.patrol), sent.party)
    await joint_patrols.set_done(checker, item.joint)


async def _carry_out(
    checker: CheckerSession, item: ToForm, deployment: Deployment, pacts: Pacts, now: datetime
) -> None:
    """Store all of it and tell everybody, or nothing of it and tell whom that concerns."""
    joint, formed, side = item.joint, Formed(), item.joint.proposer
    try:
        path = path_of(_text(item), deployment)
        async with checker.savepoint():
            for sent in item.sent:
                side = sent.party
                formed |= await _form(checker, item, sent, path, deployment, pacts, now)
    except PathError:
        await _drop(checker, joint, now)
    except ConstraintViolated as refused:
        if refused.constraint == DRIVEN:
            await _drop(checker, joint, now)
        elif refused.constraint == ELSEWHERE:
            await joint_patrols.take_back(checker, joint, side)
            await tell_of_forming(checker, joint, [side], "unit_busy", now)
        else:
            raise
    else:
        await joint_patrols.set_formed(checker, joint, formed)
        await tell_of_forming(checker, joint, joint.parties, "registered", now)


def _text(item: ToForm) -> Text:
    """Return what all have countersigned; LookupError where that cannot be read, whatever else was agreed before."""
    return item.joint.texts[item.joint.pending or 0]


async def _drop(checker: CheckerSession, joint: JointPatrol, now: datetime) -> None:
    await joint_patrols.drop(checker, joint)
    await tell_of_forming(checker, joint, joint.parties, "dropped", now)


async def _form(
    checker: CheckerSession,
    item: ToForm,
    sent: Sent,
    path: TimedPath,
    deployment: Deployment,
    pacts: Pacts,
    now: datetime,
) -> Formed:
    """Store a side's patrol, or its next version; ConstraintViolated where its unit is ELSEWHERE or has DRIVEN so."""
    lead_time_s = _lead_time_s(pacts, sent.party, deployment, now)
    late, over = is_late(path, now, lead_time_s), is_after_the_fact(path, now)
    signed_by = item.signed_by[sent.party]
    if sent.patrol is None:
        patrol = _new(sent, _text(item), signed_by, late=late, over=over, now=now)
        patrol = replace(patrol, callsign=item.joint.callsigns[sent.party])
    else:
        known = await patrols.patrol_to_change(checker, sent.patrol)
        if known is None or known.state not in AMENDABLE:
            return {}  # it is over for this side: nothing of it changes any more
        await _require_driven_kept(checker, known, path, now)
        note = _text(item).note
        patrol = replace(known, version=known.version + 1, note=note, late=late, after_the_fact=over)
        await checker.together(patrols.unit_held(patrol.unit))
        await patrols.set_version(checker, patrol)
        await patrols.set_current(checker, known, current=False)
    await _store(checker, patrol, path, signed_by, deployment, now)
    return {sent.party: (patrol.id, patrol.version)}


async def _store(
    checker: CheckerSession,
    patrol: Patrol,
    path: TimedPath,
    signed_by: PersonId,
    deployment: Deployment,
    now: datetime,
) -> None:
    plan = Plan(PlanId(new_id(patrol.party)), patrol.version, path, signed_by, now)
    version = await patrols.plan_addition(patrol, plan, deployment.terms.max_minimum_m)
    said = Entry(EntryKind.PLAN, patrol.party, signed_by, patrol.id, {"version": plan.version}, now)
    additions = [version, ledger.addition([said])]
    additions.append(patrols.to_do(now, owner=patrol.party, patrol_id=patrol.id))
    new = [patrols.addition(patrol)] if patrol.version == 1 else []
    try:
        await patrols.store(checker, patrol, path, *new, *additions)
    except UnitBusy:
        raise ConstraintViolated(ELSEWHERE) from None


def _new(sent: Sent, text: Text, signed_by: PersonId, *, late: bool, over: bool, now: datetime) -> Patrol:
    """Return a side's patrol; its id and reference are that side's own, as if its officer had registered it."""
    return Patrol(
        id=PatrolId(new_id(sent.party)),
        reference=new_reference(sent.party),
        party=sent.party,
        unit=UnitId(sent.unit),
        callsign="",
        state=PatrolState.REGISTERED,
        version=1,
        purpose=PatrolClass(text.purpose),
        note=text.note,
        late=late,
        after_the_fact=over,
        registered_by=signed_by,
        registered_at=now,
    )


async def _require_driven_kept(
    checker: CheckerSession, known: Patrol, path: TimedPath, now: datetime
) -> None:
    if known.state in UNDER_WAY:
        plan = (await patrols.plans_of(checker, [known.id]))[known.id]
        try:
            require_driven_kept(plan.path, path, now)
        except PastChanged:
            raise ConstraintViolated(DRIVEN) from None


def _lead_time_s(pacts: Pacts, party: PartyId, deployment: Deployment, now: datetime) -> int:
    """Return how long before its start a plan of that party's has to be on record, as for its own (PAT-06)."""
    agreed: Sequence[int] = [
        pact.ratified.lead_time_s
        for pair, pact in pacts.between.items()
        if party in pair and pact.ratified is not None and in_force(pact.ratified, now)
    ]
    return max([deployment.lead_time_s, *agreed])
