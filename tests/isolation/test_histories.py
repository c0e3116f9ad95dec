"""What the pairs of histories are made of: alike for the viewers, by the release function alone."""

from situations import Drive, OnRecord, Situation

HERE = Drive(0.0, 122, 0.0)
TEN = frozenset({498922})


def meeting(*rivals: str) -> Situation:
    """A drives, and so do those rivals in the same place at the same time; one tick has passed."""
    situation = Situation().having("a0", OnRecord("a", "U1", HERE))
    for rival in rivals:
        situation = situation.having(f"{rival}0", OnRecord(rival, "U1", HERE))
    return situation.ticked()


def test_one_rival_more_in_the_same_hours_is_told_alike() -> None:
    assert meeting("b").told(("a",), 1) == meeting("b", "c").told(("a",), 1) == {"a0": tuple(TEN)}
    assert meeting("b").told(("a",), 0) == {"a0": ()}


def test_what_was_a_rivals_is_told_apart_by_who_takes_its_level_back() -> None:
    one, two, both = meeting("b"), meeting("c"), meeting("b", "c")
    assert one.told_of("a", "b") == [{"a0": (TEN, frozenset())}]
    assert two.told_of("a", "b") == [{"a0": (frozenset(), TEN)}]
    assert both.told_of("a", "b") == [{"a0": (TEN, TEN)}]
