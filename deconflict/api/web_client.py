"""Hands out the built pages of `clients/web`: files that are the same for everybody, read once, never by their path.

What is not among them is absent like anything else. Where the pages were not built, a page says so and how to.
"""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.routes import OpenRoute
from deconflict.errors import NotFound

BUILT: Final = Path(__file__).parent / "dist"
INDEX: Final = "index.html"
ASSETS: Final = "assets"
FRONT: Final = "door"
"""The page that is handed out under `/`; every other page is under its name."""

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Everything a page needs is a file of this service: no inline script, nothing from elsewhere, no frame around it."""

ALWAYS_ASK: Final = "no-cache"
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""An asset's name contains a hash of what is in it."""

NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>deconflict</title>
<h1>The service runs. Its pages were not built.</h1>
<p>In the checkout, run <code>scripts/web build</code> and start the service again. Needs Node and npm's registry.</p>
<p>Programs reach the service as ever; its contract is at <a href="/openapi.json">/openapi.json</a>.</p>
<h1 lang="ar" dir="rtl">الخدمة تعمل، لكن صفحاتها لم تُبنَ.</h1>
<p lang="ar" dir="rtl">شغّل <code dir="ltr">scripts/web build</code> في مجلد المشروع ثم أعد تشغيل الخدمة.</p>
</html>
"""


@dataclass(frozen=True)
class File:
    """One built file, ready to be sent."""

    body: bytes
    packed: bytes
    media_type: str
    tag: str
    caching: str

    @classmethod
    def of(cls, body: bytes, media_type: str, caching: str) -> "File":
        """Return a file with what is sent beside it."""
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        return cls(body, gzip.compress(body, mtime=0), media_type, tag, caching)

    def answer(self, request: Request) -> Response:
        """Answer a request for it: not again to whoever has it, packed for whoever unpacks."""
        headers = {
            "Cache-Control": self.caching,
            "Content-Security-Policy": POLICY,
            "ETag": self.tag,
            "Vary": "Accept-Encoding",
        }
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            packed = headers | {"Content-Encoding": "gzip"}
            return Response(self.packed, headers=packed, media_type=self.media_type)
        return Response(self.body, headers=headers, media_type=self.media_type)


@cache
def files(built: Path) -> dict[str, File]:
    """Return what is handed out, by its path in an address. Read once in a process."""
    if not (built / FRONT / INDEX).is_file():
        return {"": File.of(NOT_BUILT.encode(), "text/html", ALWAYS_ASK)}
    found = (path for path in sorted(built.glob("*/*")) if path.is_file() and not path.name.startswith("."))
    return {address(path.relative_to(built)): read(path) for path in found}


def address(path: Path) -> str:
    """Return where a built file is handed out: a page at its folder, what belongs to it beside it."""
    folder = "" if path.parent.name == FRONT else f"{path.parent.name}/"
    return folder if path.name == INDEX else f"{folder}{path.name}"


def read(path: Path) -> File:
    """Read a built file."""
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File.of(path.read_bytes(), media_type, FOR_EVER if path.parent.name == ASSETS else ALWAYS_ASK)


router = APIRouter(route_class=OpenRoute, include_in_schema=False)


@router.get("/")
async def front(request: Request) -> Response:
    """Hand out the first page."""
    return files(BUILT)[""].answer(request)


@router.get("/room/")
@router.get("/liaison/")
@router.get("/mobile/")
async def page(request: Request) -> Response:
    """Hand out a page by its name, or say that nothing was built."""
    built = files(BUILT)
    return built.get(request.url.path.lstrip("/"), built[""]).answer(request)


@router.get("/assets/{name}")
async def asset(name: str, request: Request) -> Response:
    """Hand out a file that a page names."""
    return beside(ASSETS, name, request)


@router.get("/mobile/{name}")
async def of_mobile(name: str, request: Request) -> Response:
    """Hand out what a phone keeps the page by: it has to be beside the page."""
    return beside("mobile", name, request)


def beside(folder: str, name: str, request: Request) -> Response:
    """Hand out a built file, or say that there is none."""
    found = files(BUILT).get(f"{folder}/{name}")
    if found is None:
        raise NotFound()
    return found.answer(request)
