"""Agreements: drafted, signed and withdrawn; what one side takes back, what holds now, and the keys to check it."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.agreements import errors as refused
from deconflict.agreements import store as agreements
from deconflict.agreements.model import Parties
from deconflict.agreements.rules import ordered
from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_agreements import (
    AgreementOut,
    AgreementPage,
    KeyIn,
    KeyOut,
    KeysOut,
    SignIn,
    TermsIn,
)
from deconflict.api.wire_levels import HoldingOut, LoweringIn, LoweringOut
from deconflict.errors import NotFound
from deconflict.flows.draft_agreement import draft_agreement
from deconflict.flows.keep_keys import register_key, revoke_key
from deconflict.flows.lower_level import lower_level
from deconflict.flows.sign_agreement import sign_agreement
from deconflict.flows.withdraw_agreement import withdraw_agreement
from deconflict.parties.errors import AlreadyTaken, RoleRefused
from deconflict.parties.model import PartyId, Role, Viewer

router = APIRouter(prefix="/v1", tags=["agreements"], route_class=SignedInRoute)

ACCEPTABLE: Final = (
    refused.PartiesInvalid,
    refused.ExpiryRefused,
    refused.MinimumRefused,
    refused.CellInvalid,
    refused.HourInvalid,
)
DRAFTING: Final[dict[str, Any]] = refusals(RoleRefused, NotFound, *ACCEPTABLE)
SIGNING: Final[dict[str, Any]] = refusals(
    RoleRefused,
    refused.AlreadySigned,
    refused.AgreementMoveRefused,
    refused.KeyRefused,
    refused.SignatureInvalid,
    refused.TooOften,
    *ACCEPTABLE,
)
LOWERING: Final[dict[str, Any]] = refusals(
    RoleRefused,
    NotFound,
    refused.PartiesInvalid,
    refused.CellInvalid,
    refused.HourInvalid,
    refused.NothingLowered,
    refused.TooOften,
)


@router.post("/agreements", status_code=201, response_model=AgreementOut, openapi_extra=DRAFTING)
async def draft(body: TermsIn, viewer: SignedIn, edge: Served) -> Response:
    """Draft an agreement as an officer of one of its parties, or as the facilitator; it binds nobody yet."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        drafted = await draft_agreement(session, viewer, body.draft(), edge.deployment.terms, now)
    headers = {"Location": f"/v1/agreements/{drafted.id}"}
    return answer(AgreementOut.of(drafted, now), 201, headers)


@router.get("/agreements", response_model=AgreementPage)
async def read_agreements(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List the agreements of one's own party, drafts included; for the neutral staff those of all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await agreements.agreements(session, key_of(after), limit)
    keys = [(item.drafted_at, item.id) for item in found]
    page = AgreementPage.of(found, edge.clock.now())
    return answer(page, headers=next_link("/v1/agreements", keys, limit))


@router.get("/agreements/{agreement_id}", response_model=AgreementOut)
async def read_agreement(agreement_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one agreement with its canonical text and digest."""
    async with edge.database.transaction(viewer.context) as session:
        found = await agreements.agreement_with(session, agreement_id)
    if found is None:
        raise NotFound()
    return answer(AgreementOut.of(found, edge.clock.now()))


@router.post("/agreements/{agreement_id}/sign", response_model=AgreementOut, openapi_extra=SIGNING)
async def sign(agreement_id: UUID, body: SignIn, viewer: SignedIn, edge: Served) -> Response:
    """Sign as one's party. A lower text lowers at once; a higher one raises when both have signed it."""
    now, terms = edge.clock.now(), edge.deployment.terms
    async with edge.database.transaction(viewer.context) as session:
        signed = await sign_agreement(session, viewer, agreement_id, body.signed_with(), terms, now)
    return answer(AgreementOut.of(signed, now))


@router.post(
    "/agreements/{agreement_id}/withdraw",
    response_model=AgreementOut,
    openapi_extra=refusals(RoleRefused, refused.AgreementMoveRefused),
)
async def withdraw(agreement_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Withdraw what is not ratified. What a side has signed still lowers until both sign another text."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        withdrawn = await withdraw_agreement(session, viewer, agreement_id, now)
    return answer(AgreementOut.of(withdrawn, now))


@router.post("/lowerings", status_code=201, response_model=LoweringOut, openapi_extra=LOWERING)
async def lower(body: LoweringIn, viewer: SignedIn, edge: Served) -> Response:
    """Take back what one's party gives another, alone and at once, until both sign another text."""
    now, levels = edge.clock.now(), body.levels.levels()
    async with edge.database.transaction(viewer.context) as session:
        lowered = await lower_level(session, viewer, PartyId(body.other), levels, edge.deployment.terms, now)
    return answer(LoweringOut.of(lowered), 201)


@router.get("/levels", response_model=HoldingOut, openapi_extra=refusals(NotFound))
async def read_levels(viewer: SignedIn, edge: Served, other: UUID, party: UUID | None = None) -> Response:
    """Say what holds now between one's own party and another; the neutral staff name both."""
    parties, now = _pair(viewer, party, other), edge.clock.now()
    async with edge.database.transaction(viewer.context, snapshot=True) as session:
        if None in [await agreements.party_name(session, named) for named in parties]:
            raise NotFound()
        pact = await agreements.pact(session, *parties, edge.deployment.terms)
        lowered = await agreements.lowerings(session, parties)
    return answer(HoldingOut.of(pact, parties, lowered, now))


@router.get("/keys", response_model=KeysOut)
async def read_keys(viewer: SignedIn, edge: Served) -> Response:
    """List the public keys of one's own party and of those it has agreements or drafts with."""
    async with edge.database.transaction(viewer.context) as session:
        found = await agreements.keys(session)
    return answer(KeysOut.of(found, viewer.party))


@router.post(
    "/keys", status_code=201, response_model=KeyOut, openapi_extra=refusals(RoleRefused, AlreadyTaken)
)
async def add_key(body: KeyIn, viewer: SignedIn, edge: Served) -> Response:
    """Register a public key of one's own party; the private one stays on the device that made it."""
    async with edge.database.transaction(viewer.context) as session:
        key = await register_key(session, viewer, body.name, body.raw, edge.clock.now())
    return answer(KeyOut.of(key, viewer.party), 201)


@router.post("/keys/{key_id}/revoke", response_model=KeyOut, openapi_extra=refusals(RoleRefused))
async def end_key(key_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Let nothing more be signed with a key of one's own party; what it signed stands."""
    async with edge.database.transaction(viewer.context) as session:
        key = await revoke_key(session, viewer, key_id, edge.clock.now())
    return answer(KeyOut.of(key, viewer.party))


def _pair(viewer: Viewer, party: UUID | None, other: UUID) -> Parties:
    """Return the two that somebody may ask about: their own party and any other; for the neutral staff any two."""
    own = viewer.party or party
    if own is None or own == other or party not in (None, own) or viewer.role is Role.OPERATOR:
        raise NotFound()
    return ordered(PartyId(own), PartyId(other))
