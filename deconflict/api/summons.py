"""Out of band: push subscriptions of one's own, the delivery log, and quiet for one's own devices (ALR-05)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.alerts import snooze_store as snoozes
from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_summons import (
    SnoozeIn,
    SnoozeOut,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionsOut,
    SummonsOut,
    SummonsPage,
)
from deconflict.flows.snooze_alerts import snooze_alerts
from deconflict.flows.subscribe_push import subscribe_push, unsubscribe_push
from deconflict.summons import store as summons
from deconflict.summons.errors import EndpointRefused, PushNotOffered, TooManyAddresses

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=SignedInRoute)


@router.get("/push-subscriptions", response_model=SubscriptionsOut)
async def read_subscriptions(viewer: SignedIn, edge: Served) -> Response:
    """Read one's own push subscriptions, and the key to subscribe with."""
    async with edge.database.transaction(viewer.context) as session:
        found = await summons.own(session)
    key = None if edge.push is None else edge.push.key
    return answer(SubscriptionsOut(key=key, subscriptions=[SubscriptionOut.of(item) for item in found]))


@router.post(
    "/push-subscriptions",
    status_code=201,
    response_model=SubscriptionOut,
    openapi_extra=refusals(PushNotOffered, EndpointRefused, TooManyAddresses),
)
async def subscribe(body: SubscriptionIn, viewer: SignedIn, edge: Served) -> Response:
    """Be told by web push to open the app, when something is not acknowledged. The message has no content."""
    if edge.push is None:
        raise PushNotOffered()
    offer, now = edge.push, edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        added = await subscribe_push(
            session, viewer, body.endpoint, offer.hosts, now, private=offer.to_private
        )
    return answer(SubscriptionOut.of(added), 201)


@router.delete("/push-subscriptions/{subscription_id}", status_code=204, response_class=Response)
async def unsubscribe(subscription_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """End one of one's own push subscriptions."""
    async with edge.database.transaction(viewer.context) as session:
        await unsubscribe_push(session, subscription_id, edge.clock.now())
    return no_content()


@router.get("/summons", response_model=SummonsPage)
async def read_log(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """Read who of one's party was summoned out of band, and what became of it; as the desk what failed."""
    async with edge.database.transaction(viewer.context) as session:
        found = await summons.page(session, limit, key_of(after))
    keys = [(item.made_at, item.id) for item in found]
    page = SummonsPage(summons=[SummonsOut.of(item) for item in found])
    return answer(page, headers=next_link("/v1/summons", keys, limit))


@router.get("/snooze", response_model=SnoozeOut)
async def read_snooze(viewer: SignedIn, edge: Served) -> Response:
    """Read whether one's own devices keep still."""
    async with edge.database.transaction(viewer.context) as session:
        found = await snoozes.own(session, edge.clock.now())
    return answer(SnoozeOut(up_to=0, until=None) if found is None else SnoozeOut.model_validate(found))


@router.put("/snooze", response_model=SnoozeOut)
async def snooze(body: SnoozeIn, viewer: SignedIn, edge: Served) -> Response:
    """Let one's own devices keep still for a moment; what is told from now on rings, and every alert climbs on."""
    async with edge.database.transaction(viewer.context) as session:
        kept = await snooze_alerts(session, viewer, body.minutes, edge.clock.now())
    return answer(SnoozeOut.model_validate(kept))


@router.delete("/snooze", status_code=204, response_class=Response)
async def wake(viewer: SignedIn, edge: Served) -> Response:
    """Let one's own devices ring again."""
    async with edge.database.transaction(viewer.context) as session:
        await snoozes.lift(session)
    return no_content()
