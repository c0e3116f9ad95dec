"""Events go out as XML that any reader takes, whatever letters somebody put into a name."""

from datetime import UTC, datetime, timedelta

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from deconflict.gateways.cot.writing import ALL, OWN, SOS, SOS_OVER, At, chat, marker, pong, position

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HERE = At(13.19, 32.88, 8.5)


def test_a_position_says_where_who_how_fast_and_until_when() -> None:
    stale = AT + timedelta(minutes=2)
    event = fromstring(position("u", OWN, "الصقر ٢", HERE, AT, stale, {"speed": 11.5, "course": 87.0}))
    assert (event.get("type"), event.get("time"), event.get("stale")) == (
        OWN,
        "2026-12-01T08:00:00.000Z",
        "2026-12-01T08:02:00.000Z",
    )
    assert event.find("detail/contact").get("callsign") == "الصقر ٢"
    assert event.find("detail/track").get("speed") == "11.50"
    assert event.find("point").get("ce") == "8.5"
    bare = fromstring(position("u", OWN, "U1", At(1.0, 2.0), AT, stale, {}))
    assert bare.find("detail/track") is None
    assert bare.find("point").get("ce") == "9999999.0"


def test_an_emergency_and_its_end() -> None:
    raised = fromstring(marker("u", SOS, "U1", "text", HERE, AT, timedelta(hours=1)))
    assert raised.find("detail/emergency").get("type") == "911 Alert"
    over = fromstring(marker("u", SOS_OVER, "U1", "text", HERE, AT, timedelta(hours=1)))
    assert over.find("detail/emergency").get("cancel") == "true"


def test_a_message_names_its_receiver_and_has_an_id_for_its_receipt() -> None:
    event = fromstring(chat("e.7", "ANDROID-1", "one\ntwo", AT))
    said = event.find("detail/__chat")
    assert (said.get("messageId"), said.get("id")) == ("e.7", "ANDROID-1")
    assert event.findtext("detail/remarks") == "one\ntwo"
    assert fromstring(chat("e.7", ALL, "x", AT)).find("detail/__chat").get("chatroom") == ALL
    assert fromstring(pong(AT)).get("type") == "t-x-c-t-r"


@given(st.text(max_size=60))
def test_any_name_comes_out_as_well_formed_xml(name: str) -> None:
    event = fromstring(marker(name, SOS, name, name, HERE, AT, timedelta(hours=1)))
    shown = event.find("detail/contact").get("callsign")
    assert shown is not None
    assert set(shown) <= set(name) | {" "}
