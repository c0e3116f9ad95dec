"""Sending and sending again, without a clock and without chance."""

from collections.abc import Callable

import httpx2
import pytest

from deconflict_client import calls
from deconflict_client.errors import Problem, Unavailable
from deconflict_client.http import AsyncHttp, Http, Manner
from deconflict_client.retrying import ONCE


class Answers:
    """Answers in turn, and remembers what was asked."""

    def __init__(self, *answers: int | Exception, **headers: str) -> None:
        self.answers = list(answers)
        self.headers = headers
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer, json={}, headers=self.headers, request=request)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def http(waits: list[float]) -> Callable[[Answers], Http]:
    manner = Manner(sleep=waits.append, chance=lambda: 0.5)
    return lambda answers: Http("http://service", manner, httpx2.MockTransport(answers))


@pytest.fixture
def async_http(waits: list[float]) -> Callable[[Answers], AsyncHttp]:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    manner = Manner(async_sleep=sleep, chance=lambda: 0.5)
    return lambda answers: AsyncHttp("http://service", manner, httpx2.MockTransport(answers))


CUT = httpx2.ReadError("cut")


def test_a_cut_line_is_tried_again(http, waits) -> None:
    answers = Answers(CUT, 503, 204)
    assert http(answers).send(calls.sign_out(), "t") is None
    assert waits == [0.125, 0.25]
    assert {request.headers["Authorization"] for request in answers.asked} == {"Bearer t"}


async def test_a_cut_line_is_tried_again_by_the_async_one(async_http, waits) -> None:
    assert await async_http(Answers(CUT, 503, 204)).send(calls.sign_out(), None) is None
    assert waits == [0.125, 0.25]


def test_the_last_problem_is_the_callers(http, waits) -> None:
    with pytest.raises(Unavailable):
        http(Answers(503, 503, 503, 503, 503)).send(calls.picture(), None)
    assert len(waits) == 4


async def test_an_impatient_request_is_sent_once(async_http, waits) -> None:
    with pytest.raises(Unavailable):
        await async_http(Answers(503)).send(calls.picture(), None, ONCE)
    assert waits == []


def test_a_wait_the_service_asks_for_is_kept(http, waits) -> None:
    http(Answers(429, 204, **{"Retry-After": "3"})).send(calls.sign_out(), None)
    assert waits == [3.125]


def test_a_refusal_is_raised_at_once(http, waits) -> None:
    with pytest.raises(Problem):
        http(Answers(422)).send(calls.register({}, "key"), None)
    assert waits == []


def test_without_a_token_none_is_sent(http) -> None:
    answers = Answers(204)
    http(answers).send(calls.sign_out(), None)
    assert "Authorization" not in answers.asked[0].headers


def test_cookies_are_not_kept(http) -> None:
    answers = Answers(204, 204, **{"Set-Cookie": "deconflict_session=x"})
    client = http(answers)
    client.send(calls.sign_out(), None)
    client.send(calls.sign_out(), None)
    assert "Cookie" not in answers.asked[1].headers
    client.close()
