"""Who is asking: the session's token from a bearer header or the cookie, recognised at the door (SEC-04).

What the viewer may see is not decided here but by flows and by the database.
"""

import asyncio
from typing import Annotated, Final, NamedTuple, cast
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from deconflict.api.edge import Edge, edge_of
from deconflict.api.errors import OriginRefused
from deconflict.flows.recognise import recognise
from deconflict.parties.errors import SignedOut
from deconflict.parties.model import Viewer, Whence

COOKIE: Final = "deconflict_session"
SECURE_COOKIE: Final = f"__Host-{COOKIE}"
"""Its prefix lets browsers take it from this host alone, over https; a host beside it cannot plant one."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_TOKEN: Final = 128
MAX_ADDRESS: Final = 100
MAX_AGENT: Final = 200


class Token(NamedTuple):
    """A session's secret, and whether a browser added it by itself."""

    text: str
    by_cookie: bool


async def admit(request: Request) -> Viewer:
    """Return who asks; SignedOut without an open session, OriginRefused when another site's page asks."""
    token = token_of(request)
    if token.by_cookie and request.method not in SAFE_METHODS:
        require_own_origin(request, edge_of(request))
    viewer = await viewer_of(edge_of(request), token)
    require_person(request, viewer)
    return viewer


async def viewer_of(edge: Edge, token: Token) -> Viewer:
    """Return whose open session that is; SignedOut when there is none."""
    steady_s, now = asyncio.get_running_loop().time(), edge.clock.now()
    viewer = edge.recognised.of(token.text, steady_s, now)
    if viewer is None:
        viewer = await recognise(edge.database, token.text, now)
        if viewer is None:
            raise SignedOut()
        edge.recognised.keep(token.text, viewer, steady_s)
    return viewer


def token_of(connection: HTTPConnection) -> Token:
    """Return the token that a request or a handshake carries, the bearer's first; SignedOut without one."""
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    cookie = connection.cookies.get(cookie_name(secure=edge_of(connection).secure_cookies), "")
    token = Token(bearer.strip(), by_cookie=False) if scheme else Token(cookie, by_cookie=True)
    known_scheme = token.by_cookie or scheme.lower() == "bearer"
    if not known_scheme or not 0 < len(token.text) <= MAX_TOKEN or not token.text.isascii():
        raise SignedOut()
    return token


def cookie_name(*, secure: bool) -> str:
    """Return what the cookie with the token is called."""
    return SECURE_COOKIE if secure else COOKIE


def whence(request: Request) -> Whence:
    """Return from where somebody asks, and with what, as far as they say; for their own list of sessions."""
    agent = "".join(letter for letter in request.headers.get("user-agent", "") if letter.isprintable())
    return Whence((request.client.host if request.client else "")[:MAX_ADDRESS], agent[:MAX_AGENT])


def require_person(request: Request, viewer: Viewer) -> None:
    """Refuse what one person said where the session is another's: SignedOut, since whoever said it is not signed in.

    A page sends what was said without a line with the cookie that the browser has by then (`clients/web/sdk`).
    """
    if request.headers.get("if-person", str(viewer.person)) != str(viewer.person):
        raise SignedOut()


def require_own_origin(connection: HTTPConnection, edge: Edge) -> None:
    """Refuse what a page of another origin asks for with a cookie that it cannot read."""
    origin = connection.headers.get("origin")
    if origin is None:
        if connection.headers.get("sec-fetch-site") != "same-origin":
            raise OriginRefused()
        return
    said = urlsplit(origin)
    own = said.netloc.lower() == connection.headers.get("host", "").lower()
    if edge.secure_cookies:  # behind a proxy that ends TLS the request itself does not say so
        own = own and said.scheme == "https"
    if not own and origin not in edge.allowed_origins:
        raise OriginRefused()


async def signed_in(request: Request) -> Viewer:
    """Return who asks; a `SignedInRoute` has let them in before anything else was looked at."""
    return cast(Viewer, request.state.viewer)


SignedIn = Annotated[Viewer, Depends(signed_in)]
