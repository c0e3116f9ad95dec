"""Whether the service lives, whether it can do its work, what it counted, and its contract. For machines."""

import math
from typing import Final

from fastapi import APIRouter
from prometheus_client import Gauge
from starlette.requests import Request
from starlette.responses import Response

from deconflict.alerts import ladder_store as ladders
from deconflict.api.answers import answer, document
from deconflict.api.edge import Served
from deconflict.api.routes import OpenRoute
from deconflict.api.viewer import admit
from deconflict.api.wire import Out, example
from deconflict.conflicts.store import oracle_difference
from deconflict.encounters.model import LiveRun
from deconflict.encounters.store import last_run
from deconflict.errors import NotFound
from deconflict.parties.model import Role
from deconflict.runtime.health import readiness
from deconflict.runtime.metrics import REGISTRY, exposition

LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

ORACLE_DIFFERENCE: Final = Gauge(
    "conflict_oracle_difference",
    "Conflicts missed or stale in the oracle's last run; must be 0 (CON-03), NaN before the first.",
    registry=REGISTRY,
)

CLIMBING: Final = Gauge(
    "deconflict_ladders_open", "Alerts that nobody has acknowledged and that climb.", registry=REGISTRY
)
LATE: Final = Gauge(
    "deconflict_ladders_late_seconds",
    "How late the engine is with the rung that has been due longest; above 10 is a fault (ALR-04).",
    registry=REGISTRY,
)

LIVE: Final = {
    name: Gauge(f"deconflict_live_{name}", said, registry=REGISTRY)
    for name, said in (
        ("tick_seconds", "What a live tick took lately, on average; NaN before the first."),
        ("tick_worst_seconds", "What the longest of them took."),
        ("lag_seconds", "How long the oldest upload waited to be taken in by its tick."),
        ("units", "Units that are followed."),
        ("pairs", "Encounters that are open."),
        ("clusters", "Groups of units that hang together by open encounters."),
        (
            "behind_seconds",
            "How long the oldest upload that came too late for the tick has waited to be compared.",
        ),
    )
}

router = APIRouter(tags=["health"], route_class=OpenRoute)


class HealthOut(Out):
    """This process answers."""

    model_config = example({"status": "ok"})

    status: str


class ReadyOut(Out):
    """Whether every part is there."""

    model_config = example({"ready": True, "parts": {"database": True, "engine": True}})

    ready: bool
    parts: dict[str, bool]


@router.get("/healthz", response_model=HealthOut)
async def live() -> Response:
    """Answer while the process lives."""
    return answer(HealthOut(status="ok"))


@router.get("/readyz", response_model=ReadyOut, responses={503: {"model": ReadyOut}})
async def ready(edge: Served) -> Response:
    """Answer 200 when every part is there, else 503."""
    parts = await readiness(edge.database) | {name: runs() for name, runs in edge.parts.items()}
    whole = all(parts.values())
    return answer(ReadyOut(ready=whole, parts=parts), 200 if whole else 503)


@router.get("/metrics", response_class=Response)
async def metrics(request: Request, edge: Served) -> Response:
    """Return the counters in Prometheus' text format, to the machine itself and to the operator.

    Totals tell how busy the others are, so for everybody else there is nothing here (DIS-06).
    """
    if not from_this_machine(request) and (await admit(request)).role is not Role.OPERATOR:
        raise NotFound()
    async with edge.database.hub() as hub:
        difference = await oracle_difference(hub)
        run = await last_run(hub)
        climbing, late_s = await ladders.climbing(hub)
    ORACLE_DIFFERENCE.set(math.nan if difference is None else difference)
    CLIMBING.set(climbing)
    LATE.set(late_s)
    _show(run)
    body, media_type = exposition()
    return Response(body, media_type=media_type)


def _show(run: LiveRun | None) -> None:
    """Set the gauges of the live tick."""
    nothing = (math.nan,) * len(LIVE)
    values = (
        nothing
        if run is None
        else (run.mean_s, run.worst_s, run.lag_s, run.units, run.pairs, run.clusters, run.behind_s)
    )
    for gauge, value in zip(LIVE.values(), values, strict=True):
        gauge.set(value)


def from_this_machine(request: Request) -> bool:
    """Tell whether the request came over loopback and no proxy passed it on."""
    passed_on = any(name in request.headers for name in FORWARDED)
    return request.client is not None and request.client.host in LOOPBACK and not passed_on


@router.get("/openapi.json", include_in_schema=False)
async def read_contract(request: Request) -> Response:
    """Return the contract of the HTTP edge, OpenAPI 3.1."""
    return document(request.app.openapi())
