"""The headers that make changes safe to repeat are read exactly."""

import pytest

from deconflict.api.errors import InvalidHeader, PreconditionRequired
from deconflict.api.headers import etag, fingerprint, version_named, version_required
from deconflict.api.wire_patrols import EXAMPLE_PLAN, PlanIn


@pytest.mark.rule("PAT-04")
def test_if_match_names_a_version() -> None:
    assert version_named('"3"') == 3
    assert version_named(etag(12)) == 12
    assert version_named(None) is None
    assert version_required(' "3" ') == 3


@pytest.mark.parametrize(
    "value", ["3", '"0"', '"-1"', '"3', 'W/"3"', "*", '"3", "4"', '"1e3"', '"9999999999"', ""]
)
def test_what_names_no_version_is_refused(value: str) -> None:
    with pytest.raises(InvalidHeader):
        version_named(value)


@pytest.mark.rule("PAT-04")
def test_a_change_has_to_name_its_version() -> None:
    with pytest.raises(PreconditionRequired):
        version_required(None)


@pytest.mark.rule("PAT-08")
def test_a_fingerprint_follows_the_meaning_of_a_request() -> None:
    plan = PlanIn.model_validate(EXAMPLE_PLAN)
    other = {**EXAMPLE_PLAN, "properties": {**EXAMPLE_PLAN["properties"], "note": "Another day"}}
    turned = dict(reversed(EXAMPLE_PLAN.items()))
    assert fingerprint("register", plan) == fingerprint("register", PlanIn.model_validate(turned))
    assert fingerprint("register", plan) != fingerprint("register", PlanIn.model_validate(other))
    assert fingerprint("register", plan) != fingerprint("amend", plan)
