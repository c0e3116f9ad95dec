"""Nobody but the disclosure package makes a value that may leave."""

import copy
from dataclasses import replace

import pytest

from deconflict.disclosure.disclosed import Disclosed, disclosed


@pytest.mark.rule("DIS-06")
def test_a_disclosed_value_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError):
        Disclosed("a rival's plan", object())
    with pytest.raises(TypeError):
        Disclosed("a rival's plan")  # type: ignore[call-arg]  # that is the point


@pytest.mark.rule("DIS-06")
def test_a_disclosed_value_is_what_was_released_and_stays_so() -> None:
    released = disclosed("hours")
    assert released.value == "hours"
    with pytest.raises(AttributeError):
        released.value = "a rival's plan"  # type: ignore[misc]  # frozen
    assert copy.copy(released) == released
    with pytest.raises(TypeError):
        replace(released, maker=object())
