"""A small service in memory, on loopback: what it sends, and how it misbehaves."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


def make_wire(seq: int, epoch: str = "e1", **fields: object) -> dict[str, object]:
    """Return an overlap alert as the service would send it."""
    return {
        "type": "alert",
        "epoch": epoch,
        "seq": seq,
        "kind": "overlap",
        "change": "opened",
        "rings": True,
        "level": 1,
        "reference": f"K7-{seq:04}",
        "released_at": "2026-12-01T12:00:00Z",
        "received": False,
        "seen": False,
        "acknowledged": None,
        "overlap": f"o{seq}",
        "patrol": "p1",
        "patrol_reference": "P3-2M4Q",
        "hours": ["2026-12-01T08:00:00Z", "2026-12-01T09:00:00Z"],
        "state": "open",
        "revision": 1,
        "advice": "hold_or_adjust",
        **fields,
    }


class Service:
    """A small service in memory with a real address: enough of the contract to talk and to misbehave.

    `answers` holds (status, body, headers) to give instead of the true answer to the next requests of a path.
    """

    def __init__(self) -> None:
        self.url = ""
        self.epoch = "e1"
        self.feed: list[dict[str, object]] = []
        self.patrols: dict[str, dict[str, object]] = {}
        self.keys: dict[str, str] = {}
        self.registered: list[dict[str, object]] = []
        self.agreements: dict[str, dict[str, object]] = {}
        self.lowered: list[dict[str, object]] = []
        self.answers: dict[str, list[tuple[int, object, dict[str, str]]]] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.spoken: list[dict[str, object]] = []
        self.closing: list[int] = []
        self.token = "secret-token"
        routes = [
            Route("/v1/session", self.session, methods=["POST", "GET", "DELETE"]),
            Route("/v1/patrols", self.register, methods=["POST"]),
            Route("/v1/patrols", self.list_patrols, methods=["GET"]),
            Route("/v1/picture", self.picture),
            Route("/v1/keys", self.public_keys, methods=["POST", "GET"]),
            Route("/v1/keys/{key}/revoke", self.revoke, methods=["POST"]),
            Route("/v1/agreements", self.texts, methods=["POST", "GET"]),
            Route("/v1/agreements/{agreement}", self.text),
            Route("/v1/agreements/{agreement}/{act}", self.act, methods=["POST"]),
            Route("/v1/lowerings", self.lower, methods=["POST"]),
            Route("/v1/levels", self.levels),
            Route("/v1/alerts", self.alerts),
            Route("/v1/alerts/{epoch}/{seq:int}/{fact}", self.state, methods=["POST"]),
            WebSocketRoute("/v1/live", self.live),
            Route("/v1/{rest:path}", self.prepared, methods=["GET", "POST", "PUT", "DELETE"]),
        ]
        self.app = Starlette(routes=routes)

    def release(self, **fields: object) -> None:
        """Add an alert to the feed."""
        self.feed.append(make_wire(len(self.feed) + 1, self.epoch, **fields))

    def answer_instead(self, path: str, status: int, body: object = None, **headers: str) -> None:
        """Give this answer to the next request of `path`."""
        self.answers.setdefault(path, []).append((status, body, headers))

    def _refusal(self, request: Request) -> Response | None:
        self.requests.append((request.method, request.url.path, dict(request.headers)))
        waiting = self.answers.get(request.url.path)
        if waiting:
            status, body, headers = waiting.pop(0)
            return problem(status, body, headers)
        signing_in = request.method == "POST" and request.url.path == "/v1/session"
        signed_in = request.headers.get("Authorization") == f"Bearer {self.token}"
        return None if signing_in or signed_in else problem(401, {"code": "not_signed_in"})

    async def session(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        person = {"id": "person-1", "name": "Salem", "role": "liaison", "party": "east"}
        if request.method == "DELETE":
            return Response(status_code=204)
        body = {"person": person, "expires_at": "2026-12-02T00:00:00Z", "feed_epoch": self.epoch}
        if request.method == "GET":
            return JSONResponse(body)
        given = await request.json()
        if given.get("password", given.get("secret")) != "right":
            return problem(401, {"code": "wrong_credentials", "detail": "Login or password is wrong."})
        return JSONResponse(
            {**body, "token": self.token}, 201, {"Set-Cookie": "deconflict_session=x; Path=/"}
        )

    async def prepared(self, request: Request) -> Response:
        """Give what `answer_instead` holds for a path that this service has nothing of its own for."""
        return self._refusal(request) or problem(404, {"code": "not_found"})

    async def register(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        feature = await request.json()
        key = request.headers.get("Idempotency-Key", f"none-{len(self.patrols)}")
        if len(feature["geometry"]["coordinates"]) < 2:
            return problem(422, {"code": "too_few_waypoints", "pointer": "/geometry/coordinates", "index": 0})
        if key not in self.keys:
            self.keys[key] = f"p{len(self.patrols) + 1}"
            self.patrols[self.keys[key]] = make_patrol(self.keys[key], feature)
        return JSONResponse(self.patrols[self.keys[key]], 201, {"ETag": '"1"'})

    async def list_patrols(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        names = sorted(self.patrols)
        after = request.query_params.get("after", "")
        rest = [name for name in names if name > after]
        headers = {"Link": f'</v1/patrols?after={rest[1]}>; rel="next"'} if len(rest) > 2 else {}
        return JSONResponse({"patrols": [self.patrols[name] for name in rest[:2]]}, headers=headers)

    async def public_keys(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        if request.method == "GET":
            return JSONResponse({"keys": self.registered})
        key = {
            **await request.json(),
            "id": f"k{len(self.registered) + 1}",
            "party": "east",
            "revoked_at": None,
        }
        self.registered.append({**key, "registered_at": "2026-12-01T07:00:00Z"})
        return JSONResponse(self.registered[-1], 201)

    async def revoke(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        [key] = [item for item in self.registered if item["id"] == request.path_params["key"]]
        key["revoked_at"] = "2026-12-01T08:00:00Z"
        return JSONResponse(key)

    async def texts(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        if request.method == "GET":
            return JSONResponse({"agreements": list(self.agreements.values())})
        drafted = make_agreement(f"g{len(self.agreements) + 1}", **await request.json())
        self.agreements[str(drafted["id"])] = drafted
        return JSONResponse(drafted, 201)

    async def text(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        found = self.agreements.get(request.path_params["agreement"])
        return problem(404, {"code": "not_found"}) if found is None else JSONResponse(found)

    async def act(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        found = self.agreements[request.path_params["agreement"]]
        if request.path_params["act"] == "withdraw":
            found["state"] = "withdrawn"
            return JSONResponse(found)
        given = await request.json()
        [public] = [item["public"] for item in self.registered if item["id"] == given["key"]]
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(public)))
        key.verify(base64.b64decode(given["signature"]), str(found["canonical"]).encode())
        signature = {**given, "party": "east", "at": "2026-12-01T08:00:00Z"}
        found.update(state="signed", signatures=[signature])
        return JSONResponse(found)

    async def lower(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        given = await request.json()
        lowered = {**given, "id": "l1", "party": "east", "at": "2026-12-01T08:00:00Z"}
        self.lowered.append(lowered)
        return JSONResponse(lowered, 201)

    async def levels(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        layers = [{"elsewhere": 1, "clauses": []}, *(item["levels"] for item in self.lowered)]
        parties = [request.query_params.get("party", "east"), request.query_params["other"]]
        said = {"parties": parties, "elsewhere": 1, "layers": layers, "lowered": self.lowered}
        return JSONResponse({**said, "minimum_m": 1000.0, "in_force": False})

    async def picture(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        body = {"epoch": self.epoch, "seq": len(self.feed), "at": "2026-12-01T12:00:00Z"}
        return JSONResponse({**body, "patrols": [], "overlaps": [], "conflicts": [], "zones": []})

    async def alerts(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        if request.query_params.get("epoch", self.epoch) != self.epoch:
            return problem(409, {"code": "epoch_changed", "epoch": self.epoch})
        after = int(request.query_params["after"])
        page = self.feed[after : after + int(request.query_params.get("limit", 2))]
        return JSONResponse({"epoch": self.epoch, "alerts": page, "last": after + len(page)})

    async def state(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        alert = self.feed[request.path_params["seq"] - 1]
        if request.path_params["fact"] == "acknowledge":
            alert["acknowledged"] = {"by": "Salem", "at": "2026-12-01T12:05:00Z"}
        return JSONResponse(alert)

    async def live(self, websocket: WebSocket) -> None:
        if websocket.headers.get("Authorization") != f"Bearer {self.token}":
            await websocket.send_denial_response(problem(401, {"code": "not_signed_in"}))
            return
        await websocket.accept(subprotocol="deconflict.v1")
        try:
            await self._serve(websocket)
        except WebSocketDisconnect:
            return

    async def _serve(self, websocket: WebSocket) -> None:
        hello = json.loads(await websocket.receive_text())
        self.spoken.append(hello)
        known = hello["epoch"] in {None, self.epoch} and hello["after"] <= len(self.feed)
        await websocket.send_json(
            {"type": "welcome", "epoch": self.epoch, "recovered": known, "seq": len(self.feed)}
        )
        for alert in self.feed[hello["after"] :] if known else []:
            await websocket.send_json(alert)
        if self.closing:
            await websocket.close(self.closing.pop(0))
            return
        while True:
            message = json.loads(await websocket.receive_text())
            self.spoken.append(message)
            if message["type"] == "acknowledge":
                receipt = {"epoch": self.epoch, "seq": message["seq"], "fact": "acknowledged", "by": "Salem"}
                await websocket.send_json({"type": "receipt", **receipt, "at": "2026-12-01T12:05:00Z"})


def problem(status: int, body: object, headers: dict[str, str] | None = None) -> Response:
    """Return a problem+json answer, or plain text when the body is text."""
    if isinstance(body, str) or body is None:
        return Response(body, status, headers, media_type="text/html")
    content = {"type": "about:blank", "title": "Refused", "status": status, "detail": "", **body}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def make_patrol(identity: str, feature: object) -> dict[str, object]:
    """Return a patrol as the service would send it."""
    return {
        "id": identity,
        "reference": f"P-{identity}",
        "unit": "K-1",
        "callsign": "K-1",
        "party": "east",
        "state": "registered",
        "version": 1,
        "class": "routine",
        "note": "Market day",
        "late": True,
        "after_the_fact": False,
        "registered_at": "2026-12-01T07:00:00Z",
        "plan": feature,
        "findings": [{"code": "late", "zone": None}],
        "notices_by": "2026-12-01T07:00:10Z",
        "of_a_newer_service": 1,
    }


def make_agreement(identity: str, **terms: object) -> dict[str, object]:
    """Return a drafted agreement as the service would send it."""
    wording = {"en": "Agreement K7-2M4Q.\nLevel 1.", "ar": "الاتفاق K7-2M4Q.\nالمستوى 1."}
    said = {
        "parties": ["east", "west"],
        "levels": {"elsewhere": 1, "clauses": []},
        "minimum_m": {"east": 1000, "west": 1500},
        "lead_time_s": 0,
        "right_of_way": None,
        "safety_clause": True,
        "expires_at": "2027-01-01T00:00:00Z",
        **terms,
    }
    text = {"format": "deconflict.agreement/1", "reference": "K7-2M4Q", "wording": wording, **said}
    canonical = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {
        "id": identity,
        "reference": "K7-2M4Q",
        "state": "drafted",
        "document": text,
        "canonical": canonical,
        "digest": hashlib.sha256(canonical.encode()).hexdigest(),
        "signatures": [],
        "drafter": "east",
        "drafted_at": "2026-12-01T07:00:00Z",
        "ratified_at": None,
        "ended_at": None,
    }
