"""The request about places."""

from deconflict_client import places_calls
from deconflict_client.calls import Repeat


def test_what_is_typed_is_sent_whatever_it_holds() -> None:
    call = places_calls.find("طرابلس &", 3)
    assert (call.method, call.repeat) == ("GET", Repeat.ALWAYS)
    assert call.path == "/v1/places?q=%D8%B7%D8%B1%D8%A7%D8%A8%D9%84%D8%B3+%26&limit=3"
