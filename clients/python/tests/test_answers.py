"""From an HTTP answer to a value or a problem."""

from datetime import UTC, datetime

import httpx2
import pytest

from deconflict_client import errors
from deconflict_client.answers import problem_of, read_answer, retry_after_s, unreachable

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
ASKED = httpx2.Request("GET", "http://service/prefix/v1/patrols")


def response(status: int, **rest: object) -> httpx2.Response:
    return httpx2.Response(status, request=ASKED, **rest)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "bad_json", errors.Refused),
        (401, "not_signed_in", errors.SignedOut),
        (403, "forbidden", errors.Forbidden),
        (404, "not_found", errors.NotFound),
        (409, "idempotency_key_reused", errors.KeyReused),
        (409, "epoch_changed", errors.EpochChanged),
        (409, "move_refused", errors.Refused),
        (412, "stale", errors.Stale),
        (422, "too_fast", errors.Refused),
        (428, "precondition_required", errors.Refused),
        (429, "too_many_requests", errors.Unavailable),
        (500, "internal", errors.Failed),
        (503, "not_ready", errors.Unavailable),
    ],
)
def test_each_code_and_status_has_its_class(status: int, code: str, kind: type) -> None:
    problem = problem_of(response(status, json={"code": code, "title": "T", "detail": "D", "index": 3}), NOW)
    assert type(problem) is kind
    assert (problem.code, problem.status, problem.detail, problem.fields) == (code, status, "D", {"index": 3})


@pytest.mark.parametrize(
    "rest",
    [
        {"content": b"<html>", "headers": {"Content-Type": "text/html"}},
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"content": b"[]", "headers": {"Content-Type": "application/json"}},
        {},
    ],
)
def test_an_answer_of_a_proxy_is_the_problem_of_its_status(rest: dict) -> None:
    problem = problem_of(response(502, **rest), NOW)
    assert isinstance(problem, errors.Unavailable)
    assert (problem.code, problem.title) == ("http_502", "Bad Gateway")


def test_a_success_is_its_body_and_nothing_is_none() -> None:
    assert read_answer(response(200, json={"a": 1}), NOW).record.integer("a") == 1
    assert read_answer(response(204), NOW).body is None


def test_a_refusal_is_raised() -> None:
    with pytest.raises(errors.NotFound):
        read_answer(response(404), NOW)


def test_a_redirect_is_not_followed() -> None:
    with pytest.raises(errors.Refused):
        read_answer(response(302, headers={"Location": "http://elsewhere/"}), NOW)


@pytest.mark.parametrize(
    "link", ["</prefix/v1/patrols?after=a>", "<?after=a>", "<http://service/prefix/v1/patrols?after=a>"]
)
def test_the_next_page_is_found(link: str) -> None:
    answer = read_answer(response(200, json={}, headers={"Link": f'{link}; rel="next"'}), NOW)
    assert answer.next_page == "http://service/prefix/v1/patrols?after=a"


def test_the_token_is_not_carried_to_another_service() -> None:
    with pytest.raises(errors.Unreadable):
        read_answer(response(200, json={}, headers={"Link": '<http://elsewhere/>; rel="next"'}), NOW)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        ("-7", 0.0),
        ("nan", None),
        ("soon", None),
        ("Tue, 01 Dec 2026 12:00:30 GMT", 30.0),
        ("Tue, 01 Dec 2026 12:00:30 -0000", 30.0),
        ("Tue, 01 Dec 2026 11:00:00 GMT", 0.0),
    ],
)
def test_a_wait_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (httpx2.ConnectError("refused"), "unreachable"),
        (httpx2.ConnectTimeout(""), "unreachable"),
        (httpx2.ReadError(""), "no_answer"),
        (httpx2.RemoteProtocolError("cut"), "no_answer"),
    ],
)
def test_no_answer_says_whether_the_request_can_have_arrived(fault: httpx2.TransportError, code: str) -> None:
    assert unreachable(fault).code == code
