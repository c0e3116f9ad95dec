"""Encounters of live units, each viewer's own (LIV-06). Nothing is changed here: alerts are acknowledged by number."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_near import EncounterOut, EncounterPage
from deconflict.disclosure.release import disclose_sighting
from deconflict.encounters import store as encounters
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import facts_for_sightings

router = APIRouter(prefix="/v1/encounters", tags=["encounters"], route_class=SignedInRoute)


@router.get("", response_model=EncounterPage)
async def read_encounters(
    viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50, *, over: bool = True
) -> Response:
    """List encounters as one is told of them, newest first; `over=false`: open ones alone."""
    async with edge.database.transaction(viewer.context) as session:
        found = await encounters.page(session, limit, key_of(after), open_only=not over)
        facts = await facts_for_sightings(session, found)
    shown = [
        disclose_sighting(viewer, item, facts)
        for item in found
        if (item.id, item.revision) in facts.near.told
    ]
    keys = [(item.opened_at, item.id) for item in found]
    chosen = {} if over else {"over": "false"}
    return answer(EncounterPage.of(shown), headers=next_link("/v1/encounters", keys, limit, **chosen))


@router.get("/{encounter_id}", response_model=EncounterOut)
async def read_encounter(encounter_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one encounter as one is told of it."""
    async with edge.database.transaction(viewer.context) as session:
        found = (await encounters.with_ids(session, [encounter_id])).get(encounter_id)
        if found is None:
            raise NotFound()
        facts = await facts_for_sightings(session, [found])
    return answer(EncounterOut.of(disclose_sighting(viewer, found, facts)))
