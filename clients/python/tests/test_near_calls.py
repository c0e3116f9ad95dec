"""The requests about encounters."""

from deconflict_client import near_calls
from deconflict_client.calls import Repeat


def test_open_ones_alone_are_asked_for_by_a_parameter() -> None:
    assert near_calls.encounters(open_only=False).path == "/v1/encounters"
    assert near_calls.encounters(open_only=True).path == "/v1/encounters?over=false"


def test_one_is_asked_for_by_its_id_whatever_it_holds() -> None:
    call = near_calls.encounter("e/1")
    assert (call.method, call.path, call.repeat) == ("GET", "/v1/encounters/e%2F1", Repeat.ALWAYS)
