"""Every way out of the house takes an address and nothing else: what cannot be handed over cannot leak."""

import inspect

import pytest

from deconflict.summoning.apprise_targets import AppriseTargets
from deconflict.summoning.sender import ACCEPTED, Outcome, Report, Sender
from deconflict.summoning.sms import SmsOutbox
from deconflict.summoning.web_push import WebPush


@pytest.mark.rule("DIS-06")
@pytest.mark.parametrize("way", [AppriseTargets, SmsOutbox, WebPush, Sender])
def test_an_address_is_all_that_a_sender_is_given(way: type) -> None:
    assert list(inspect.signature(way.send).parameters) == ["self", "reach"]  # type: ignore[attr-defined]  # each has one


def test_what_was_accepted_has_no_fault() -> None:
    assert Report(Outcome.ACCEPTED) == ACCEPTED
