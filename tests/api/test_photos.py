"""Photos over HTTP: streamed in, bounded, taken for their bytes; handed out so that they run nothing (SEC-02)."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Any

import pytest
from starlette.requests import Request

from deconflict.api.limits import MAX_UPLOAD_BYTES
from deconflict.api.photos import received
from deconflict.api.uploads import AT_ONCE
from deconflict.api.wire_incidents import EXAMPLE_OBSERVATION
from deconflict.incidents.errors import PhotoRefused
from deconflict.incidents.images import MAX_BYTES, bare
from tests.photos import JPEG, PNG, SECRET, WEBP, told_on

TYPED = {"Content-Type": "image/jpeg"}


async def reported(service: Any, who: str = "crew") -> str:
    said = {"unit": "U1", "observation": EXAMPLE_OBSERVATION}
    answer = await (await service.client(who)).post("/v1/incidents", json=said)
    return f"{answer.headers['Location']}/photos"


async def pieces(file: bytes) -> AsyncIterator[bytes]:
    """A file that comes a few bytes at a time and does not say how long it is."""
    for at in range(0, len(file), 5):
        yield file[at : at + 5]


@pytest.mark.rule("INC-01", "SEC-02")
@pytest.mark.parametrize("file", [JPEG, PNG, WEBP])
async def test_a_photo_goes_in_and_comes_out_without_what_the_camera_wrote(service: Any, file: bytes) -> None:
    address = await reported(service)
    crew = await service.client("crew")
    added = await crew.post(address, content=pieces(told_on(file)), headers=TYPED)
    assert added.status_code == 201, added.text
    for who in ("crew", "a", "desk"):
        client = await service.client(who)
        shown = await client.get(added.headers["Location"])
        assert shown.content == bare(file).content
        assert SECRET not in shown.content
        assert (await client.get(address.removesuffix("/photos"))).json()["photos"] == [added.json()]


@pytest.mark.rule("SEC-02")
async def test_an_image_is_handed_out_so_that_nothing_of_it_runs_or_is_kept(service: Any) -> None:
    address = await reported(service)
    crew = await service.client("crew")
    added = await crew.post(address, content=PNG, headers=TYPED)
    headers = (await crew.get(added.headers["Location"])).headers
    assert headers["Content-Type"] == "image/png"  # as its bytes are, whatever was said
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Content-Disposition"] == f'inline; filename="{added.json()["id"]}.png"'
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.rule("PAT-08")
async def test_a_photo_sent_again_is_answered_with_the_first(service: Any) -> None:
    address = await reported(service)
    crew = await service.client("crew")
    first = await crew.post(address, content=JPEG, headers=TYPED)
    again = await crew.post(address, content=told_on(JPEG), headers=TYPED)
    assert (again.status_code, again.json()) == (200, first.json())


@pytest.mark.rule("DIS-06")
async def test_for_a_rival_there_is_no_photo_and_nothing_to_add_one_to(service: Any) -> None:
    address = await reported(service)
    added = await (await service.client("crew")).post(address, content=JPEG, headers=TYPED)
    theirs = await reported(service, "b")
    nowhere = added.headers["Location"].replace(address, theirs)
    for who in ("b", "facilitator"):
        client = await service.client(who)
        for path in (added.headers["Location"], nowhere):
            assert (await client.get(path)).status_code == 404
        hidden = await client.post(address, content=JPEG, headers=TYPED)
        absent = await client.post(f"/v1/incidents/{added.json()['id']}/photos", content=JPEG, headers=TYPED)
        assert (hidden.status_code, hidden.content) == (404, absent.content)


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("file", "kind", "status", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", 415, "media_type_refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", 422, "photo_refused"),
        (b"", "image/jpeg", 422, "photo_refused"),
        (JPEG[:60], "image/jpeg", 422, "photo_refused"),
        (JPEG + bytes(MAX_UPLOAD_BYTES), "image/jpeg", 413, "body_too_large"),
    ],
)
async def test_what_is_no_photo_or_too_large_is_refused(
    service: Any, file: bytes, kind: str, status: int, code: str
) -> None:
    address = await reported(service)
    refused = await (await service.client("crew")).post(address, content=file, headers={"Content-Type": kind})
    assert (refused.status_code, refused.json()["code"]) == (status, code)


@pytest.mark.rule("SEC-02")
async def test_a_file_that_is_no_photo_is_not_read_to_its_end() -> None:
    sent = iter([b"GIF89a", bytes(20), b"never asked for"])

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": next(sent), "more_body": True}

    with pytest.raises(PhotoRefused):
        await received(Request({"type": "http", "method": "POST", "headers": []}, receive))
    assert next(sent) == b"never asked for"


@pytest.mark.rule("SEC-02", "SEC-04")
async def test_a_party_with_as_many_uploads_as_it_may_have_is_asked_to_come_again(service: Any) -> None:
    address = await reported(service)
    crew = await service.client("crew")
    with ExitStack() as going_on:
        for _ in range(AT_ONCE):
            going_on.enter_context(service.app.state.edge.uploads.one_of(service.world.parties["a"].id))
        refused = await crew.post(address, content=JPEG, headers=TYPED)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_uploads")
    assert (await crew.post(address, content=JPEG, headers=TYPED)).status_code == 201


def test_the_edge_lets_in_what_is_taken() -> None:
    assert MAX_UPLOAD_BYTES == MAX_BYTES
