"""A stream is cut where events end, wherever the pieces of it end; what grows too long is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.gateways.cot.errors import EventTooLong
from deconflict.gateways.cot.framing import Frames

EVENT = b"<event><point/></event>"
AUTH = b'<auth><cot username="x"/></auth>'


@given(st.lists(st.sampled_from([EVENT, AUTH]), max_size=6), st.integers(1, 40))
def test_however_it_is_cut_each_event_comes_whole_once(events: list[bytes], size: int) -> None:
    stream = b"\n".join(events)
    frames = Frames()
    found = [frame for at in range(0, len(stream), size) for frame in frames.feed(stream[at : at + size])]
    assert found == events


@pytest.mark.rule("SEC-02")
def test_an_event_without_an_end_is_refused_at_the_bound_and_one_below_it_is_not() -> None:
    frames = Frames(longest=100)
    assert frames.feed(b"x" * 92) == []
    assert frames.feed(b"</event>") == [b"x" * 92 + b"</event>"]
    with pytest.raises(EventTooLong):
        frames.feed(b"x" * 101)
    with pytest.raises(EventTooLong):
        Frames(longest=100).feed(b"x" * 101 + b"</event>")
