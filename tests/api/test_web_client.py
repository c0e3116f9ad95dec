"""The pages: the same files for everybody, under a strict policy, cached for as long as they are true."""

import gzip
from pathlib import Path

import pytest

from deconflict.api import web_client
from deconflict.api.envelope import HEADERS
from deconflict.api.web_client import NOT_BUILT, POLICY

PAGE = b'<!doctype html><script type="module" src="/assets/index-a1b2.js"></script>'
WORKER = b"self.addEventListener('install', () => {});"
SCRIPT = b"export const a = 1;" * 50


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages as the build leaves them."""
    (tmp_path / "assets").mkdir()
    for name in ("door", "room", "mobile"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_bytes(PAGE + name.encode())
    (tmp_path / "mobile" / "sw.js").write_bytes(WORKER)
    (tmp_path / ".built").write_text("secret of the build")
    (tmp_path / "assets" / "index-a1b2.js").write_bytes(SCRIPT)
    monkeypatch.setattr(web_client, "BUILT", tmp_path)
    return tmp_path


async def test_the_page_is_always_asked_for_and_its_assets_are_kept_for_ever(service, built: Path) -> None:
    stranger = await service.stranger()
    page, script = await stranger.get("/"), await stranger.get("/assets/index-a1b2.js")
    assert (page.status_code, page.content) == (200, PAGE + b"door")
    assert (script.status_code, script.content) == (200, SCRIPT)
    assert page.headers["cache-control"] == "no-cache"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert script.headers["content-type"].startswith("text/javascript")


async def test_every_page_is_under_its_name_and_what_belongs_to_it_beside_it(service, built: Path) -> None:
    stranger = await service.stranger()
    room, phone, worker = [await stranger.get(path) for path in ("/room/", "/mobile/", "/mobile/sw.js")]
    assert (room.content, phone.content, worker.content) == (PAGE + b"room", PAGE + b"mobile", WORKER)
    assert room.headers["cache-control"] == worker.headers["cache-control"] == "no-cache"
    assert worker.headers["content-type"].startswith("text/javascript")


@pytest.mark.rule("SEC-04")
async def test_a_page_runs_nothing_but_its_own_files(service, built: Path) -> None:
    answer = await (await service.stranger()).get("/")
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    sources = [directive.split()[1:] for directive in POLICY.split("; ")]
    assert all(set(each) <= {"'self'", "'none'"} for each in sources)
    assert {"worker-src 'self'", "manifest-src 'self'"} <= set(POLICY.split("; "))
    assert answer.headers["x-content-type-options"] == HEADERS["X-Content-Type-Options"]
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_what_a_browser_has_is_not_sent_again(service, built: Path) -> None:
    stranger = await service.stranger()
    tag = (await stranger.get("/")).headers["etag"]
    again = await stranger.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert (await stranger.get("/", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_files_are_packed_for_whoever_unpacks_them(service, built: Path) -> None:
    stranger = await service.stranger()
    packed = await stranger.get("/assets/index-a1b2.js", headers={"Accept-Encoding": "gzip"})
    plain = await stranger.get("/assets/index-a1b2.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(gzip.compress(SCRIPT, mtime=0)) < len(SCRIPT)
    assert packed.content == plain.content == SCRIPT
    assert "content-encoding" not in plain.headers


@pytest.mark.rule("SEC-02", "DIS-06")
@pytest.mark.parametrize(
    "name", [".built", "..%2F.built", "%2e%2e/.built", "index.html", "", "%00", "index-a1b2.js/x", "x" * 900]
)
async def test_what_is_no_asset_is_absent_like_anything_else(service, built: Path, name: str) -> None:
    stranger = await service.stranger()
    answer, absent = await stranger.get(f"/assets/{name}"), await stranger.get("/v1/nothing")
    assert (answer.status_code, answer.content) == (404, absent.content)
    if name:
        beside = await stranger.get(f"/mobile/{name}")
        assert (beside.status_code, beside.content) == (404, absent.content)


@pytest.mark.rule("DIS-06")
async def test_everybody_is_handed_the_same_bytes(service, built: Path) -> None:
    clients = [await service.stranger(), await service.client("a"), await service.client("desk")]
    answers = [await client.get(path) for client in clients for path in ("/", "/assets/index-a1b2.js")]
    assert len({(answer.content, str(answer.headers)) for answer in answers[::2]}) == 1
    assert len({(answer.content, str(answer.headers)) for answer in answers[1::2]}) == 1


async def test_the_api_goes_before_the_pages_and_unknown_addresses_are_problems(service, built: Path) -> None:
    stranger = await service.stranger()
    assert (await stranger.get("/healthz")).json()
    for address in ("/v1/nothing", "/nowhere", "/index.html", "/door/", "/room", "/room/index.html"):
        answer = await stranger.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_without_built_pages_a_page_says_so_in_both_languages(
    service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_client, "BUILT", tmp_path / "nowhere")
    stranger = await service.stranger()
    answer = await stranger.get("/")
    assert (answer.status_code, answer.text) == (200, NOT_BUILT)
    assert "scripts/web build" in answer.text
    assert 'lang="ar"' in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert (await stranger.get("/room/")).text == NOT_BUILT
    assert (await stranger.get("/assets/index-a1b2.js")).status_code == 404
