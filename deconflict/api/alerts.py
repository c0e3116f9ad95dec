"""The viewer's own feed, read from a number on, and what became of its alerts (ALR-01, ALR-03)."""

from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import Fact
from deconflict.api.answers import answer, kept_answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import InvalidParameter
from deconflict.api.headers import IdempotencyKey, fingerprint
from deconflict.api.pages import Limit, link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_alerts import AlertBody, FeedOut, alert_out
from deconflict.api.wire_log import NoteOut
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.answer_once import answer_once
from deconflict.flows.escalate_by_hand import ask_to_escalate
from deconflict.flows.read_feed import read_feed
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import IdempotencyKeyReused

router = APIRouter(prefix="/v1/alerts", tags=["alerts"], route_class=SignedInRoute)

MAX_SEQ: Final = 2**63 - 1
MAX_EPOCH: Final = 64


class Statement(StrEnum):
    """What a recipient can say became of an alert."""

    RECEIVE = "receive"
    SEE = "see"
    ACKNOWLEDGE = "acknowledge"


FACTS: Final = {
    Statement.RECEIVE: Fact.RECEIVED,
    Statement.SEE: Fact.SEEN,
    Statement.ACKNOWLEDGE: Fact.ACKNOWLEDGED,
}


@router.get("", response_model=FeedOut, openapi_extra=refusals(EpochChanged))
async def read_alerts(
    viewer: SignedIn,
    edge: Served,
    epoch: Annotated[str | None, Query(min_length=1, max_length=MAX_EPOCH)] = None,
    after: Annotated[int, Query(ge=0, le=MAX_SEQ)] = 0,
    limit: Limit = 100,
) -> Response:
    """Read one's own feed after a number. A cursor carries its epoch; only a first reading has none (IDN-05)."""
    if epoch is None and after:
        raise InvalidParameter(parameter="epoch")
    async with edge.database.transaction(viewer.context, snapshot=True) as session:
        page = await read_feed(session, viewer, epoch, after, limit, edge.deployment)
    alerts = [alert_out(shown) for shown in page.alerts]
    last = alerts[-1].seq if alerts else after
    more = (
        link("/v1/alerts", epoch=page.epoch, after=last, limit=limit) if alerts and last < page.last else {}
    )
    return answer(FeedOut(epoch=page.epoch, alerts=alerts, last=page.last), headers=more)


@router.post(
    "/{epoch}/{seq}/escalate",
    status_code=202,
    response_model=NoteOut,
    openapi_extra=refusals(RoleRefused, EpochChanged, IdempotencyKeyReused),
)
async def escalate(
    epoch: Annotated[str, Path(max_length=MAX_EPOCH)],
    seq: Annotated[int, Path(ge=1, le=MAX_SEQ)],
    viewer: SignedIn,
    edge: Served,
    key: IdempotencyKey = None,
) -> Response:
    """Raise by hand, as the desk, what parties have not acknowledged of it. The shift log says whom that reached."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:

        async def act() -> dict[str, Any]:
            note = await ask_to_escalate(session, viewer, epoch, seq, now)
            return NoteOut.of(note).model_dump(mode="json")

        request = fingerprint(f"escalate {epoch} {seq}")
        said = await answer_once(session, viewer, key, request, now, act)
    return kept_answer(said, 202, {})


@router.post("/{epoch}/{seq}/{statement}", response_model=AlertBody, openapi_extra=refusals(EpochChanged))
async def state(
    epoch: Annotated[str, Path(max_length=MAX_EPOCH)],
    seq: Annotated[int, Path(ge=1, le=MAX_SEQ)],
    statement: Statement,
    viewer: SignedIn,
    edge: Served,
) -> Response:
    """State that an alert was received, seen or acknowledged; the first time counts. Never consent."""
    async with edge.database.transaction(viewer.context) as session:
        shown = await acknowledge_alert(
            session, viewer, epoch, seq, FACTS[statement], edge.deployment, edge.clock.now()
        )
    edge.acknowledged()
    return answer(alert_out(shown))
