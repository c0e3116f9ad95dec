"""Agreements over HTTP: drafted with their wording, signed on the device, withdrawn, lowered; hidden is absent."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def terms(world: Any, level: int = 2, one: str = "a", other: str = "b", **said: Any) -> dict[str, Any]:
    """What two parties could agree on."""
    ids = [str(world.parties[slug].id) for slug in (one, other)]
    return {
        "parties": ids,
        "levels": {"elsewhere": level, "clauses": []},
        "minimum_m": dict.fromkeys(ids, 1000),
        "expires_at": (world.now() + timedelta(days=30)).isoformat(),
        **said,
    }


class Officer:
    """Somebody with a key on their device."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.private = Ed25519PrivateKey.generate()
        self.key = ""

    async def draft(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.post("/v1/agreements", json=body)
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"] == f"/v1/agreements/{answer.json()['id']}"
        return answer.json()

    async def register(self) -> dict[str, Any]:
        public = base64.b64encode(self.private.public_key().public_bytes_raw()).decode()
        answer = await self.client.post("/v1/keys", json={"name": "laptop", "public": public})
        assert answer.status_code == 201, answer.text
        self.key = answer.json()["id"]
        return answer.json()

    async def sign(self, agreement: dict[str, Any], text: str | None = None) -> Any:
        if not self.key:
            await self.register()
        value = self.private.sign((text or agreement["canonical"]).encode())
        body = {"key": self.key, "signature": base64.b64encode(value).decode()}
        return await self.client.post(f"/v1/agreements/{agreement['id']}/sign", json=body)


@pytest.fixture
async def officers(service: Any) -> dict[str, Officer]:
    """One of each party."""
    return {who: Officer(await service.client(who)) for who in ("a", "b", "c")}


@pytest.mark.rule("DIS-02")
async def test_two_officers_agree_over_the_same_text_and_anybody_can_check_it(
    service: Any, officers: dict[str, Officer]
) -> None:
    a, b = officers["a"], officers["b"]
    drafted = await a.draft(terms(service.world))
    assert drafted["state"] == "drafted"
    assert hashlib.sha256(drafted["canonical"].encode()).hexdigest() == drafted["digest"]
    said = json.loads(drafted["canonical"])
    assert said["wording"] == drafted["document"]["wording"]
    assert "Party b" in said["wording"]["en"]
    assert "المستوى 2" in said["wording"]["ar"]
    once = (await a.sign(drafted)).json()
    assert (once["state"], once["ratified_at"]) == ("signed", None)
    both = (await b.sign(drafted)).json()
    assert both["state"] == "ratified"
    keys = {key["id"]: key for key in (await b.client.get("/v1/keys")).json()["keys"]}
    for signature in both["signatures"]:
        public = base64.b64decode(keys[signature["key"]]["public"])
        value = base64.b64decode(signature["signature"])
        Ed25519PublicKey.from_public_bytes(public).verify(value, both["canonical"].encode())
    assert (await a.client.get(f"/v1/agreements/{both['id']}")).json() == both
    assert (await a.client.get("/v1/agreements")).json() == {"agreements": [both]}


@pytest.mark.rule("DIS-06")
async def test_to_everybody_else_an_agreement_is_as_absent_as_none(
    service: Any, officers: dict[str, Officer]
) -> None:
    a, c = officers["a"], officers["c"]
    drafted = await a.draft(terms(service.world))
    key = (await a.register())["id"]
    own = await c.register()
    for hidden, absent in (
        (
            await c.client.get(f"/v1/agreements/{drafted['id']}"),
            await c.client.get(f"/v1/agreements/{uuid4()}"),
        ),
        (await c.sign(drafted), await c.sign(drafted | {"id": str(uuid4())})),
        (
            await c.client.post(f"/v1/agreements/{drafted['id']}/withdraw"),
            await c.client.post(f"/v1/agreements/{uuid4()}/withdraw"),
        ),
        (await c.client.post(f"/v1/keys/{key}/revoke"), await c.client.post(f"/v1/keys/{uuid4()}/revoke")),
    ):
        assert hidden.status_code == absent.status_code == 404
        assert (hidden.content, dict(hidden.headers)) == (absent.content, dict(absent.headers))
    assert (await c.client.get("/v1/agreements")).json() == {"agreements": []}
    assert (await c.client.get("/v1/keys")).json() == {"keys": [own]}


@pytest.mark.rule("IDN-04", "DIS-06")
async def test_a_partner_sees_the_key_and_neither_its_name_nor_who_holds_it(
    service: Any, officers: dict[str, Officer]
) -> None:
    await officers["a"].register()
    theirs = await officers["b"].client.get("/v1/keys")
    assert theirs.json() == {"keys": []}
    drafted = await officers["b"].draft(terms(service.world))
    await officers["a"].sign(drafted)
    [seen] = (await officers["b"].client.get("/v1/keys")).json()["keys"]
    assert seen["name"] is None
    person = str(service.world.viewers["a"].person)
    for path in ("/v1/keys", "/v1/agreements", f"/v1/agreements/{drafted['id']}"):
        assert person not in (await officers["b"].client.get(path)).text


@pytest.mark.rule("DIS-01", "DIS-02", "SEP-04")
async def test_what_holds_is_the_default_then_what_both_signed_then_what_one_takes_back(
    service: Any, officers: dict[str, Officer]
) -> None:
    a, b, world = officers["a"], officers["b"], service.world
    other = str(world.parties["b"].id)

    async def levels() -> dict[str, Any]:
        return (await a.client.get("/v1/levels", params={"other": other})).json()

    default = world.deployment.terms
    before = await levels()
    assert (before["elsewhere"], before["minimum_m"], before["in_force"]) == (1, default.minimum_m, False)
    minima = {str(world.parties["a"].id): 1200, other: 1500}
    drafted = await a.draft(terms(world, 3, minimum_m=minima))
    await a.sign(drafted)
    assert (await levels())["elsewhere"] == 1
    await b.sign(drafted)
    agreed = await levels()
    assert (agreed["elsewhere"], agreed["minimum_m"], agreed["in_force"]) == (3, 1500, True)
    place = {"level": 0, "cells": ["14/8801/6611"], "matter": None, "start": None, "end": None}
    body = {"other": other, "levels": {"elsewhere": 4, "clauses": [place]}}
    lowered = (await a.client.post("/v1/lowerings", json=body)).json()
    now = await levels()
    assert (now["elsewhere"], now["lowered"]) == (3, [lowered])
    assert {"elsewhere": 4, "clauses": [place]} in now["layers"]
    theirs = await b.client.get("/v1/levels", params={"other": str(world.parties["a"].id)})
    assert theirs.json() == now, "both read the same"
    again = await b.draft(terms(world, 2))
    for officer in (a, b):
        assert (await officer.sign(again)).status_code == 200
    lifted = await levels()
    assert (lifted["elsewhere"], lifted["lowered"], len(lifted["layers"])) == (2, [], 1)
    now = lifted
    desk = await service.client("desk")
    pair = {"party": str(world.parties["a"].id), "other": other}
    assert (await desk.get("/v1/levels", params=pair)).json() == now


@pytest.mark.rule("DIS-06")
async def test_levels_are_told_of_ones_own_side_alone(service: Any, officers: dict[str, Officer]) -> None:
    ids = {slug: str(party.id) for slug, party in service.world.parties.items()}
    asked = [
        ("a", {"other": ids["a"]}),
        ("a", {"party": ids["b"], "other": ids["c"]}),
        ("a", {"other": str(uuid4())}),
        ("operator", {"party": ids["a"], "other": ids["b"]}),
        ("desk", {"other": ids["a"]}),
    ]
    answers = [await (await service.client(who)).get("/v1/levels", params=said) for who, said in asked]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


@pytest.mark.rule("DIS-02")
async def test_a_withdrawn_text_is_signed_no_more(service: Any, officers: dict[str, Officer]) -> None:
    a, b = officers["a"], officers["b"]
    drafted = await a.draft(terms(service.world))
    assert (await a.sign(drafted)).status_code == 200
    again = await a.sign(drafted)
    assert (again.status_code, again.json()["code"]) == (409, "already_signed")
    withdrawn = await b.client.post(f"/v1/agreements/{drafted['id']}/withdraw")
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    late = await b.sign(drafted)
    assert (late.status_code, late.json()["code"]) == (409, "agreement_move_refused")


@pytest.mark.rule("DIS-02")
async def test_a_signature_over_anything_else_and_a_revoked_key_are_refused(
    service: Any, officers: dict[str, Officer]
) -> None:
    a = officers["a"]
    drafted = await a.draft(terms(service.world))
    forged = await a.sign(drafted, drafted["canonical"].replace('"elsewhere":2', '"elsewhere":4'))
    assert (forged.status_code, forged.json()["code"]) == (422, "signature_invalid")
    revoked = await a.client.post(f"/v1/keys/{a.key}/revoke")
    assert revoked.json()["revoked_at"] is not None
    refused = await a.sign(drafted)
    assert (refused.status_code, refused.json()["code"]) == (422, "signing_key_refused")
    twice = await a.client.post(f"/v1/keys/{a.key}/revoke")
    assert twice.status_code == 404
    public = base64.b64encode(a.private.public_key().public_bytes_raw()).decode()
    taken = await a.client.post("/v1/keys", json={"name": "again", "public": public})
    assert (taken.status_code, taken.json()["code"]) == (409, "already_taken")


@pytest.mark.rule("SEC-03", "DIS-02")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"expires_at": "2027-12-01T00:00:00Z"}, "agreement_expiry_refused"),
        ({"expires_at": "2026-12-01T08:00:00Z"}, "agreement_expiry_refused"),
        ({"minimum_m": {}}, "agreement_parties_invalid"),
        ({"levels": {"elsewhere": 5}}, "out_of_range"),
        ({"levels": {"elsewhere": 1, "clauses": [{"level": 2, "cells": []}]}}, "wrong_length"),
        ({"levels": {"elsewhere": 1, "clauses": [{"level": 2, "cells": ["14/1"]}]}}, "invalid_value"),
        (
            {"levels": {"elsewhere": 1, "clauses": [{"level": 2, "cells": ["15/1/1"]}]}},
            "agreement_cell_invalid",
        ),
        (
            {"levels": {"elsewhere": 1, "clauses": [{"level": 2, "start": "2026-12-01T08:30:00Z"}]}},
            "agreement_hour_invalid",
        ),
        ({"wording": {"en": "mine"}}, "field_unknown"),
        ({"right_of_way": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"}, "agreement_parties_invalid"),
    ],
)
async def test_terms_that_could_not_hold_are_refused(
    service: Any, officers: dict[str, Officer], said: dict[str, Any], code: str
) -> None:
    answer = await officers["a"].client.post("/v1/agreements", json=terms(service.world, **said))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.rule("DIS-06")
async def test_one_drafts_for_ones_own_party_alone_and_the_facilitator_for_any_two(
    service: Any, officers: dict[str, Officer]
) -> None:
    theirs = terms(service.world, one="b", other="c")
    refused = await officers["a"].client.post("/v1/agreements", json=theirs)
    assert (refused.status_code, refused.json()["code"]) == (422, "agreement_parties_invalid")
    facilitator = Officer(await service.client("facilitator"))
    drafted = await facilitator.draft(theirs)
    assert drafted["drafter"] is None
    nobody = str(uuid4())
    own = theirs["parties"][0]
    unknown = theirs | {"parties": [own, nobody], "minimum_m": dict.fromkeys((own, nobody), 1000)}
    assert (await officers["b"].client.post("/v1/agreements", json=unknown)).status_code == 404
    for who in ("crew", "desk", "oversight", "operator"):
        answer = await (await service.client(who)).post("/v1/agreements", json=theirs)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_refused"), who


async def test_agreements_come_by_the_page(service: Any, officers: dict[str, Officer]) -> None:
    a = officers["a"]
    drafted = [(await a.draft(terms(service.world)))["id"] for _ in range(3)]
    seen, path = [], "/v1/agreements?limit=2"
    while path:
        answer = await a.client.get(path)
        seen += [item["id"] for item in answer.json()["agreements"]]
        path = answer.links.get("next", {}).get("url", "")
    assert sorted(seen) == sorted(drafted)
