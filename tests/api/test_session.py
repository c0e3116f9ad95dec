"""Signing in and out (SEC-04), and that a refusal tells nothing (DIS-06)."""

import asyncio
import threading

import pytest

from deconflict.api.viewer import COOKIE
from deconflict.flows import administer, sign_in

PASSWORD = "a long password"  # the world's


async def test_a_person_signs_in_and_says_who_they_are(service) -> None:
    stranger = await service.stranger()
    answer = await stranger.post("/v1/session", json={"login": "a@a", "password": PASSWORD})
    assert answer.status_code == 201
    said, viewer = answer.json(), service.world.viewers["a"]
    assert said["person"] == {
        "id": str(viewer.person),
        "name": "a",
        "role": "liaison",
        "party": str(viewer.party),
        "unit": None,
    }
    assert said["expires_at"] == "2026-12-01T20:00:00Z"
    assert said["zone"] == "UTC"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={said['token']}; HttpOnly; Max-Age=43200; Path=/; SameSite=strict")
    stranger.cookies.clear()
    bearer = {"Authorization": f"Bearer {said['token']}"}
    who = (await stranger.get("/v1/session", headers=bearer)).json()
    assert who == {name: value for name, value in said.items() if name != "token"}


async def test_a_stranger_learns_which_ways_in_there_are_and_whether_a_cookie_came_along(service) -> None:
    stranger = await service.stranger()
    assert (await stranger.get("/v1/session/ways")).json() == {"passkeys": False, "brought": False}
    await stranger.post("/v1/session", json={"login": "a@a", "password": PASSWORD})
    assert (await stranger.get("/v1/session/ways")).json() == {"passkeys": False, "brought": True}
    await stranger.delete("/v1/session", headers={"Sec-Fetch-Site": "same-origin"})
    assert (await stranger.get("/v1/session/ways")).json() == {"passkeys": False, "brought": False}


async def test_the_neutral_staff_has_no_party(service) -> None:
    answer = await (await service.stranger()).post(
        "/v1/session", json={"login": "desk", "password": PASSWORD}
    )
    assert answer.json()["person"]["party"] is None


async def test_a_device_signs_in_with_its_own_secret(service) -> None:
    world = service.world
    async with world.owner.transaction() as owner:
        person = world.viewers["crew"].person
        phone = await administer.add_device(owner, person, "phone", world.now())
    knock = {"device": str(phone.device.id), "secret": phone.secret}
    answer = await (await service.stranger()).post("/v1/session", json=knock)
    assert answer.status_code == 201
    assert answer.json()["person"]["id"] == str(person)


@pytest.mark.rule("DIS-06")
async def test_every_refused_knock_is_answered_alike(service) -> None:
    stranger = await service.stranger()
    knocks = [
        {"login": "a@a", "password": "wrong"},
        {"login": "a", "password": PASSWORD},
        {"login": "a@b", "password": PASSWORD},
        {"login": "nobody@nowhere", "password": PASSWORD},
        {"device": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d", "secret": "x"},
    ]
    answers = [await stranger.post("/v1/session", json=knock) for knock in knocks]
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, answers[0].content)}
    assert answers[0].json()["code"] == "sign_in_refused"
    assert not any("set-cookie" in answer.headers for answer in answers)


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("knock", "code"),
    [
        ({}, "field_missing"),
        ({"login": "a@a"}, "field_missing"),
        ({"login": "a@a", "secret": "x"}, "field_missing"),
        ({"device": "x", "secret": "x"}, "invalid_value"),
        ({"login": 3, "password": "x"}, "wrong_type"),
        ({"login": "a@a", "password": "x", "admin": True}, "field_unknown"),
    ],
)
async def test_half_a_knock_is_refused(service, knock: dict, code: str) -> None:
    answer = await (await service.stranger()).post("/v1/session", json=knock)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.rule("SEC-04")
async def test_guessing_is_slowed_down(service) -> None:
    stranger, wrong = (
        await service.stranger(),
        {"device": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d", "secret": "x"},
    )
    answers = [await stranger.post("/v1/session", json=wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 6
    right = {"login": "a@a", "password": PASSWORD}
    assert (await stranger.post("/v1/session", json=right)).status_code == 201


@pytest.mark.rule("SEC-04")
async def test_a_device_is_not_at_home_under_somebodys_login(service) -> None:
    world = service.world
    async with world.owner.transaction() as owner:
        phone = await administer.add_device(owner, world.viewers["crew"].person, "phone", world.now())
    knock = {"device": str(phone.device.id), "secret": phone.secret, "login": "b@b"}
    answer = await (await service.stranger()).post("/v1/session", json=knock)
    assert (answer.status_code, answer.json()["code"]) == (422, "several_credentials")


@pytest.mark.rule("SEC-04")
async def test_a_login_that_reads_like_an_id_takes_nothing_of_its_persons_proofs(service) -> None:
    login = str(service.world.viewers["a"].person)
    stranger = await service.stranger()
    for _ in range(60):  # one is forgiven every 6 s, however long comparing takes
        refused = await stranger.post("/v1/session", json={"login": login, "password": "x"})
        if refused.status_code == 429:
            break
    assert refused.status_code == 429
    proof = {"name": "phone", "password": PASSWORD}
    assert (await (await service.client("a")).post("/v1/devices/own", json=proof)).status_code == 201


@pytest.mark.rule("SEC-04")
async def test_guesses_of_one_address_hold_up_nobody_elsewhere(service, monkeypatch) -> None:
    begun, go_on, compared = threading.Event(), threading.Event(), []

    class Slow:
        def verify(self, password: str, stored: str) -> bool:
            compared.append(password)
            begun.set()
            assert go_on.wait(10)
            return honest.verify(password, stored)

    honest = sign_in.PASSWORDS
    monkeypatch.setattr(sign_in, "PASSWORDS", Slow())
    monkeypatch.setattr(sign_in, "NOBODY", administer.PASSWORDS.hash("as cheap as the world's"))
    rival, right = await service.stranger("192.0.2.1"), await service.stranger("192.0.2.2")
    junk = [
        asyncio.create_task(rival.post("/v1/session", json={"login": f"junk{number}", "password": "junk"}))
        for number in range(30)
    ]
    assert await asyncio.to_thread(begun.wait, 10)
    waiting = asyncio.create_task(right.post("/v1/session", json={"login": "a@a", "password": PASSWORD}))
    await asyncio.wait(junk, timeout=0.5)
    go_on.set()
    assert (await waiting).status_code == 201
    assert compared.index(PASSWORD) <= 2
    answers = await asyncio.gather(*junk)
    assert sorted(answer.status_code for answer in answers) == [401] * 16 + [429] * 14
    assert {answer.headers.get("retry-after") for answer in answers} == {None, "5"}


async def test_signing_out_ends_the_session_and_takes_the_cookie(service) -> None:
    a = await service.client("a")
    answer = await a.delete("/v1/session")
    assert answer.status_code == 204
    assert answer.content == b""
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert (await a.get("/v1/session")).status_code == 401


async def test_a_ticket_is_for_half_a_minute(service) -> None:
    answer = await (await service.client("a")).post("/v1/session/ticket")
    assert answer.status_code == 201
    assert answer.json()["expires_at"] == "2026-12-01T08:00:30Z"
    assert len(answer.json()["ticket"]) >= 40


@pytest.mark.rule("SEC-04")
async def test_a_password_is_changed_with_the_present_one_alone(service) -> None:
    a, another = await service.client("a"), {"new_password": "another password"}
    wrong = await a.put("/v1/session/password", json=another | {"password": "a guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "proof_refused")
    short = await a.put("/v1/session/password", json={"password": PASSWORD, "new_password": "short"})
    assert (short.status_code, short.json()["pointer"]) == (422, "/new_password")
    assert (await a.put("/v1/session/password", json=another | {"password": PASSWORD})).status_code == 204
    stranger = await service.stranger()
    knocks = [{"login": "a@a", "password": password} for password in (PASSWORD, "another password")]
    assert [(await stranger.post("/v1/session", json=knock)).status_code for knock in knocks] == [401, 201]
