"""Tracks after the fact over HTTP."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.sign_in import digest
from deconflict.parties import store as parties
from deconflict.parties.model import SessionId
from deconflict.runtime.ids import new_token


@pytest.fixture
def ask(world: Any, http: Any) -> Any:
    """Post a file as somebody."""

    async def post(who: str, body: str | bytes, kind: str = "text/csv", **params: str) -> Any:
        viewer, token = replace(world.viewers[who], session=SessionId(uuid4())), new_token()
        async with world.database.transaction(viewer.context) as session:
            await parties.open_session(session, viewer, digest(token), world.now())
        headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
        return await http.post("/v1/positions/import", content=body, headers=headers, params=params)

    return post


def rows(world: Any, *minutes: int, unit: str = "") -> str:
    """A track of so many minutes ago."""
    header = "time,lat,lon" + (",unit" if unit else "")
    ends = f",{unit}" if unit else ""
    times = [(world.now() - timedelta(minutes=minute)).isoformat() for minute in minutes]
    return "\n".join([header, *(f"{at},32.0,15.0{ends}" for at in times)])


@pytest.mark.rule("LIV-01")
async def test_a_track_is_stored_marked_late_and_comes_to_no_live_tick(world: Any, ask: Any) -> None:
    from deconflict.tracking import checker_store

    answer = await ask("a", rows(world, 30, 20, 10), unit="U1")
    assert (answer.status_code, answer.json()) == (200, {"stored": 3, "clock_offset_s": 0.0, "set_aside": []})
    assert world.sql("SELECT late, max(last_at), count(*) FROM upload GROUP BY late") == [
        (True, world.now() - timedelta(minutes=10), 1)
    ]
    since = world.now() - timedelta(days=1)
    async with world.checker.transaction() as checker:
        assert (await checker_store.reported_since(checker, since))[0] == []
        [(unit,)] = world.sql("SELECT unit FROM upload")
        assert await checker_store.crews(checker, [unit], since) == {}


async def test_a_gpx_file_is_as_good(world: Any, ask: Any) -> None:
    point = f'<trkpt lat="32" lon="15"><time>{world.now().isoformat()}</time></trkpt>'
    answer = await ask(
        "crew", f"<gpx><trk><trkseg>{point}</trkseg></trk></gpx>", "application/gpx+xml", unit="U2"
    )
    assert answer.json()["stored"] == 1


async def test_a_file_may_say_whose_each_row_is_and_what_is_set_aside_is_named_by_its_row(
    world: Any, ask: Any
) -> None:
    text = rows(world, 5, unit="U1") + "\n" + "\n".join(rows(world, 4, -60, 3, unit="U2").splitlines()[1:])
    answer = await ask("a", text)
    assert answer.json() == {
        "stored": 3,
        "clock_offset_s": 0.0,
        "set_aside": [{"index": 2, "reason": "future"}],
    }
    assert world.sql("SELECT count(DISTINCT unit) FROM upload") == [(2,)]


async def test_a_long_track_is_several_uploads(world: Any, ask: Any) -> None:
    answer = await ask("a", rows(world, *range(1, 2502)), unit="U1")
    assert answer.json()["stored"] == 2501
    assert world.sql("SELECT count(*) FROM upload") == [(3,)]


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_of_a_rivals_unit_and_of_none_nothing_is_stored_and_the_whole_file_is_refused(
    world: Any, ask: Any
) -> None:
    [(theirs,)] = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["b"].id)
    answers = [await ask("a", rows(world, 5, unit=str(unit)) + "\n" + rows(world, 5, unit="U1").splitlines()[1])
               for unit in (theirs, "U99")]  # fmt: skip
    answers.append(await ask("a", rows(world, 5)))
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "unit_not_yours")}
    assert answers[0].content == answers[1].content
    for who in ("desk", "operator", "facilitator"):
        assert (await ask(who, rows(world, 5), unit="U1")).status_code == 403
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.rule("SEC-02", "SEC-03")
async def test_what_is_no_track_is_refused_with_its_place(world: Any, ask: Any) -> None:
    told = await ask("a", rows(world, 5) + "\nyesterday,1,2", unit="U1")
    assert (told.status_code, told.json()["code"], told.json()["index"]) == (422, "track_refused", 1)
    told = await ask("a", "<!DOCTYPE x><gpx/>", "application/gpx+xml", unit="U1")
    assert (told.status_code, told.json()["reason"]) == (422, "doctype_refused")
    assert (await ask("a", rows(world, 5), "application/json", unit="U1")).status_code == 415
    assert (await ask("a", b" " * 2**21, unit="U1")).status_code == 413
    assert (await ask("a", rows(world, 5), unit="U1", more="x")).status_code == 422


async def test_json_may_say_that_it_is_late(world: Any, http: Any, enrol: Any, ask: Any) -> None:
    tracker = await enrol()
    knock = {"device": tracker.id, "secret": tracker.secret}
    token = (await http.post("/v1/session", json=knock)).json()["token"]
    now = world.now().isoformat()
    said = {"unit": "U1", "sent_at": now, "fixes": [{"at": now, "lon": 15, "lat": 32}]}
    for late in (True, False):
        answer = await http.post(
            "/v1/positions", json=said | {"late": late}, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200
    assert world.sql("SELECT late FROM upload ORDER BY late") == [(False,), (True,)]
