"""Every problem that a plan file can have has its line of advice."""

import pytest

from deconflict.cli._plan_problems import ADVICE, line
from deconflict.gateways import errors
from deconflict.gateways.errors import FileTooLarge, NotAPlan, PathRefused, PlanFileError
from deconflict.separation.errors import PathError


def concrete(base: type) -> set[str]:
    found = {each for below in base.__subclasses__() for each in {below, *_all(below)}}
    return {each.code for each in found if "code" in vars(each)}


def _all(base: type) -> set[type]:
    return {each for below in base.__subclasses__() for each in {below, *_all(below)}}


def test_every_code_has_its_advice_and_none_is_left_over():
    assert set(ADVICE) == (concrete(PlanFileError) | concrete(PathError)) - {PathRefused.code}
    assert errors.PlanError in _all(PlanFileError)


@pytest.mark.parametrize(
    ("problem", "start"),
    [
        (FileTooLarge("a.gpx", 7), "a.gpx: file_too_large: the file is larger than 7 bytes"),
        (NotAPlan("a.json", 2, "geometry"), "a.json, plan 2: not_a_plan: `geometry` is missing"),
        (PathRefused("a.json", 0, "too_fast", 4), "a.json, plan 0, waypoint 4: too_fast: from here on"),
    ],
)
def test_a_line_says_where_what_and_what_to_do(problem, start):
    assert line(problem).startswith(start)
    assert "\n" not in line(problem)
