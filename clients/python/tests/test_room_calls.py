"""What requests about joint rooms say about themselves: where they go, and whether they may be repeated."""

from deconflict_client import room_calls as calls
from deconflict_client.calls import Repeat


def test_looking_may_always_be_repeated_and_the_rest_only_if_it_never_arrived() -> None:
    assert {calls.screen("r1").repeat, calls.all_rooms().repeat} == {Repeat.ALWAYS}
    assert {calls.open_room("x", ["p"]).repeat, calls.move("r1", "seat").repeat} == {Repeat.IF_UNSENT}


def test_parts_of_a_path_cannot_leave_their_place() -> None:
    assert calls.move("../session", "leave").path == "/v1/rooms/..%2Fsession/leave"
    assert calls.screen("a/b").path == "/v1/rooms/a%2Fb/screen"
