"""The feed over HTTP: numbered without gaps, read from a number on, in one epoch (ALR-01, IDN-05)."""

import pytest


@pytest.fixture
async def meeting(service):
    """A and B will meet in three places, told one after the other."""
    world = service.world
    for number in (1, 2, 3):
        for who in ("a", "b"):
            await world.register(who, unit=f"U{number}", lat=32.0 + number)
        await world.tick()
    return service


@pytest.mark.rule("ALR-01")
async def test_a_feed_is_numbered_and_read_from_a_number_on(meeting) -> None:
    a = await meeting.client("a")
    feed = (await a.get("/v1/alerts")).json()
    assert [alert["seq"] for alert in feed["alerts"]] == [1, 2, 3]
    assert feed["last"] == 3
    rest = await a.get("/v1/alerts", params={"epoch": feed["epoch"], "after": 2})
    assert [alert["seq"] for alert in rest.json()["alerts"]] == [3]
    assert "link" not in rest.headers
    beyond = await a.get("/v1/alerts", params={"epoch": feed["epoch"], "after": 9})
    assert beyond.json() == {"epoch": feed["epoch"], "alerts": [], "last": 3}


@pytest.mark.rule("ALR-01", "DIS-03")
async def test_an_alert_says_what_its_level_allows_and_no_more(meeting) -> None:
    alert = (await (await meeting.client("a")).get("/v1/alerts")).json()["alerts"][0]
    assert set(alert) == {
        *("type", "epoch", "seq", "kind", "change", "rings", "level", "reference", "released_at"),
        *("received", "seen", "acknowledged"),
        *("overlap", "patrol", "patrol_reference", "hours", "state", "revision"),
        *("areas", "advice"),
    }
    assert (alert["type"], alert["kind"], alert["change"], alert["level"]) == (
        "alert",
        "overlap",
        "opened",
        1,
    )
    assert alert["rings"] is True
    assert alert["released_at"] == "2026-12-01T08:00:10Z"


@pytest.mark.rule("DIS-08")
async def test_the_desk_is_told_exactly(meeting) -> None:
    alert = (await (await meeting.client("desk")).get("/v1/alerts")).json()["alerts"][0]
    assert (alert["kind"], alert["grade"], alert["level"]) == ("conflict", "critical", None)
    assert {alert["a"]["callsign"], alert["b"]["callsign"]} == {"U1"}
    assert alert["patrol"] == alert["a"]["patrol"]


@pytest.mark.rule("ALR-01")
async def test_pages_lead_on_until_the_feed_is_read(meeting) -> None:
    a, found, address = await meeting.client("a"), [], "/v1/alerts?limit=2"
    while address:
        answer = await a.get(address)
        found += [alert["seq"] for alert in answer.json()["alerts"]]
        address = answer.links.get("next", {}).get("url")
    assert found == [1, 2, 3]


@pytest.mark.rule("IDN-05")
async def test_a_cursor_of_another_epoch_is_told_the_present_one(meeting) -> None:
    a = await meeting.client("a")
    epoch = (await a.get("/v1/alerts")).json()["epoch"]
    for answer in (
        await a.get("/v1/alerts", params={"epoch": "yesterday", "after": 1}),
        await a.post("/v1/alerts/yesterday/1/acknowledge"),
    ):
        assert answer.status_code == 409
        assert (answer.json()["code"], answer.json()["epoch"]) == ("epoch_changed", epoch)
    bare = await a.get("/v1/alerts", params={"after": 1})
    assert (bare.status_code, bare.json()["parameter"]) == (422, "epoch")
    assert (await a.get("/v1/alerts")).json()["alerts"][0]["acknowledged"] is None


@pytest.mark.rule("ALR-03")
async def test_received_seen_and_acknowledged_are_three_facts(meeting) -> None:
    a, world = await meeting.client("a"), meeting.world
    epoch = (await a.get("/v1/alerts")).json()["epoch"]
    facts = []
    for statement in ("receive", "see", "acknowledge"):
        alert = (await a.post(f"/v1/alerts/{epoch}/2/{statement}")).json()
        facts.append((alert["received"], alert["seen"], alert["acknowledged"] is not None))
        world.clock.advance(1)
    assert facts == [(True, False, False), (True, True, False), (True, True, True)]
    first = alert["acknowledged"]
    assert first == {"by": "a", "at": "2026-12-01T08:00:32Z"}
    again = (await a.post(f"/v1/alerts/{epoch}/2/acknowledge")).json()
    assert again["acknowledged"] == first
    rows = world.sql("SELECT fact, person FROM receipt ORDER BY at")
    assert rows == [(fact, world.viewers["a"].person) for fact in ("received", "seen", "acknowledged")]


@pytest.mark.rule("ALR-03", "IDN-03")
async def test_one_officers_acknowledgement_is_the_partys(meeting) -> None:
    a, duty, b = [await meeting.client(who) for who in ("a", "a2", "b")]
    epoch = (await a.get("/v1/alerts")).json()["epoch"]
    await a.post(f"/v1/alerts/{epoch}/1/acknowledge")
    assert (await duty.get("/v1/alerts")).json()["alerts"][0]["acknowledged"]["by"] == "a"
    assert (await b.get("/v1/alerts")).json()["alerts"][0]["acknowledged"] is None


@pytest.mark.rule("DIS-06")
async def test_numbers_beyond_ones_own_feed_are_absent(meeting) -> None:
    a = await meeting.client("a")
    epoch = (await a.get("/v1/alerts")).json()["epoch"]
    numbers = ["4", "0", "-1", "x", "1.5", "9223372036854775807", "9223372036854775808", "9" * 40]
    answers = [await a.post(f"/v1/alerts/{epoch}/{number}/acknowledge") for number in numbers]
    answers += [await a.post(f"/v1/alerts/{epoch}/1/consent"), await a.post(f"/v1/alerts/{'e' * 65}/1/see")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


async def test_acknowledging_wakes_those_who_wait_for_it(meeting) -> None:
    woken = []
    meeting.app.state.edge.on_acknowledgement.append(lambda: woken.append(True))
    a = await meeting.client("a")
    epoch = (await a.get("/v1/alerts")).json()["epoch"]
    await a.post(f"/v1/alerts/{epoch}/1/acknowledge")
    assert woken == [True]
