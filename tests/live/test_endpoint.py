"""Who may open a live socket, and how others are turned away (SEC-04, DIS-06)."""

from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from websockets.exceptions import InvalidStatus

from deconflict.api.viewer import COOKIE
from deconflict.flows.sign_in import issue_ticket
from deconflict.live import endpoint
from deconflict.live import hub as hub_module
from deconflict.live.catching_up import CatchingUp
from deconflict.live.hub import AT_ONCE_ADMITTED, AT_ONCE_OF_ADDRESS, Hub

pytestmark = pytest.mark.rule("SEC-04")


async def refused(served, headers: dict[str, str], *subprotocols: str) -> tuple[int, str]:
    """Return the status and the code that a handshake is answered with."""
    with pytest.raises(InvalidStatus) as refusal:
        await served.dial(headers, *subprotocols)
    response = refusal.value.response
    assert response.headers["content-type"] == "application/problem+json"
    code = response.body.decode().split('"code":"')[1].split('"')[0]
    return response.status_code, code


async def ticket(served, who: str) -> str:
    """A ticket of that person's."""
    world = served.world
    await served.token(who)
    text, _ = await world.act(who, issue_ticket, world.now())
    return f"ticket.{text}"


async def test_a_bearer_is_let_in(served) -> None:
    line = await served.line("a")
    assert line.connection.subprotocol == "deconflict.v1"
    assert (await line.greet())["recovered"] is True


async def test_without_an_open_session_nobody_is(served) -> None:
    for headers in ({}, {"Authorization": "Bearer unknown"}, {"Authorization": "Basic x"}):
        assert await refused(served, headers) == (401, "signed_out")
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    served.world.clock.at += timedelta(hours=13)
    assert await refused(served, bearer) == (401, "signed_out")


async def test_the_subprotocol_has_to_be_ours(served) -> None:
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    assert await refused(served, bearer, "deconflict.v2") == (400, "subprotocol_refused")


async def test_a_cookie_is_for_our_own_pages(served) -> None:
    cookie = {"Cookie": f"{COOKIE}={await served.token('a')}"}
    own = f"http://127.0.0.1:{served.port}"
    assert (await (await served.dial({**cookie, "Origin": own})).greet())["recovered"] is True
    for headers in ({}, {"Origin": "http://evil.test"}, {"Origin": "null"}):
        assert await refused(served, {**cookie, **headers}) == (403, "origin_refused")


async def test_a_ticket_opens_one_socket_once(served) -> None:
    text = await ticket(served, "a")
    line = await served.dial({}, "deconflict.v1", text)
    assert line.connection.subprotocol == "deconflict.v1"
    assert (await line.greet())["recovered"] is True
    assert await refused(served, {}, "deconflict.v1", text) == (401, "signed_out")


async def test_a_ticket_expires(served) -> None:
    text = await ticket(served, "a")
    served.world.clock.advance(31)
    assert await refused(served, {}, "deconflict.v1", text) == (401, "signed_out")


async def test_what_is_no_ticket_is_refused_even_with_a_session(served) -> None:
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    first, second = await ticket(served, "a"), await ticket(served, "a")
    for offered in ((first, second), (f"ticket.{'x' * 129}",), ("ticket.unknown",)):
        assert await refused(served, bearer, "deconflict.v1", *offered) == (401, "signed_out")


async def test_one_person_holds_only_so_many_sockets(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "MAX_SOCKETS", 2)
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    first = await served.dial(bearer)
    await served.dial(bearer)
    assert await refused(served, bearer) == (429, "too_many_sockets")
    assert (await (await served.line("b")).greet())["recovered"] is True
    await first.connection.close()
    await served.until(lambda: len(served.hub.followers) == 2)
    await served.dial(bearer)


async def test_who_is_not_looked_at_in_time_is_told_to_come_again(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "TURN_WITHIN_S", 0.01)
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    async with AsyncExitStack() as crowd:
        for number in range(AT_ONCE_ADMITTED):
            await crowd.enter_async_context(served.hub.admitting.place(f"192.0.2.{number}"))
        assert await refused(served, bearer) == (503, "database_busy")
    assert (await (await served.dial(bearer)).greet())["recovered"] is True


async def test_what_is_wrong_at_first_sight_takes_no_turn(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "TURN_WITHIN_S", 0.01)
    monkeypatch.setattr(CatchingUp, "arriving", None)
    cookie = {"Cookie": f"{COOKIE}={await served.token('a')}", "Origin": "http://evil.test"}
    ours = "deconflict.v1"
    assert await refused(served, {}, "deconflict.v2") == (400, "subprotocol_refused")
    assert await refused(served, {}) == (401, "signed_out")
    assert await refused(served, {}, ours, f"ticket.{'x' * 129}") == (401, "signed_out")
    assert await refused(served, {}, ours, "ticket.one", "ticket.two") == (401, "signed_out")
    assert await refused(served, cookie) == (403, "origin_refused")


async def test_one_address_holds_not_every_place(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "TURN_WITHIN_S", 0.01)
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    async with AsyncExitStack() as crowd:
        for _ in range(AT_ONCE_OF_ADDRESS):
            await crowd.enter_async_context(served.hub.admitting.place("127.0.0.1"))
        assert await refused(served, bearer) == (503, "database_busy")
    monkeypatch.undo()
    async with AsyncExitStack() as crowd:
        for _ in range(AT_ONCE_OF_ADDRESS):
            await crowd.enter_async_context(served.hub.admitting.place("192.0.2.1"))
        assert (await (await served.dial(bearer)).greet())["recovered"] is True


async def test_nobody_is_let_in_where_nothing_would_be_heard(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "alive", property(lambda _: False))
    bearer = {"Authorization": f"Bearer {await served.token('a')}"}
    assert await refused(served, bearer) == (503, "database_unavailable")
