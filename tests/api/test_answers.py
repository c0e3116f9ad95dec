"""Answers are bytes, written once."""

from deconflict.api.answers import answer, document, kept_answer, no_content
from deconflict.api.health import HealthOut


def test_a_message_is_written_as_json() -> None:
    response = answer(HealthOut(status="ok"), 201, {"X-Say": "so"})
    assert (response.status_code, response.body) == (201, b'{"status":"ok"}')
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-say"] == "so"


def test_a_kept_answer_is_the_same_bytes_in_whatever_order_it_was_kept() -> None:
    first, again = {"b": 1, "a": {"d": 2.5, "c": "ث"}}, {"a": {"c": "ث", "d": 2.5}, "b": 1}
    assert kept_answer(first, 201, {}).body == kept_answer(again, 201, {}).body


def test_a_document_is_json_and_nothing_is_nothing() -> None:
    assert document({"openapi": "3.1.0"}).body == b'{"openapi":"3.1.0"}'
    assert (no_content().status_code, no_content().body) == (204, b"")
