"""Showing once more who one is: what a proof is refused for, told with its place."""

from typing import Any

import pytest

PATHS = ("/v1/second-factor", "/v1/second-factor/remove", "/v1/devices/own")


@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize("path", PATHS)
async def test_every_change_of_a_way_in_takes_the_password(service: Any, path: str) -> None:
    a = await service.client("a")
    named = {"name": "phone"} if path.endswith("own") else {}
    refused = await a.post(path, json=named | {"password": "a guess"})
    said = refused.json()
    assert (refused.status_code, said["code"], said["pointer"]) == (403, "proof_refused", "/password")
    without = await a.post(path, json=named)
    assert (without.status_code, without.json()["code"]) == (422, "field_missing")
    assert (await a.post(path, json=named | {"password": "a long password"})).status_code in {201, 204}


@pytest.mark.rule("SEC-04")
async def test_proofs_of_all_kinds_are_counted_together(service: Any) -> None:
    a = await service.client("a")
    answers = [
        await a.post(path, json={"password": "a guess"} | ({"name": "x"} if path.endswith("own") else {}))
        for path in (PATHS * 4)[:11]
    ]
    assert [each.status_code for each in answers] == [403] * 10 + [429]
