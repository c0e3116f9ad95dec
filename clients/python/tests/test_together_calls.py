"""What requests about rendezvous and joint patrols say about themselves."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from deconflict_client import together_calls as calls
from deconflict_client.calls import Call, Repeat
from deconflict_client.together import MeetingPlace

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
PLACE = MeetingPlace(13.19, 32.88, 500.0, NOON, NOON.replace(hour=13))
FEATURE = {"type": "Feature", "geometry": {}, "properties": {"unit": "U1"}}
READ = SimpleNamespace(id="j1", digest="0" * 64)


@pytest.mark.parametrize(
    "call",
    [calls.all_rendezvous(), calls.rendezvous("m"), calls.all_joint_patrols(), calls.joint_patrol("j")],
)
def test_reading_may_always_be_repeated(call: Call) -> None:
    assert (call.method, call.repeat) == ("GET", Repeat.ALWAYS)


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (calls.propose(["1", "2"], PLACE), "/v1/rendezvous"),
        (calls.propose_about("overlaps", "o/1", PLACE, None), "/v1/overlaps/o%2F1/rendezvous"),
        (calls.confirm("m", None), "/v1/rendezvous/m/confirm"),
        (calls.end("m"), "/v1/rendezvous/m/end"),
        (calls.pass_on("m", "2"), "/v1/rendezvous/m/pass-on"),
        (calls.propose_joint(FEATURE, ["2"]), "/v1/joint-patrols"),
        (calls.amend_joint("j", FEATURE), "/v1/joint-patrols/j/amend"),
        (calls.attach("j", "U1"), "/v1/joint-patrols/j/attach"),
        (calls.countersign(READ), "/v1/joint-patrols/j1/countersign"),
        (calls.withdraw_joint("j"), "/v1/joint-patrols/j/withdraw"),
    ],
)
def test_what_would_do_more_is_repeated_only_if_it_never_arrived(call: Call, path: str) -> None:
    assert (call.method, call.path, call.repeat) == ("POST", path, Repeat.IF_UNSENT)


def test_what_is_countersigned_is_what_was_read() -> None:
    assert calls.countersign(READ).body == {"digest": READ.digest}


def test_a_joint_plan_names_nobodys_unit() -> None:
    assert calls.propose_joint(FEATURE, ["2"]).body == FEATURE | {"properties": {}, "with": ["2"]}
