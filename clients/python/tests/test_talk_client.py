"""Both clients ask the same to talk."""

import inspect
from typing import Any

import pytest

from deconflict_client.calls import Call
from deconflict_client.talk_client import AsyncTalkClient, TalkClient

ASKED = [
    ("say_about_overlap", ("o1", "We wait.", "east"), "POST", "/v1/overlaps/o1/messages"),
    ("say_about_conflict", ("c1", "Wait.", "east"), "POST", "/v1/conflicts/c1/messages"),
    ("messages", (), "GET", "/v1/messages"),
    ("messages", ("o1",), "GET", "/v1/overlaps/o1/messages"),
    ("messages_about_conflict", ("c1",), "GET", "/v1/conflicts/c1/messages"),
    ("propose_shift", ("o1", 25), "POST", "/v1/overlaps/o1/proposals"),
    ("propose_shift_of_side", ("c1", 25, "east"), "POST", "/v1/conflicts/c1/proposals"),
    ("proposals", (), "GET", "/v1/proposals"),
    ("proposals", ("o1",), "GET", "/v1/overlaps/o1/proposals"),
    ("proposals_about_conflict", ("c1",), "GET", "/v1/conflicts/c1/proposals"),
    ("proposal", ("s1",), "GET", "/v1/proposals/s1"),
    ("accept_proposal", ("s1", "o1"), "POST", "/v1/proposals/s1/accept"),
    ("refuse_proposal", ("s1",), "POST", "/v1/proposals/s1/refuse"),
    ("withdraw_proposal", ("s1",), "POST", "/v1/proposals/s1/withdraw"),
    ("liaisons", (), "GET", "/v1/liaison"),
    ("name_liaison", ("Huda", "channel 7"), "PUT", "/v1/liaison"),
]


class Asking(TalkClient):
    """Returns what it would have sent."""

    def _send(self, call: Call[Any]) -> Any:
        return call

    def _all(self, first: Call[Any]) -> Any:
        return first


class AsyncAsking(AsyncTalkClient):
    """Returns what it would have sent."""

    async def _send(self, call: Call[Any]) -> Any:
        return call

    async def _all(self, first: Call[Any]) -> Any:
        return first


@pytest.mark.parametrize(("name", "arguments", "method", "path"), ASKED)
async def test_each_method_is_one_request(name: str, arguments: tuple, method: str, path: str) -> None:
    call, later = getattr(Asking(), name)(*arguments), await getattr(AsyncAsking(), name)(*arguments)
    assert (call.method, call.path) == (later.method, later.path) == (method, path)
    assert call.body == later.body


def test_every_method_is_asked_here() -> None:
    methods = {name for name, _ in inspect.getmembers(TalkClient, inspect.isfunction) if name[0] != "_"}
    assert methods == {name for name, *_ in ASKED}
