"""A second factor over HTTP: set up with the password, asked for at the door, removed."""

from datetime import timedelta
from typing import Any

import pytest
from pyotp import TOTP

PASSWORD = "a long password"  # the world's
RIGHT = {"login": "a@a", "password": PASSWORD}


async def held(service: Any) -> TOTP:
    """Set up a second factor of A's, and let the step pass whose code confirmed it."""
    a = await service.client("a")
    offered = await a.post("/v1/second-factor", json={"password": PASSWORD})
    assert offered.status_code == 201, offered.text
    app = TOTP(offered.json()["secret"])
    confirmed = await a.post("/v1/second-factor/confirm", json={"code": app.at(service.world.now())})
    assert confirmed.status_code == 200, confirmed.text
    assert len(confirmed.json()["recovery_codes"]) == 10
    service.world.clock.advance(30)
    return app


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


async def test_codes_in_arabic_digits_are_read_wherever_one_is_shown(service: Any) -> None:
    a, stranger = await service.client("a"), await service.stranger()
    app = TOTP((await a.post("/v1/second-factor", json={"password": PASSWORD})).json()["secret"])
    for wrong in ("١٢٣٤٥", "é", "123²56"):
        refused = await a.post("/v1/second-factor/confirm", json={"code": wrong})
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_refused")
    code = app.at(service.world.now()).translate(ARABIC)
    confirmed = await a.post("/v1/second-factor/confirm", json={"code": f"{code[:3]} {code[3:]}"})
    assert confirmed.status_code == 200, confirmed.text
    service.world.clock.advance(30)
    code = app.at(service.world.now()).translate(ARABIC)
    assert (await stranger.post("/v1/session", json=RIGHT | {"code": code})).status_code == 201
    recovery = confirmed.json()["recovery_codes"][0].translate(ARABIC)
    assert (await stranger.post("/v1/session", json=RIGHT | {"code": recovery})).status_code == 201


@pytest.mark.rule("SEC-04", "DIS-06")
async def test_it_is_asked_for_after_the_right_password_and_after_no_other(service: Any) -> None:
    stranger = await service.stranger()
    before = await stranger.post("/v1/session", json=RIGHT | {"password": "wrong"})
    app = await held(service)
    wrong = await stranger.post("/v1/session", json=RIGHT | {"password": "wrong"})
    assert (wrong.status_code, wrong.content, wrong.headers) == (
        before.status_code,
        before.content,
        before.headers,
    )
    asked = await stranger.post("/v1/session", json=RIGHT)
    assert (asked.status_code, asked.json()["code"]) == (403, "second_factor_required")
    assert "set-cookie" not in asked.headers
    refused = await stranger.post("/v1/session", json=RIGHT | {"code": "000000"})
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_refused")
    code = app.at(service.world.now())
    assert (await stranger.post("/v1/session", json=RIGHT | {"code": code})).status_code == 201
    again = await stranger.post("/v1/session", json=RIGHT | {"code": code})
    assert again.json()["code"] == "second_factor_refused"


@pytest.mark.rule("SEC-04")
async def test_wrong_codes_are_cut_short_with_when_to_come_back(service: Any) -> None:
    await held(service)
    stranger = await service.stranger()
    answers = [await stranger.post("/v1/session", json=RIGHT | {"code": "000000"}) for _ in range(7)]
    assert [each.status_code for each in answers] == [403] * 6 + [429]
    assert answers[-1].json()["code"] == "too_many_codes"
    assert int(answers[-1].headers["Retry-After"]) == 15 * 60


@pytest.mark.rule("SEC-04")
async def test_a_stolen_session_alone_neither_sets_one_up_nor_removes_it(service: Any) -> None:
    a = await service.client("a")
    for path in ("/v1/second-factor", "/v1/second-factor/remove"):
        refused = await a.post(path, json={"password": "a guess"})
        assert (refused.status_code, refused.json()["code"]) == (403, "proof_refused")
    app = await held(service)
    refused = await a.post("/v1/second-factor/remove", json={"password": PASSWORD})
    assert refused.json()["code"] == "second_factor_required"
    proof = {"password": PASSWORD, "code": app.at(service.world.now())}
    assert (await a.get("/v1/second-factor")).json()["recovery_codes"] == 10
    assert (await a.post("/v1/second-factor/remove", json=proof)).status_code == 204
    assert (await a.get("/v1/second-factor")).json() == {"held_since": None, "recovery_codes": 0}
    assert (await (await service.stranger()).post("/v1/session", json=RIGHT)).status_code == 201


@pytest.mark.rule("SEC-04")
async def test_guessing_a_password_by_proofs_is_slowed_down(service: Any) -> None:
    a = await service.client("a")
    answers = [await a.post("/v1/second-factor", json={"password": "a guess"}) for _ in range(11)]
    assert [each.status_code for each in answers] == [403] * 10 + [429]


async def test_there_is_nothing_to_confirm_once_it_is_late(service: Any) -> None:
    a = await service.client("a")
    secret = (await a.post("/v1/second-factor", json={"password": PASSWORD})).json()["secret"]
    service.world.clock.advance(timedelta(minutes=10).total_seconds())
    code = TOTP(secret).at(service.world.now())
    late = await a.post("/v1/second-factor/confirm", json={"code": code})
    assert (late.status_code, late.json()["code"]) == (409, "second_factor_not_offered")


@pytest.mark.rule("SEC-04")
async def test_guessing_at_what_is_offered_is_cut_short(service: Any) -> None:
    a = await service.client("a")
    secret = (await a.post("/v1/second-factor", json={"password": PASSWORD})).json()["secret"]
    answers = [await a.post("/v1/second-factor/confirm", json={"code": "000000"}) for _ in range(7)]
    assert [each.status_code for each in answers] == [403] * 6 + [409]
    right = await a.post("/v1/second-factor/confirm", json={"code": TOTP(secret).at(service.world.now())})
    assert (right.status_code, right.json()["code"]) == (409, "second_factor_not_offered")
