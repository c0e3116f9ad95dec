"""Wires settings, database, routers and the live hub into one ASGI application. Nobody imports it but commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.routing import WebSocketRoute

from deconflict.alerts.store import CHANNEL
from deconflict.api import (
    agreements,
    alerts,
    checks,
    conflicts,
    contract,
    crews,
    demonstration,
    devices,
    directory,
    distress,
    duty,
    encounters,
    figures,
    glass,
    health,
    incidents,
    joint_patrols,
    ledger,
    log,
    messages,
    overlaps,
    passkeys,
    patrols,
    photos,
    picture,
    places,
    positions,
    presence,
    problems,
    proposals,
    receipts,
    rendezvous,
    reviews,
    rooms,
    second_factor,
    session,
    sessions,
    shared_plans,
    summons,
    suspensions,
    tracks,
    web_client,
    zones,
)
from deconflict.api.edge import Edge, PushOffer
from deconflict.api.envelope import Envelope
from deconflict.api.limits import Limits
from deconflict.flows.deployment import Deployment
from deconflict.gateways import imports, trackers
from deconflict.live.endpoint import live
from deconflict.live.hub import Hub
from deconflict.live.whereabouts import Whereabouts
from deconflict.parties.ceremonies import RelyingParty
from deconflict.places.maps import Maps
from deconflict.places.reading import SHIPPED, gazetteer
from deconflict.runtime.clock import Clock, SystemClock
from deconflict.runtime.database import Database
from deconflict.runtime.settings import Settings
from deconflict.runtime.wakeups import call_on_wakeups
from deconflict.summoning.vapid import public_key

ROUTERS = (
    session.door,
    session.router,
    sessions.router,
    passkeys.door,
    passkeys.router,
    second_factor.router,
    patrols.router,
    zones.router,
    demonstration.router,
    directory.router,
    crews.router,
    devices.door,
    devices.router,
    conflicts.router,
    overlaps.router,
    messages.router,
    proposals.router,
    rendezvous.router,
    joint_patrols.router,
    shared_plans.router,
    reviews.router,
    agreements.router,
    checks.router,
    checks.budgets,
    figures.router,
    suspensions.router,
    glass.router,
    rooms.router,
    ledger.router,
    log.router,
    alerts.router,
    receipts.router,
    duty.router,
    summons.router,
    positions.router,
    presence.router,
    tracks.router,
    distress.router,
    incidents.router,
    photos.uploads,
    photos.router,
    encounters.router,
    picture.router,
    places.places,
    places.maps,
    imports.router,
    trackers.router,
    health.router,
    web_client.router,
)


def create_app(settings: Settings, *, clock: Clock | None = None) -> FastAPI:
    """Return the application; it opens its connections when it starts up and closes them when it shuts down."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool = Database(settings.url, context_key=settings.key, pool_size=settings.pool_size)
        async with pool as database:
            hub = stand(app, settings, database, clock or SystemClock())
            where = Whereabouts(app.state.edge, hub)
            async with hub.running(call_on_wakeups(settings.url, CHANNEL, hub.wake), where.run()):
                yield

    app = bare_app()
    app.router.lifespan_context = lifespan
    return app


def bare_app() -> FastAPI:
    """Return the application without anything behind it: enough to describe it."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.router.routes.append(WebSocketRoute("/v1/live", live))
    app.openapi = partial(contract.describe, app)  # type: ignore[method-assign]  # as FastAPI documents it
    problems.install(app)
    app.add_middleware(Limits)
    app.add_middleware(Envelope)
    return app


def stand(app: FastAPI, settings: Settings, database: Database, clock: Clock) -> Hub:
    """Put behind an application what its requests and sockets stand on, and return its hub."""
    edge = Edge(
        database=database,
        deployment=Deployment.of(settings),
        clock=clock,
        allowed_origins=frozenset(settings.allowed_origins),
        secure_cookies=settings.secure_cookies,
        push=push_offer(settings),
        relying=relying_party(settings),
        gazetteer=gazetteer(settings.basemap, (settings.maps, SHIPPED)),
        maps=Maps(settings.basemap, settings.maps, SHIPPED),
        demonstration=settings.demonstration,
    )
    hub = Hub(edge, settings.poll_ms / 1000)
    edge.parts["live"] = lambda: hub.alive
    edge.on_acknowledgement.append(hub.acknowledged)
    app.state.edge, app.state.hub = edge, hub
    return hub


def push_offer(settings: Settings) -> PushOffer | None:
    """Return how web push is offered, None when the operator did not open that way."""
    if settings.push_contact is None:
        return None
    return PushOffer(public_key(settings.key), settings.push_hosts, settings.push_to_private)


def relying_party(settings: Settings) -> RelyingParty | None:
    """Return what passkeys are bound to, None where the operator named no origin."""
    if settings.public_origin is None:
        return None
    return RelyingParty(urlsplit(settings.public_origin).hostname or "", settings.public_origin)
