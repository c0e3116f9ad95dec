"""What the pairs of histories are made of: alike for the viewers, by the release function alone."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from acts import Act, Example
from histories import example
from moving import moving, told
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


def test_a_joint_patrols_own_raise_nothing_with_each_other_until_it_ends() -> None:
    pair = [OnRecord(who, "U1", HERE, joint="a0") for who in "ab"]
    joint = Situation(level=3).having("a0", pair[0]).having("b1", pair[1])
    assert joint.shown(("a",)) == {"a0": Shown()}
    third = joint.having("c2", OnRecord("c", "U1", HERE)).shown(("a",))["a0"]
    assert (third.hours, [rival for rival, _, _, _ in third.near]) == (tuple(TEN), ["c"])
    three = joint.having("c2", OnRecord("c", "U1", HERE, joint="a0"))
    assert three.shown(("a",)) == {"a0": Shown()}
    left = three.parted("a0", "b").shown(("a",))["a0"]
    assert (left.hours, [rival for rival, _, _, _ in left.near]) == (tuple(TEN), ["c"])


def test_around_a_unit_it_is_told_that_somebody_is_near_then_who_and_in_which_cells() -> None:
    near, far = {("a", "U1"): 15.01, ("b", "U1"): 15.01}, {("a", "U1"): 15.01, ("b", "U3"): 15.01}
    [(unit, rival, cells)] = told(near, ("a",), 1)
    assert (unit, rival, cells) == (("a", "U1"), "", frozenset())
    [(_, rival, cells)] = told(near, ("a",), 2)
    assert rival == "b"
    assert cells
    assert told(far, ("a",), 2) == told(near, ("a",), 0) == told(near, ("a",), 3) == frozenset()


def test_everything_that_others_can_do_is_drawn() -> None:
    hidden = {act.verb for made in _some() for act in _acts(made) if act.who not in made.viewers}
    assert hidden >= {
        "register",
        "amend",
        "move",
        "ask_check",
        "join",
        "part",
        "meet",
        "escort",
        "seat",
        "tell",
    }
    assert hidden >= {
        "say",
        "advise",
        "stand",
        "drive",
        "track",
        "hand_in",
        "call_for_help",
        "end_call",
        "report_incident",
        "halt",
        "zone",
    }


def test_everything_that_a_viewer_can_do_is_drawn() -> None:
    openly = {act.verb for made in _some() for act in _acts(made) if act.who in made.viewers}
    assert openly >= {
        "register",
        "amend",
        "move",
        "ask_check",
        "lower",
        "join",
        "part",
        "meet",
        "tell",
        "say",
    }
    assert openly >= {"stand", "drive", "call_for_help", "end_call", "acknowledge", "report_incident"}


def test_units_in_both_worlds_report_otherwise_and_are_told_of_alike() -> None:
    near = [part.near for level in (1, 2) for n in range(5) for part in moving(str(n), ("a",), level).rounds]
    assert frozenset() in near
    assert frozenset({("a", "U1")}) in near
    for number in range(5):
        slots = [slot for part in moving(str(number), ("a",), 1).rounds for slot in part.slots]
        assert any(slot.hidden[0] != slot.hidden[1] for slot in slots)


@cache
def _some() -> tuple[Example, ...]:
    return tuple(example(f"drawn {number}", ("a",), number % 4, directed=False) for number in range(80))


def _acts(made: Example) -> Iterator[Act]:
    for part in made.rounds:
        for slot in part.slots:
            yield from (*slot.hidden[0], *slot.hidden[1], *slot.open)
