"""The published contract is complete: every answer of every route, with examples that are true."""

import jsonschema_rs
import pytest

from deconflict.api.contract import describe
from deconflict.app import bare_app
from deconflict.parties.errors import SignedOut


@pytest.fixture(scope="module")
def document() -> dict:
    """The contract."""
    return describe(bare_app())


def operations(document: dict):
    """Every operation with its address and method."""
    for address, item in document["paths"].items():
        for method, operation in item.items():
            yield address, method, operation


def test_it_is_openapi_3_1_and_worked_out_once(document: dict) -> None:
    assert document["openapi"].startswith("3.1")
    app = bare_app()
    assert describe(app) is describe(app)
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in str(document)
    assert "x-refusals" not in str(document)


def test_every_operation_has_a_name_of_its_own(document: dict) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert "patrols_register" in names


@pytest.mark.rule("SEC-03")
def test_every_refusal_is_a_problem(document: dict) -> None:
    for address, method, operation in operations(document):
        statuses = operation["responses"].keys()
        assert {"500", "503", "414", "431"} <= statuses, (address, method)
        if "{" in address:
            assert "404" in statuses
        if "requestBody" in operation:
            assert {"400", "408", "413", "415", "422"} <= statuses
        for status, answer in operation["responses"].items():
            expected = {"application/problem+json"} if status >= "400" else set()
            expected |= {"application/json"} if (address, status) == ("/readyz", "503") else set()
            assert status < "400" or set(answer["content"]) == expected, (address, method, status)


def test_what_is_behind_sign_in_says_so(document: dict) -> None:
    for address, method, operation in operations(document):
        signed_in = "security" in operation
        assert signed_in == (f"`{SignedOut.code}`" in str(operation["responses"].get("401"))), (
            address,
            method,
        )
    assert "security" not in document["paths"]["/healthz"]["get"]
    assert "security" not in document["paths"]["/v1/session"]["post"]


def test_plans_and_zones_may_be_geojson(document: dict) -> None:
    for address in ("/v1/patrols", "/v1/zones"):
        content = document["paths"][address]["post"]["requestBody"]["content"]
        assert set(content) == {"application/json", "application/geo+json"}
    assert set(document["paths"]["/v1/people"]["post"]["requestBody"]["content"]) == {"application/json"}


def test_every_example_is_true(document: dict) -> None:
    schemas = document["components"]["schemas"]
    shown = {name: schema["examples"] for name, schema in schemas.items() if "examples" in schema}
    assert {"PlanIn", "PatrolOut", "RegisteredOut", "ZoneIn", "OverlapOut", "ConflictOut", "Problem"} <= set(
        shown
    )
    for name, examples in shown.items():
        root = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        for example in examples:
            jsonschema_rs.validate(root, example)
