"""A joint plan comes in without a unit, and goes out as the text that is countersigned."""

import pytest
from pydantic import ValidationError

from deconflict.api.wire_joint_patrols import (
    EXAMPLE_COURSE,
    EXAMPLE_JOINT,
    WEST,
    CountersignIn,
    CourseIn,
    JointPatrolIn,
    JointPatrolOut,
)


def test_a_plan_is_taken_without_a_unit_and_never_as_a_hot_pursuit() -> None:
    course = CourseIn.model_validate(EXAMPLE_COURSE).course()
    assert (len(course.waypoints), course.purpose, course.time_tolerance_s) == (2, "escort", 600.0)
    for wrong in ({"unit": "Falcon 2"}, {"class": "hot_pursuit"}):
        with pytest.raises(ValidationError):
            CourseIn.model_validate(EXAMPLE_COURSE | {"properties": EXAMPLE_COURSE["properties"] | wrong})


def test_it_is_proposed_to_somebody() -> None:
    assert [
        str(party) for party in JointPatrolIn.model_validate(EXAMPLE_COURSE | {"with": [WEST]}).members
    ] == [WEST]
    with pytest.raises(ValidationError):
        JointPatrolIn.model_validate(EXAMPLE_COURSE | {"with": []})


def test_a_digest_is_64_hexadecimal_digits() -> None:
    for wrong in ("", "x" * 64, "0" * 63):
        with pytest.raises(ValidationError):
            CountersignIn.model_validate({"digest": wrong})


def test_the_example_is_a_message() -> None:
    assert JointPatrolOut.model_validate(EXAMPLE_JOINT).model_dump(mode="json") == EXAMPLE_JOINT
