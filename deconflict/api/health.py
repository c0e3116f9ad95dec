"""Whether the service lives, whether it can do its work, what it counted, and its contract. For machines."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer, document
from deconflict.api.edge import Served
from deconflict.api.routes import OpenRoute
from deconflict.api.wire import Out, example
from deconflict.runtime.health import readiness
from deconflict.runtime.metrics import exposition

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
async def metrics() -> Response:
    """Return the counters in Prometheus' text format; none is labelled by party, unit or person."""
    body, media_type = exposition()
    return Response(body, media_type=media_type)


@router.get("/openapi.json", include_in_schema=False)
async def read_contract(request: Request) -> Response:
    """Return the contract of the HTTP edge, OpenAPI 3.1."""
    return document(request.app.openapi())
