"""Patrols over HTTP: given notice of, read, amended, moved on; and another party's are as absent as none."""

from copy import deepcopy
from uuid import uuid4

import pytest

NOWHERE = str(uuid4())


async def registered(client, body, **headers: str) -> dict:
    """Register a plan and return the answer's body."""
    answer = await client.post("/v1/patrols", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.rule("PAT-02")
async def test_registering_answers_at_once_with_what_is_wrong_on_ones_own_side(service, plan) -> None:
    a = await service.client("a")
    answer = await a.post("/v1/patrols", json=plan("U2", minutes=30, note="Market day"))
    assert answer.status_code == 201
    said = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/v1/patrols/{said['id']}"
    assert said["state"] == "registered"
    assert said["late"] is True
    assert said["findings"][0]["code"] == "late"
    assert said["notices_by"] == "2026-12-01T08:00:10Z"
    assert said["callsign"] == "U2"
    assert said["plan"]["properties"]["note"] == "Market day"


async def test_what_is_answered_can_be_handed_in_again(service, plan) -> None:
    a = await service.client("a")
    said = await registered(a, plan(time_tolerance_s=600, lateral_tolerance_m=50, **{"class": "relief"}))
    answer = await a.put(f"/v1/patrols/{said['id']}", json=said["plan"], headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    assert answer.json()["plan"] == said["plan"]


@pytest.mark.rule("PAT-08")
async def test_a_repeat_with_the_same_key_gets_the_first_answer_byte_for_byte(service, plan) -> None:
    a, key = await service.client("a"), {"Idempotency-Key": "one"}
    body = plan(lat=32.123456789012345)
    first = await a.post("/v1/patrols", json=body, headers=key)
    service.world.clock.advance(60)
    again = await a.post("/v1/patrols", json=body, headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert len((await a.get("/v1/patrols")).json()["patrols"]) == 1


@pytest.mark.rule("PAT-08")
async def test_an_amendment_sent_again_is_answered_alike_and_not_called_stale(service, plan) -> None:
    a = await service.client("a")
    address = f"/v1/patrols/{(await registered(a, plan()))['id']}"
    headers = {"If-Match": '"1"', "Idempotency-Key": "change"}
    first = await a.put(address, json=plan(lat=33), headers=headers)
    again = await a.put(address, json=plan(lat=33), headers=headers)
    assert (again.status_code, again.content) == (200, first.content)
    assert len((await a.get(f"{address}/versions")).json()["versions"]) == 2


@pytest.mark.rule("PAT-08")
async def test_a_key_is_for_one_body_and_one_person(service, plan) -> None:
    a, b = await service.client("a"), await service.client("b")
    key = {"Idempotency-Key": "one"}
    first = await registered(a, plan(), **key)
    other = await a.post("/v1/patrols", json=plan(lat=33.0), headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert (await registered(b, plan(), **key))["id"] != first["id"]


@pytest.mark.rule("PAT-08")
async def test_a_refused_submission_does_not_use_up_its_key(service, plan) -> None:
    a, key = await service.client("a"), {"Idempotency-Key": "one"}
    refused = await a.post("/v1/patrols", json=plan("U9"), headers=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "unit_not_yours")
    await registered(a, plan(), **key)


@pytest.mark.parametrize("key", ["", "a" * 256, "with space", "tab\there"])
async def test_a_key_that_is_none_is_refused(service, plan, key: str) -> None:
    answer = await (await service.client("a")).post(
        "/v1/patrols", json=plan(), headers={"Idempotency-Key": key}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_header")


@pytest.mark.rule("PAT-04")
async def test_an_amendment_names_the_version_it_changes(service, plan) -> None:
    a = await service.client("a")
    address = f"/v1/patrols/{(await registered(a, plan()))['id']}"
    unnamed = await a.put(address, json=plan(lat=33))
    assert (unnamed.status_code, unnamed.json()["code"]) == (428, "precondition_required")
    amended = await a.put(address, json=plan(lat=33), headers={"If-Match": '"1"'})
    assert (amended.status_code, amended.headers["etag"]) == (200, '"2"')
    stale = await a.put(address, json=plan(lat=34), headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert (stale.json()["code"], stale.json()["current_version"]) == ("stale", 2)
    read = await a.get(address)
    assert read.headers["etag"] == '"2"'
    assert read.json()["plan"] == amended.json()["plan"]
    versions = (await a.get(f"{address}/versions")).json()["versions"]
    assert [each["version"] for each in versions] == [1, 2]
    assert versions[0]["plan"]["geometry"]["coordinates"][0] == [15.0, 32.0]


@pytest.mark.rule("PAT-01")
async def test_a_patrol_moves_on_and_not_otherwise(service, plan) -> None:
    a = await service.client("a")
    address = f"/v1/patrols/{(await registered(a, plan(draft=True)))['id']}"
    for move, state in [
        ("register", "registered"),
        ("start", "active"),
        ("off-plan", "off_plan"),
        ("start", "active"),
        ("contingent", "contingent"),
        ("end", "ended"),
    ]:
        answer = await a.post(f"{address}/{move}")
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    refused = await a.post(f"{address}/start")
    assert refused.status_code == 409
    assert (refused.json()["code"], refused.json()["state"]) == ("move_refused", "ended")
    assert (await a.post(f"{address}/fly")).status_code == 404


@pytest.mark.rule("PAT-04")
async def test_a_move_may_name_a_version_too(service, plan) -> None:
    a = await service.client("a")
    address = f"/v1/patrols/{(await registered(a, plan()))['id']}"
    stale = await a.post(f"{address}/start", headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert (await a.post(f"{address}/start", headers={"If-Match": '"1"'})).status_code == 200


@pytest.mark.rule("DIS-06")
async def test_another_partys_patrol_is_byte_for_byte_as_absent_as_none(service, plan) -> None:
    a, b = await service.client("a"), await service.client("b")
    hidden = (await registered(b, plan()))["id"]
    if_match = {"If-Match": '"1"'}
    for absent in (NOWHERE, "no-id-at-all", hidden[:-1], "%00", hidden.upper().replace("-", "") + "0"):
        for method, rest, options in [
            ("GET", "", {}),
            ("GET", "/versions", {}),
            ("PUT", "", {"json": plan(), "headers": if_match}),
            ("POST", "/start", {}),
            ("POST", "/off-plan", {"headers": if_match}),
        ]:
            missed = await a.request(method, f"/v1/patrols/{absent}{rest}", **options)
            refused = await a.request(method, f"/v1/patrols/{hidden}{rest}", **options)
            assert missed.status_code == refused.status_code == 404
            assert missed.content == refused.content
            assert missed.headers == refused.headers
    assert (await b.get(f"/v1/patrols/{hidden}")).json()["state"] == "registered"


@pytest.mark.rule("DIS-06")
async def test_a_rivals_unit_and_an_unknown_one_are_the_same(service, plan) -> None:
    a, b = await service.client("a"), await service.client("b")
    theirs = (await b.get("/v1/units")).json()["units"][0]["id"]
    answers = [await a.post("/v1/patrols", json=plan(unit)) for unit in (theirs, NOWHERE, "Nobody")]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].json()["pointer"] == "/properties/unit"


async def test_the_desk_reads_every_patrol_and_registers_none(service, plan) -> None:
    a, desk = await service.client("a"), await service.client("desk")
    said = await registered(a, plan())
    read = await desk.get(f"/v1/patrols/{said['id']}")
    assert read.status_code == 200
    assert read.json()["party"] == said["party"]
    assert (await desk.post("/v1/patrols", json=plan())).json()["code"] == "role_refused"


async def test_patrols_are_read_page_by_page_and_none_twice(service, plan) -> None:
    a, b = await service.client("a"), await service.client("b")
    mine = []
    for hour in range(5):
        mine.append((await registered(a, plan(minutes=120 + 60 * hour)))["id"])
        await registered(b, plan(minutes=120 + 60 * hour))
        service.world.clock.advance(1)
    found, address = [], "/v1/patrols?limit=2"
    while address:
        answer = await a.get(address)
        found += [each["id"] for each in answer.json()["patrols"]]
        address = answer.links.get("next", {}).get("url")
    assert found == mine[::-1]


@pytest.mark.rule("DIS-06")
async def test_a_crew_reads_the_patrols_of_its_unit_and_nobody_those_of_a_rivals(service, plan) -> None:
    a, b = await service.client("a"), await service.client("b")
    first, second = [await registered(a, plan(unit)) for unit in ("U1", "U2")]
    await registered(b, plan())
    of_first = f"/v1/patrols?unit={first['unit']}"
    assert [each["id"] for each in (await a.get(of_first)).json()["patrols"]] == [first["id"]]
    assert [each["id"] for each in (await a.get(f"/v1/patrols?unit={second['unit']}")).json()["patrols"]] == [
        second["id"]
    ]
    hidden, absent = await b.get(of_first), await b.get(f"/v1/patrols?unit={first['id']}")
    assert (hidden.status_code, hidden.content) == (200, absent.content)
    assert hidden.json()["patrols"] == []


async def test_the_patrols_of_a_unit_are_read_page_by_page(service, plan) -> None:
    a = await service.client("a")
    mine = []
    for minutes, unit in ((120, "U1"), (120, "U2"), (300, "U1"), (300, "U2")):
        mine.append(await registered(a, plan(unit, minutes=minutes)))
        service.world.clock.advance(1)
    page = await a.get(f"/v1/patrols?unit={mine[0]['unit']}&limit=1")
    after = await a.get(page.links["next"]["url"])
    assert [each.json()["patrols"][0]["id"] for each in (page, after)] == [mine[2]["id"], mine[0]["id"]]


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    "query", ["unit=x", "unit=", "limit=0", "limit=201", "limit=x", "limit=", "after=x", "after=%00"]
)
async def test_a_page_that_cannot_be_is_refused(service, query: str) -> None:
    answer = await (await service.client("a")).get(f"/v1/patrols?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_parameter")
    assert answer.json()["parameter"] == query.partition("=")[0]


def changed(body: dict, pointer: str, value: object) -> dict:
    """Return a copy of a body with another value at a JSON pointer."""
    body = deepcopy(body)
    *places, last = pointer.split("/")[1:]
    inner = body
    for place in places:
        inner = inner[int(place) if isinstance(inner, list) else place]
    inner[int(last) if isinstance(inner, list) else last] = value
    return body


TIMES = "/properties/coordinateProperties/times"


@pytest.mark.rule("SEC-03", "PAT-05")
@pytest.mark.parametrize(
    ("pointer", "value", "code", "told"),
    [
        ("/type", "Point", "not_one_of", None),
        ("/geometry/type", "MultiLineString", "not_one_of", None),
        ("/geometry/coordinates", [], "too_few_waypoints", None),
        ("/geometry/coordinates", [[15, 32]], "too_few_waypoints", None),
        ("/geometry/coordinates", "15,32", "wrong_type", None),
        ("/geometry/coordinates", [[15, 32]] * 2001, "too_many_waypoints", None),
        ("/geometry/coordinates", [[15, 32]] * 3, "times_missing", TIMES),
        ("/geometry/coordinates/1", [15], "wrong_length", None),
        ("/geometry/coordinates/1/0", 181, "coordinate_out_of_range", "/geometry/coordinates/1"),
        ("/geometry/coordinates/1/0", "15", "wrong_type", None),
        ("/geometry/coordinates/1/0", True, "wrong_type", None),
        ("/geometry/coordinates/1/0", 10**17, "coordinate_out_of_range", "/geometry/coordinates/1"),
        ("/geometry/coordinates/1", [25.0, 32.0], "too_fast", f"{TIMES}/0"),
        ("/geometry/crs", {"type": "name"}, "field_unknown", None),
        (f"{TIMES}/1", "2026-12-01T07:00:00Z", "times_decreasing", None),
        (f"{TIMES}/1", "2026-12-01T10:10:00", "naive_time", None),
        (f"{TIMES}/1", "noon", "not_a_time", None),
        (f"{TIMES}/1", 1764576000, "not_a_time", None),
        (f"{TIMES}/1", "2226-12-01T10:10:00Z", "time_out_of_range", None),
        (TIMES, ["2027-12-01T10:00:00Z", "2027-12-01T10:10:00Z"], "beyond_horizon", f"{TIMES}/0"),
        ("/properties/unit", "", "wrong_length", None),
        ("/properties/unit", 7, "wrong_type", None),
        ("/properties/party", "b", "party_not_yours", None),
        ("/properties/time_tolerance_s", 3601, "time_tolerance_out_of_range", None),
        ("/properties/time_tolerance_s", -1, "time_tolerance_out_of_range", None),
        ("/properties/time_tolerance_s", "60", "wrong_type", None),
        ("/properties/lateral_tolerance_m", 1000.5, "lateral_tolerance_out_of_range", None),
        ("/properties/class", "secret", "not_one_of", None),
        ("/properties/draft", 1, "wrong_type", None),
        ("/properties/note", "x" * 2001, "wrong_length", None),
        ("/properties/colour", "red", "field_unknown", None),
    ],
)
async def test_a_wrong_plan_is_refused_with_a_code_and_a_pointer(
    service, plan, pointer: str, value: object, code: str, told: str | None
) -> None:
    answer = await (await service.client("a")).post("/v1/patrols", json=changed(plan(), pointer, value))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["pointer"] == (told or pointer)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.rule("PAT-05", "DIS-06")
async def test_a_busy_unit_names_the_partys_own_patrol(service, plan) -> None:
    a = await service.client("a")
    first = await registered(a, plan())
    answer = await a.post("/v1/patrols", json=plan(lat=33))
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["patrol"]) == ("unit_busy", first["id"])
