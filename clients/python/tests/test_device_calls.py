"""What requests about units' devices say about themselves: where they go, and whether they may be repeated."""

from deconflict_client import device_calls as calls
from deconflict_client.calls import Repeat


def test_what_is_told_once_is_asked_for_once_and_the_rest_may_be_repeated() -> None:
    assert {calls.offer("u1", "phone", "x").repeat, calls.enrol("K7QM-2M4Q").repeat} == {Repeat.IF_UNSENT}
    assert {calls.all_devices().repeat, calls.revoke("d1").repeat} == {Repeat.ALWAYS}


def test_parts_of_a_path_cannot_leave_their_place() -> None:
    assert calls.offer("../parties", "phone", "x").path == "/v1/units/..%2Fparties/devices"
    assert calls.offer("u1", "phone", "x", "492039").body == {
        "name": "phone",
        "password": "x",
        "code": "492039",
    }
    assert calls.revoke("a/b").path == "/v1/devices/a%2Fb/revoke"
