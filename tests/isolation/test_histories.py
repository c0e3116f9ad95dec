"""What the pairs of histories are made of: alike for the viewers, by the release function alone."""

from situations import Drive, OnRecord, Situation, common

HERE = Drive(0.0, 122, 0.0)
TEN = frozenset({498922})


def meeting(*rivals: str, level: int = 1) -> Situation:
    """A drives, and so do those rivals in the same place at the same time; one tick has passed."""
    situation = Situation(level=level).having("a0", OnRecord("a", "U1", HERE))
    for rival in rivals:
        situation = situation.having(f"{rival}0", OnRecord(rival, "U1", HERE))
    return situation.ticked()


def test_one_rival_more_in_the_same_hours_is_told_alike() -> None:
    assert meeting("b").shown(("a",)) == meeting("b", "c").shown(("a",)) == {"a0": (tuple(TEN), (), ())}
    assert meeting("b", level=0).shown(("a",)) == {"a0": ((), (), ())}


def test_whose_the_cells_are_is_told_at_level_two_and_the_plans_near_from_level_three_on() -> None:
    one, two = (meeting(rival, level=2).shown(("a",))["a0"] for rival in ("b", "c"))
    assert one[0] == two[0] == tuple(TEN)
    assert [[rival for rival, _ in item[1]] for item in (one, two)] == [["b"], ["c"]]
    assert one[2] == ()
    assert meeting("b", level=3).shown(("a",))["a0"][2] == (("b", "U1", HERE, "registered"),)


def test_a_drive_within_the_same_cells_and_hours_is_told_alike() -> None:
    assert common(HERE, HERE) == common(HERE, Drive(0.0, 123, 0.0)) != common(HERE, Drive(0.02, 122, 0.0))


def test_what_was_a_rivals_is_told_apart_by_who_takes_its_level_back() -> None:
    one, two, both = meeting("b"), meeting("c"), meeting("b", "c")
    assert one.told_of("a", "b") == [{"a0": (TEN, frozenset())}]
    assert two.told_of("a", "b") == [{"a0": (frozenset(), TEN)}]
    assert both.told_of("a", "b") == [{"a0": (TEN, TEN)}]
