"""The numbers and words of the live tick."""

import numpy as np

from deconflict.separation.live.terms import Grade, LiveTerms, Verdict


def test_a_verdict_has_a_code_and_only_two_count() -> None:
    assert Verdict.TOO_OLD.code == "too_old"
    assert {verdict for verdict in Verdict if verdict.on_track} == {Verdict.ACCEPTED, Verdict.LATE}


def test_grades_rise_from_silence_to_sight() -> None:
    assert Grade.NONE < Grade.REACH < Grade.PREDICTED < Grade.ENCOUNTER


def test_a_lag_grows_from_when_a_position_is_no_longer_carried_on() -> None:
    terms = LiveTerms(fresh_s=90.0, lag_growth=0.5)
    assert terms.growth_s(np.array([0.0, 90.0, 290.0])).tolist() == [0.0, 0.0, 100.0]
