"""The requests by which sides talk, and which may be repeated."""

from deconflict_client import talk_calls
from deconflict_client.calls import Repeat


def test_what_is_said_is_repeated_only_if_it_never_arrived() -> None:
    said = talk_calls.say("overlaps", "o/1", "We wait.", None, urgent=True)
    assert (said.method, said.path) == ("POST", "/v1/overlaps/o%2F1/messages")
    assert said.body == {"text": "We wait.", "to": None, "urgent": True}
    proposed = talk_calls.propose_shift("conflicts", "c1", -5, "east", "other")
    assert proposed.body == {"shift_minutes": -5, "to": "east", "mover": "other"}
    once = (said, proposed, talk_calls.answer_proposal("s1", "refuse"))
    assert {call.repeat for call in once} == {Repeat.IF_UNSENT}
    assert talk_calls.name_liaison("Huda", "channel 7").repeat is Repeat.ALWAYS


def test_only_accepting_has_something_to_say() -> None:
    assert talk_calls.answer_proposal("s1", "accept", "o1").body == {"overlap": "o1"}
    assert talk_calls.answer_proposal("s1", "withdraw").body is None


def test_collections_are_all_or_about_one() -> None:
    assert talk_calls.messages(None).path == "/v1/messages"
    assert talk_calls.messages("overlaps", "o1").path == "/v1/overlaps/o1/messages"
    assert talk_calls.proposals(None).path == "/v1/proposals"
    assert talk_calls.proposals("conflicts", "c1").path == "/v1/conflicts/c1/proposals"
    assert talk_calls.liaisons().path == "/v1/liaison"
