"""Joint rooms and their screens are read from what the service sends."""

from deconflict_client import rooms
from deconflict_client.wire import Record


def test_a_room_says_who_is_present(room_record) -> None:
    found = rooms.room(Record.of(room_record(seated=True)))
    assert [(place.name, place.present) for place in found.parties] == [("East", True), ("West", False)]
    assert (found.seated, found.chairing, found.closed_at) == (True, False, None)


def test_a_screen_says_what_all_present_may_see(screen_record) -> None:
    found = rooms.screen(Record.of(screen_record()))
    assert found.conflicts == (rooms.ScreenConflict("critical", 120.0, ("Falcon 2", "Heron 5")),)
    [plan] = found.plans
    assert (plan.party, plan.callsign, (plan.end - plan.start).seconds) == ("p1", "Falcon 2", 2400)
