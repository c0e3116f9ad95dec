"""Who takes part is of one mind with what they must be told."""

from deconflict.demo.cast import MEMBERS, SIDES, both_overlap, conflict, named, overlap, updated
from deconflict.demo.model import Due, Told


def test_everybody_of_a_party_is_of_one_there_is() -> None:
    assert {member.side for member in MEMBERS} - {None} == {side.slug for side in SIDES}
    callsigns = [callsign for side in SIDES for callsign in side.callsigns]
    assert len(callsigns) == len(set(callsigns))


def test_from_level_2_on_an_overlap_names_the_rival() -> None:
    assert overlap(("a",), "Saqr 1").told.rivals == frozenset()
    assert overlap(("a",), "Saqr 1", "west").told.rivals == named("west") != frozenset()
    assert [due.logins[0] for due in both_overlap("Saqr 1", "Nakhla 1")] == ["salem@east", "karim@west"]


def test_a_conflict_is_the_rooms_unless_a_party_may_know() -> None:
    assert conflict("caution", "A", "B").logins == ("room",)
    told = Told("conflict", "opened", frozenset({"A", "B"}), "caution")
    assert conflict("caution", "A", "B", to=("a",)) == Due(("a",), told)


def test_each_overlap_that_goes_on_is_told_anew() -> None:
    assert [due.told.about for due in updated(("a",), iter(["S 1", "S 2"]))] == [{"S 1"}, {"S 2"}]
