"""The chapters about trust: a pair at each level, one place with more, a raise and two lowerings."""

from deconflict.demo import trust
from deconflict.demo.model import Agrees, Lowers, Registers


def test_there_is_a_pair_at_each_level_and_one_place_with_more() -> None:
    agreed = [act for act in trust.agreements().acts if isinstance(act, Agrees)]
    assert sorted(act.level for act in agreed) == [0, 1, 2, 3, 4]
    [more] = [act for act in agreed if act.around is not None]
    assert more.around_level > more.level


def test_the_sealed_are_told_nothing_and_the_room_is() -> None:
    assert {login for due in trust.sealed().due for login in due.logins} == {"room"}


def test_one_raise_and_two_lowerings() -> None:
    [raised] = trust.trust_rises().acts
    [lowered] = trust.trust_falls().acts
    [cut] = trust.the_line_is_cut().acts
    assert isinstance(raised, Agrees)
    assert isinstance(lowered, Lowers)
    assert isinstance(cut, Lowers)
    assert (raised.level, lowered.level, cut.level) == (2, 1, 0)


def test_those_who_cross_are_in_one_place_at_one_time() -> None:
    one, other = trust.crossing(trust.town("Sirte"), "Saqr 1", "Nakhla 1")
    assert isinstance(one, Registers)
    middle = [sum(stop.place.lat for stop in act.route.stops) / 2 for act in (one, other)]
    assert abs(middle[0] - middle[1]) < 1e-6
    assert [stop.minute for stop in one.route.stops] == [stop.minute for stop in other.route.stops]
