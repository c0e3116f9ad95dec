"""What the pairs of histories are made of: alike for the viewers, by the release function alone."""

from dataclasses import replace

from situations import Drive, OnRecord, Shown, Situation, common

HERE = Drive(0.0, 122, 0.0)
TEN = frozenset({498922})


def meeting(*rivals: str, level: int = 1) -> Situation:
    """A drives, and so do those rivals in the same place at the same time; one tick has passed."""
    situation = Situation(level=level).having("a0", OnRecord("a", "U1", HERE))
    for rival in rivals:
        situation = situation.having(f"{rival}0", OnRecord(rival, "U1", HERE))
    return situation.ticked()


def test_one_rival_more_in_the_same_hours_is_told_alike() -> None:
    assert (
        meeting("b").shown(("a",)) == meeting("b", "c").shown(("a",)) == {"a0": Shown(tuple(TEN), tuple(TEN))}
    )
    assert meeting("b", level=0).shown(("a",)) == {"a0": Shown()}


def test_whose_the_cells_are_is_told_at_level_two_and_the_plans_near_from_level_three_on() -> None:
    one, two = (meeting(rival, level=2).shown(("a",))["a0"] for rival in ("b", "c"))
    assert one.hours == two.hours == tuple(TEN)
    assert [[rival for rival, _ in item.cells] for item in (one, two)] == [["b"], ["c"]]
    assert one.near == ()
    assert meeting("b", level=3).shown(("a",))["a0"].near == (("b", "U1", HERE, "registered"),)


def test_from_level_three_on_only_hours_shared_with_others_ring_by_themselves() -> None:
    both = meeting("b", "c", level=3)
    assert both.shown(("a",))["a0"].alarming == ()
    assert replace(both, lowered={frozenset("ac"): 1}).shown(("a",))["a0"].alarming == tuple(TEN)


def test_a_question_is_answered_like_a_patrol_and_told_to_whom_it_concerns_until_the_tick() -> None:
    asked = meeting().asking("b0", OnRecord("b", "U1", HERE))
    assert asked.shown(("b",)) == {"b0": Shown(tuple(TEN), tuple(TEN))}
    assert asked.shown(("a",)) == {"a0": Shown(asked_about=True)}
    assert asked.ticked().shown(("a", "b")) == {"a0": Shown()}


def test_a_drive_within_the_same_cells_and_hours_is_told_alike() -> None:
    assert common(HERE, HERE) == common(HERE, Drive(0.0, 123, 0.0)) != common(HERE, Drive(0.02, 122, 0.0))


def test_what_was_a_rivals_is_told_apart_by_who_takes_its_level_back() -> None:
    one, two, both = meeting("b"), meeting("c"), meeting("b", "c")
    assert one.told_of("a", "b") == [{"a0": (TEN, frozenset())}]
    assert two.told_of("a", "b") == [{"a0": (frozenset(), TEN)}]
    assert both.told_of("a", "b") == [{"a0": (TEN, TEN)}]
