"""Typed towns and maps over HTTP: for whoever is signed in, and the same for everybody."""

from typing import Any

import pytest

from deconflict.places.reading import SHIPPED

FILE = (SHIPPED / "libya.pmtiles").read_bytes()


@pytest.mark.rule("DIS-06")
async def test_everybody_who_is_signed_in_finds_the_same_towns(service: Any) -> None:
    answers = [
        (await (await service.client(who)).get("/v1/places", params={"q": "طرابلس"})).content
        for who in ("a", "b", "desk", "operator")
    ]
    assert len(set(answers)) == 1
    found = (await (await service.client("a")).get("/v1/places?q=trip&limit=1")).json()
    assert [(each["name_en"], each["name_ar"], each["kind"]) for each in found["places"]] == [
        ("Tripoli", "طرابلس", "town")
    ]
    assert "GeoNames" in found["attribution"]


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize("query", ["", "?q=", "?q=" + "a" * 65, "?q=a&limit=0", "?q=a&limit=21", "?q=a&z=1"])
async def test_a_question_is_bounded(service: Any, query: str) -> None:
    answer = await (await service.client("a")).get(f"/v1/places{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_basemap_is_listed_with_whose_it_is(service: Any) -> None:
    (libya,) = (await (await service.client("a")).get("/v1/maps")).json()["maps"]
    assert (libya["name"], libya["basemap"], libya["address"]) == ("libya", True, "/v1/maps/libya")
    assert libya["size"] == len(FILE)
    assert "Natural Earth" in libya["attribution"]


async def test_a_map_is_read_whole_or_by_ranges(service: Any) -> None:
    client = await service.client("a")
    whole = await client.get("/v1/maps/libya")
    assert (whole.status_code, whole.content) == (200, FILE)
    assert whole.headers["content-type"] == "application/vnd.pmtiles"
    assert whole.headers["accept-ranges"] == "bytes"
    for said, expected in (
        ("bytes=0-126", FILE[:127]),
        (f"bytes={len(FILE) - 5}-", FILE[-5:]),
        ("bytes=-7", FILE[-7:]),
    ):
        part = await client.get("/v1/maps/libya", headers={"Range": said})
        assert (part.status_code, part.content) == (206, expected)
        assert part.headers["etag"] == whole.headers["etag"]


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    "said", ["bytes=99999999-", "bytes=5-4", "bytes=-0", "bytes=0-1,5-9", "lines=1-2", "bytes=-", "x"]
)
async def test_a_range_that_is_none_is_refused(service: Any, said: str) -> None:
    answer = await (await service.client("a")).get("/v1/maps/libya", headers={"Range": said})
    assert (answer.status_code, answer.json()["code"]) == (416, "range_refused")
    assert answer.json()["size"] == len(FILE)


@pytest.mark.parametrize("name", ["nowhere", "..", "%2e%2e%2fmodel", "libya.pmtiles", "LIBYA"])
async def test_what_is_no_map_is_absent(service: Any, name: str) -> None:
    assert (await (await service.client("a")).get(f"/v1/maps/{name}")).status_code == 404
