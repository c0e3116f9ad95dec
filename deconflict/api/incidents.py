"""Incidents: reported by a party's own people, read by that party and the neutral desk (INC-01)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, kept_answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import NotATime
from deconflict.api.headers import IdempotencyKey, fingerprint
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_incidents import IncidentIn, IncidentOut, IncidentPage
from deconflict.disclosure.incidents import disclose_incident
from deconflict.errors import NotFound
from deconflict.flows.answer_once import answer_once
from deconflict.flows.facts_of_incidents import facts_for_incidents
from deconflict.flows.report_incident import report_incident
from deconflict.incidents import store as incidents
from deconflict.incidents.errors import NoSuchPatrol
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import IdempotencyKeyReused, UnitNotYours

router = APIRouter(prefix="/v1/incidents", tags=["incidents"], route_class=SignedInRoute)


@router.post(
    "",
    status_code=201,
    response_model=IncidentOut,
    openapi_extra=refusals(RoleRefused, UnitNotYours, NoSuchPatrol, IdempotencyKeyReused, NotATime),
)
async def report(body: IncidentIn, viewer: SignedIn, edge: Served, key: IdempotencyKey = None) -> Response:
    """Report what a unit of one's own party observed. Its officers and the neutral desk are told at once."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:

        async def act() -> dict[str, Any]:
            seen = body.observation.seen()
            item = await report_incident(session, viewer, body.unit, body.patrol, seen, now)
            facts = await facts_for_incidents(session, [item])
            return IncidentOut.of(disclose_incident(viewer, item, facts)).model_dump(mode="json")

        said = await answer_once(session, viewer, key, fingerprint("incident", body), now, act)
    return kept_answer(said, 201, {"Location": f"/v1/incidents/{said['id']}"})


@router.get("", response_model=IncidentPage)
async def read_incidents(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List incidents: those of one's own party, or of the one unit that one is with; for the desk all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await incidents.page(session, limit, key_of(after))
        facts = await facts_for_incidents(session, found)
    page = IncidentPage(incidents=[IncidentOut.of(disclose_incident(viewer, item, facts)) for item in found])
    keys = [(item.reported_at, item.id) for item in found]
    return answer(page, headers=next_link("/v1/incidents", keys, limit))


@router.get("/{incident_id}", response_model=IncidentOut)
async def read_incident(incident_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one incident."""
    async with edge.database.transaction(viewer.context) as session:
        found = (await incidents.with_ids(session, [incident_id])).get(incident_id)
        if found is None:
            raise NotFound()
        facts = await facts_for_incidents(session, [found])
    return answer(IncidentOut.of(disclose_incident(viewer, found, facts)))
