"""Parties, units, people and devices over HTTP."""

from uuid import uuid4

import pytest

PASSWORD = "a long password"  # the world's
PROOF = {"password": PASSWORD}


async def test_a_party_sees_itself_and_the_neutral_staff_sees_all(service) -> None:
    for who, slugs in {
        "a": ["a"],
        "crew": ["a"],
        "desk": ["a", "b", "c"],
        "oversight": ["a", "b", "c"],
    }.items():
        client = await service.client(who)
        parties = (await client.get("/v1/parties")).json()["parties"]
        assert [party["slug"] for party in parties] == slugs
        units = (await client.get("/v1/units")).json()["units"]
        assert {unit["party"] for unit in units} == {party["id"] for party in parties}
        assert {unit["callsign"] for unit in units} >= {"U1", "U2", "U3"}


async def test_the_operator_sets_up_a_party_from_nothing(service) -> None:
    operator = await service.client("operator")
    party = (await operator.post("/v1/parties", json={"slug": "south", "name": "الجنوب"})).json()
    by_slug = await operator.post("/v1/units", json={"party": "south", "callsign": "Owl 1"})
    by_id = await operator.post("/v1/units", json={"party": party["id"], "callsign": "Owl 2"})
    assert by_slug.status_code == by_id.status_code == 201
    assert by_slug.json()["party"] == by_id.json()["party"] == party["id"]
    officer = {
        "party": "south",
        "login": "huda",
        "name": "Huda",
        "role": "liaison",
        "password": "long enough",
        "proof": PROOF,
    }
    person = (await operator.post("/v1/people", json=officer)).json()
    assert person["party"] == party["id"]
    answer = await operator.post(
        "/v1/devices", json={"person": person["id"], "name": "phone", "password": PASSWORD}
    )
    device = answer.json()
    assert (answer.status_code, device["person"]) == (201, person["id"])
    stranger = await service.stranger()
    for knock in (
        {"login": "huda@south", "password": "long enough"},
        {"device": device["id"], "secret": device["secret"]},
    ):
        assert (await stranger.post("/v1/session", json=knock)).status_code == 201


async def test_what_exists_is_taken(service) -> None:
    operator = await service.client("operator")
    person = {
        "party": "a",
        "login": "a",
        "name": "A",
        "role": "crew",
        "password": "long enough",
        "proof": PROOF,
    }
    for address, body, field in [
        ("/v1/parties", {"slug": "a", "name": "Another"}, "slug"),
        ("/v1/units", {"party": "a", "callsign": "U1"}, "callsign"),
        ("/v1/people", person, "login"),
    ]:
        answer = await operator.post(address, json=body)
        assert answer.status_code == 409
        assert (answer.json()["code"], answer.json()["field"]) == ("already_taken", field)
        assert answer.json()["pointer"] == f"/{field}"


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("address", "body", "code", "pointer"),
    [
        ("/v1/parties", {"slug": "Not A Slug", "name": "x"}, "invalid_value", "/slug"),
        ("/v1/units", {"party": "nowhere", "callsign": "x"}, "invalid_value", "/party"),
        ("/v1/units", {"party": str(uuid4()), "callsign": "x"}, "invalid_value", "/party"),
        (
            "/v1/people",
            {"login": "x", "name": "x", "role": "crew", "password": "long enough", "proof": PROOF},
            "role_party_mismatch",
            "/role",
        ),
        (
            "/v1/people",
            {"login": "x@a", "name": "x", "role": "desk", "password": "long enough", "proof": PROOF},
            "invalid_value",
            "/login",
        ),
        (
            "/v1/people",
            {"login": "x", "name": "x", "role": "desk", "password": "short", "proof": PROOF},
            "wrong_length",
            "/password",
        ),
        (
            "/v1/people",
            {"login": "x", "name": "x", "role": "king", "password": "long enough", "proof": PROOF},
            "not_one_of",
            "/role",
        ),
    ],
)
async def test_what_cannot_be_added_is_refused(
    service, address: str, body: dict, code: str, pointer: str
) -> None:
    answer = await (await service.client("operator")).post(address, json=body)
    assert (answer.status_code, answer.json()["code"], answer.json()["pointer"]) == (422, code, pointer)


async def test_a_device_of_nobody_is_not_enrolled(service) -> None:
    operator = await service.client("operator")
    answer = await operator.post(
        "/v1/devices", json={"person": str(uuid4()), "name": "phone", "password": PASSWORD}
    )
    assert answer.status_code == 404


@pytest.mark.rule("SEC-04")
async def test_a_stolen_operators_session_adds_no_device(service) -> None:
    operator = await service.client("operator")
    said = {"person": str(service.world.viewers["a"].person), "name": "spy"}
    wrong = await operator.post("/v1/devices", json=said | {"password": "a guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "proof_refused")
    assert (await operator.post("/v1/devices", json=said)).status_code == 422
    assert service.world.sql("SELECT count(*) FROM device WHERE name = 'spy'") == [(0,)]


@pytest.mark.rule("SEC-04")
async def test_a_stolen_operators_session_adds_nobody(service) -> None:
    operator = await service.client("operator")
    said = {"party": "a", "login": "spy", "name": "Spy", "role": "liaison", "password": "long enough"}
    wrong = await operator.post("/v1/people", json=said | {"proof": {"password": "a guess"}})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "proof_refused")
    without = await operator.post("/v1/people", json=said)
    assert (without.status_code, without.json()["pointer"]) == (422, "/proof")
    assert service.world.sql("SELECT count(*) FROM person WHERE login = 'spy'") == [(0,)]


@pytest.mark.rule("SEC-01")
async def test_only_the_operator_adds(service) -> None:
    bodies = {
        "/v1/parties": {"slug": "south", "name": "South"},
        "/v1/units": {"party": "a", "callsign": "U9"},
        "/v1/people": {
            "party": "a",
            "login": "x",
            "name": "x",
            "role": "crew",
            "password": "long enough",
            "proof": PROOF,
        },
        "/v1/devices": {
            "person": str(service.world.viewers["a"].person),
            "name": "phone",
            "password": PASSWORD,
        },
    }
    for who in ("a", "crew", "desk", "facilitator", "oversight"):
        client = await service.client(who)
        for address, body in bodies.items():
            answer = await client.post(address, json=body)
            expected = 201 if (who, address) == ("desk", "/v1/units") else 403
            assert answer.status_code == expected, (who, address)
