"""Patrols: put on record, read, amended and moved on. Nothing in an answer depends on another party (CON-01)."""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api import errors as refused
from deconflict.api.answers import answer, kept_answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.headers import (
    IdempotencyKey,
    IfMatch,
    etag,
    fingerprint,
    version_named,
    version_required,
)
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import FeatureRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_patrols import PatrolOut, PatrolPage, PlanIn, RegisteredOut, VersionsOut
from deconflict.errors import NotFound
from deconflict.flows.amend_patrol import amend_patrol
from deconflict.flows.answer_once import answer_once
from deconflict.flows.errors import PartyNotYours
from deconflict.flows.move_patrol import move_patrol
from deconflict.flows.register_patrol import register_patrol
from deconflict.parties.errors import RoleRefused
from deconflict.patrols import errors as patrol_errors
from deconflict.patrols import store as patrols
from deconflict.patrols.model import PatrolId, PatrolState
from deconflict.separation.errors import PathError

router = APIRouter(prefix="/v1/patrols", tags=["patrols"], route_class=FeatureRoute)

PATH_REFUSALS: Final = (
    *PathError.__subclasses__(),
    patrol_errors.BeyondHorizon,
    patrol_errors.UnitNotYours,
    patrol_errors.UnitBusy,
    PartyNotYours,
    RoleRefused,
)


class Move(StrEnum):
    """What a patrol can be told to do."""

    REGISTER = "register"
    START = "start"
    END = "end"
    WITHDRAW = "withdraw"
    OFF_PLAN = "off-plan"
    CONTINGENT = "contingent"


STATES: Final = {
    Move.REGISTER: PatrolState.REGISTERED,
    Move.START: PatrolState.ACTIVE,
    Move.END: PatrolState.ENDED,
    Move.WITHDRAW: PatrolState.WITHDRAWN,
    Move.OFF_PLAN: PatrolState.OFF_PLAN,
    Move.CONTINGENT: PatrolState.CONTINGENT,
}


@router.post(
    "",
    status_code=201,
    response_model=RegisteredOut,
    openapi_extra=refusals(*PATH_REFUSALS, patrol_errors.IdempotencyKeyReused),
)
async def register(body: PlanIn, viewer: SignedIn, edge: Served, key: IdempotencyKey = None) -> Response:
    """Register a patrol: giving notice, not asking permission (PAT-02)."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:

        async def act() -> dict[str, Any]:
            done = await register_patrol(session, viewer, body.submission(), edge.deployment, now)
            return RegisteredOut.of_registered(done).model_dump(mode="json")

        said = await answer_once(session, viewer, key, fingerprint("register", body), now, act)
    location = {"Location": f"/v1/patrols/{said['id']}"}
    return kept_answer(said, 201, location | {"ETag": etag(said["version"])})


@router.get("", response_model=PatrolPage)
async def read_patrols(
    viewer: SignedIn, edge: Served, unit: UUID | None = None, after: After = None, limit: Limit = 50
) -> Response:
    """List the patrols of one's own party, or of one unit of it; for the neutral desk those of all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await patrols.page(session, limit, key_of(after), unit=unit)
        plans = await patrols.plans_of(session, [patrol.id for patrol in found])
    page = PatrolPage(patrols=[PatrolOut.of(patrol, plans[patrol.id]) for patrol in found])
    keys = [(patrol.registered_at, patrol.id) for patrol in found]
    chosen = {} if unit is None else {"unit": str(unit)}
    return answer(page, headers=next_link("/v1/patrols", keys, limit, **chosen))


@router.get("/{patrol_id}", response_model=PatrolOut)
async def read_patrol(patrol_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one patrol with its current plan."""
    async with edge.database.transaction(viewer.context) as session:
        patrol = await patrols.patrol_with(session, patrol_id)
        if patrol is None:
            raise NotFound()
        plan = (await patrols.plans_of(session, [patrol.id]))[patrol.id]
    return answer(PatrolOut.of(patrol, plan), headers={"ETag": etag(patrol.version)})


@router.get("/{patrol_id}/versions", response_model=VersionsOut)
async def read_versions(patrol_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read every version of a patrol's plan."""
    async with edge.database.transaction(viewer.context) as session:
        patrol = await patrols.patrol_with(session, patrol_id)
        if patrol is None:
            raise NotFound()
        plans = await patrols.versions(session, PatrolId(patrol_id))
    return answer(VersionsOut.of(patrol, plans))


@router.put(
    "/{patrol_id}",
    response_model=RegisteredOut,
    openapi_extra=refusals(
        *PATH_REFUSALS,
        refused.PreconditionRequired,
        patrol_errors.Stale,
        patrol_errors.MoveRefused,
        patrol_errors.PastChanged,
        patrol_errors.IdempotencyKeyReused,
    ),
)
async def amend(
    patrol_id: UUID,
    body: PlanIn,
    viewer: SignedIn,
    edge: Served,
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> Response:
    """Replace the plan by a new version. A refusal leaves the old one whole (PAT-03, PAT-04)."""
    version = version_required(if_match)
    now = edge.clock.now()
    request = fingerprint(f"amend {patrol_id} {version}", body)
    async with edge.database.transaction(viewer.context) as session:

        async def act() -> dict[str, Any]:
            done = await amend_patrol(
                session, viewer, patrol_id, version, body.submission(), edge.deployment, now
            )
            return RegisteredOut.of_registered(done).model_dump(mode="json")

        said = await answer_once(session, viewer, key, request, now, act)
    return kept_answer(said, 200, {"ETag": etag(said["version"])})


@router.post(
    "/{patrol_id}/{move}",
    response_model=RegisteredOut,
    openapi_extra=refusals(
        RoleRefused, patrol_errors.MoveRefused, patrol_errors.Stale, patrol_errors.UnitBusy
    ),
)
async def move_on(
    patrol_id: UUID, move: Move, viewer: SignedIn, edge: Served, if_match: IfMatch = None
) -> Response:
    """Move a patrol on in its life (PAT-01); `start` also brings one that is off its plan back to it."""
    version = version_named(if_match)
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        done = await move_patrol(session, viewer, patrol_id, STATES[move], edge.deployment, now, version)
    return answer(RegisteredOut.of_registered(done), headers={"ETag": etag(done.patrol.version)})
