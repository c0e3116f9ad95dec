"""Who is asking is known by an open session, and no other site's page can use it (SEC-04)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.requests import Request

from deconflict.api import viewer
from deconflict.api.edge import Edge
from deconflict.api.errors import OriginRefused
from deconflict.api.recognised import Recognised
from deconflict.api.viewer import COOKIE, SECURE_COOKIE, require_own_origin, token_of, whence
from deconflict.flows.recognise import recognise
from deconflict.parties.errors import SignedOut
from deconflict.parties.model import Whence

pytestmark = pytest.mark.rule("SEC-04")


def asked(*, secure: bool = False, **headers: str) -> Request:
    """A request with those headers, of a service that is behind TLS or not."""
    raw = [
        (name.lower().replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()
    ]
    app = FastAPI()
    app.state.edge = Edge(None, None, None, frozenset(), secure_cookies=secure)
    return Request({"type": "http", "headers": raw, "app": app})


def test_a_token_comes_as_a_bearers_or_in_the_cookie() -> None:
    assert token_of(asked(Authorization="Bearer abc")) == ("abc", False)
    assert token_of(asked(Authorization="bearer  abc")) == ("abc", False)
    assert token_of(asked(Cookie=f"{COOKIE}=abc; other=1")) == ("abc", True)
    assert token_of(asked(Authorization="Bearer abc", Cookie=f"{COOKIE}=xyz")) == ("abc", False)


def test_behind_tls_the_cookie_has_a_name_that_no_other_host_can_plant() -> None:
    assert token_of(asked(secure=True, Cookie=f"{SECURE_COOKIE}=abc")) == ("abc", True)
    with pytest.raises(SignedOut):
        token_of(asked(secure=True, Cookie=f"{COOKIE}=abc"))


def test_behind_tls_a_page_that_came_without_it_is_another_origin() -> None:
    def ask(origin: str, *, secure: bool) -> None:
        request = asked(secure=secure, Host="service.test", Origin=origin)
        require_own_origin(request, request.app.state.edge)

    ask("http://service.test", secure=False)
    ask("https://service.test", secure=True)
    with pytest.raises(OriginRefused):
        ask("http://service.test", secure=True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic abc"},
        {"Authorization": "Basic abc", "Cookie": f"{COOKIE}=abc"},
        {"Authorization": f"Bearer {'a' * 129}"},
        {"Authorization": "Bearer \xe9"},
        {"Cookie": "other=abc"},
        {"Cookie": f"{COOKIE}="},
    ],
)
def test_without_a_token_nobody_is_signed_in(headers: dict[str, str]) -> None:
    with pytest.raises(SignedOut):
        token_of(asked(**headers))


async def test_an_unknown_an_ended_and_an_expired_session_are_the_same(service) -> None:
    stranger = await service.stranger(headers={"Authorization": "Bearer unknown"})
    unknown = await stranger.get("/v1/session")
    assert (unknown.status_code, unknown.headers["www-authenticate"]) == (401, "Bearer")
    a, b = await service.client("a"), await service.client("b")
    assert (await a.delete("/v1/session")).status_code == 204
    service.world.clock.at += timedelta(hours=13)
    for client in (a, b):
        answer = await client.get("/v1/session")
        assert (answer.status_code, answer.content) == (401, unknown.content)


async def test_a_session_that_is_ended_elsewhere_ends_here(service) -> None:
    """At the next knock at the door, which comes within half a second (`test_recognised.py`)."""
    service.app.state.edge = replace(service.app.state.edge, recognised=Recognised(keep_s=0.0))
    a = await service.client("a")
    person = service.world.viewers["a"].person
    assert (await a.get("/v1/session")).status_code == 200
    service.world.sql("UPDATE person SET disabled_at = now() WHERE id = %s", person)
    assert (await a.get("/v1/session")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://deconflict.test.evil.test"}, 403),
        ({"Origin": "http://deconflict.test:81"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://evil.test", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://deconflict.test"}, 201),
        ({"Origin": "https://deconflict.test"}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
    ],
)
async def test_a_cookie_is_for_our_own_pages(service, headers: dict[str, str], status: int) -> None:
    cookie = {"Cookie": f"{COOKIE}={await service.token('a')}"}
    client = await service.stranger(headers=cookie | headers)
    assert (await client.get("/v1/session")).status_code == 200
    answer = await client.post("/v1/session/ticket")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == OriginRefused.code


async def test_a_bearer_needs_no_origin(service) -> None:
    a = await service.client("a")
    assert (await a.post("/v1/session/ticket", headers={"Origin": "http://app.test"})).status_code == 201


async def test_what_one_person_said_is_not_done_in_the_session_of_another(service) -> None:
    persons = {who: str(service.world.viewers[who].person) for who in ("a", "b")}
    for who, status in (("a", 201), ("b", 401)):
        a = await service.client("a")
        answer = await a.post("/v1/session/ticket", headers={"If-Person": persons[who]})
        assert answer.status_code == status


async def test_a_burst_of_requests_knocks_once(service, monkeypatch: pytest.MonkeyPatch) -> None:
    a, knocks = await service.client("a"), []

    async def counted(*arguments):
        knocks.append(arguments)
        return await recognise(*arguments)

    monkeypatch.setattr(viewer, "recognise", counted)
    service.app.state.edge = replace(service.app.state.edge, recognised=Recognised(keep_s=3600.0))
    for _ in range(5):
        assert (await a.get("/v1/units")).status_code == 200
    assert len(knocks) == 1


def test_from_where_somebody_asks_is_kept_short_and_printable() -> None:
    assert whence(asked()) == Whence("", "")
    request = asked(**{"User-Agent": "Phone\t1\x7f" + "x" * 300})
    request.scope["client"] = ("192.0.2.7", 7)
    assert whence(request) == Whence("192.0.2.7", "Phone1" + "x" * 194)
