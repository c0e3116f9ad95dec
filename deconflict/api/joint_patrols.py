"""Joint patrols: proposed by one party, attached to and countersigned by each, ended by either (PAT-10)."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.patrols import PATH_REFUSALS
from deconflict.api.routes import FeatureRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_joint_patrols import (
    AttachIn,
    CountersignIn,
    CourseIn,
    JointPatrolIn,
    JointPatrolOut,
    JointPatrolPage,
)
from deconflict.disclosure.release import disclose_joint_patrol
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import facts_together
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import amend_joint_patrol, propose_joint_patrol
from deconflict.flows.withdraw_joint_patrol import withdraw_joint_patrol
from deconflict.joint_patrols import errors as refused
from deconflict.joint_patrols import store as joint_patrols
from deconflict.parties.errors import RoleRefused
from deconflict.patrols import errors as patrol_errors

router = APIRouter(prefix="/v1/joint-patrols", tags=["joint-patrols"], route_class=FeatureRoute)

MOVING: Final = (RoleRefused, refused.JointMoveRefused)
PROPOSING: Final[dict[str, Any]] = refusals(*PATH_REFUSALS, NotFound, refused.JointPartiesInvalid)
AMENDING: Final[dict[str, Any]] = refusals(*PATH_REFUSALS, *MOVING, patrol_errors.PastChanged)
SIGNING: Final[dict[str, Any]] = refusals(
    *MOVING,
    refused.DigestMismatch,
    refused.NotAttached,
    refused.AlreadyCountersigned,
    patrol_errors.UnitBusy,
)


@router.post("", status_code=201, response_model=JointPatrolOut, openapi_extra=PROPOSING)
async def propose(body: JointPatrolIn, viewer: SignedIn, edge: Served) -> Response:
    """Propose a joint patrol: its plan is told to the parties asked to take part, and to nobody else."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await propose_joint_patrol(session, viewer, body.members, body.course(), edge.deployment, now)
    return answer(JointPatrolOut.of(shown), 201, {"Location": f"/v1/joint-patrols/{shown.value.id}"})


@router.get("", response_model=JointPatrolPage)
async def read_all(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List the joint patrols that one's own party is asked to take part in; for the desk those of all."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        found = await joint_patrols.page(session, limit, key_of(after))
        facts = await facts_together(session, viewer, (), [item.id for item in found])
    page = JointPatrolPage.of(disclose_joint_patrol(viewer, item, facts, now) for item in found)
    keys = [(item.proposed_at, item.id) for item in found]
    return answer(page, headers=next_link("/v1/joint-patrols", keys, limit))


@router.get("/{joint_id}", response_model=JointPatrolOut)
async def read_one(joint_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one joint patrol with the text to countersign and its digest."""
    async with edge.database.transaction(viewer.context) as session:
        facts = await facts_together(session, viewer, (), [joint_id])
    found = facts.joint.get(joint_id)
    if found is None:
        raise NotFound()
    return answer(JointPatrolOut.of(disclose_joint_patrol(viewer, found, facts, edge.clock.now())))


@router.post(
    "/{joint_id}/attach",
    response_model=JointPatrolOut,
    openapi_extra=refusals(*MOVING, patrol_errors.UnitNotYours),
)
async def attach(joint_id: UUID, body: AttachIn, viewer: SignedIn, edge: Served) -> Response:
    """Say which own unit takes part: the other parties see its callsign."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await attach_unit(session, viewer, joint_id, body.unit, edge.clock.now())
    return answer(JointPatrolOut.of(shown))


@router.post("/{joint_id}/countersign", response_model=JointPatrolOut, openapi_extra=SIGNING)
async def sign(joint_id: UUID, body: CountersignIn, viewer: SignedIn, edge: Served) -> Response:
    """Countersign the text whose digest that is. When all have, each side gets its patrol within the second."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await countersign(session, viewer, joint_id, body.digest, edge.deployment, now)
    return answer(JointPatrolOut.of(shown))


@router.post("/{joint_id}/amend", response_model=JointPatrolOut, openapi_extra=AMENDING)
async def amend(joint_id: UUID, body: CourseIn, viewer: SignedIn, edge: Served) -> Response:
    """Propose another text. The one in force holds until all have countersigned the new one."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await amend_joint_patrol(session, viewer, joint_id, body.course(), edge.deployment, now)
    return answer(JointPatrolOut.of(shown))


@router.post("/{joint_id}/withdraw", response_model=JointPatrolOut, openapi_extra=refusals(*MOVING))
async def withdraw(joint_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """End it for all. One's own patrol is withdrawn unless it has started; the others' go on as ordinary ones."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        shown = await withdraw_joint_patrol(session, viewer, joint_id, edge.deployment, now)
    return answer(JointPatrolOut.of(shown))
