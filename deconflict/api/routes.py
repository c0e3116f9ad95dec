"""The two kinds of routes: open ones and those behind sign-in. Each bounds its input in the same order.

Who asks, then which parameters, then the body's media type, size and syntax, and only then its fields: nobody
makes the service parse anything before it knows them (SEC-02).
"""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api import strictjson
from deconflict.api.errors import BodyNotExpected, BodyTooLarge, MediaTypeRefused, UnknownParameter
from deconflict.api.limits import MAX_BODY_BYTES
from deconflict.api.viewer import admit

JSON: Final = "application/json"
GEO_JSON: Final = "application/geo+json"
CHARSETS: Final = frozenset({"", "charset=utf-8", 'charset="utf-8"'})

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class OpenRoute(APIRoute):
    """A route for everybody: signing in, and what says of the service that it runs."""

    media_types: ClassVar[tuple[str, ...]] = (JSON,)
    max_body_bytes: ClassVar[int] = 4096

    def get_route_handler(self) -> Handler:
        """Return the route's handler behind its bounds."""
        handle = super().get_route_handler()
        parameters = known_parameters(self.dependant)
        takes_body = self.body_field is not None

        async def bounded(request: Request) -> Response:
            await self.admit(request)
            require_known_parameters(request, parameters)
            body = await request.body()
            if len(body) > self.max_body_bytes:
                raise BodyTooLarge(limit_bytes=self.max_body_bytes)
            if takes_body:
                require_media_type(request, self.media_types)
                return await handle(_Parsed(request, body))
            if body:
                raise BodyNotExpected()
            return await handle(request)

        return bounded

    async def admit(self, request: Request) -> None:
        """Let everybody in."""


class SignedInRoute(OpenRoute):
    """A route for those who are signed in; `request.state.viewer` says who."""

    max_body_bytes: ClassVar[int] = MAX_BODY_BYTES

    async def admit(self, request: Request) -> None:
        """Let in who holds an open session."""
        request.state.viewer = await admit(request)


class FeatureRoute(SignedInRoute):
    """A signed-in route whose body is a GeoJSON Feature."""

    media_types: ClassVar[tuple[str, ...]] = (JSON, GEO_JSON)


class FileRoute(SignedInRoute):
    """A signed-in route whose body is a file of one of its media types, which it reads by itself."""

    def get_route_handler(self) -> Handler:
        """Return the route's handler behind its bounds."""
        handle = APIRoute.get_route_handler(self)
        parameters = known_parameters(self.dependant)

        async def bounded(request: Request) -> Response:
            await self.admit(request)
            require_known_parameters(request, parameters)
            require_media_type(request, self.media_types)
            await self.take_in(request)
            return await handle(request)

        return bounded

    async def take_in(self, request: Request) -> None:
        """Wait for the whole file."""
        await request.body()


class UploadRoute(FileRoute):
    """A route for files that are larger than other bodies may be: it reads them as they arrive, when it wants them."""

    async def take_in(self, request: Request) -> None:
        """Leave the file where it is."""


class TrackerRoute(OpenRoute):
    """A route of other people's protocol: who speaks stands in the message, beside parameters that are not ours.

    Its handler lets in whom it knows, and reads the body, of whatever media type, by itself.
    """

    max_body_bytes: ClassVar[int] = 64 * 1024

    def get_route_handler(self) -> Handler:
        """Return the route's handler behind the bound of its body."""
        handle = APIRoute.get_route_handler(self)

        async def bounded(request: Request) -> Response:
            if len(await request.body()) > self.max_body_bytes:
                raise BodyTooLarge(limit_bytes=self.max_body_bytes)
            return await handle(request)

        return bounded


class _Parsed(Request):
    """A request whose body was read strictly, for a framework that would read it leniently."""

    def __init__(self, request: Request, body: bytes) -> None:
        super().__init__(request.scope, request.receive)
        self._body = body
        self._json = strictjson.parse(body)


def known_parameters(dependant: Dependant) -> frozenset[str]:
    """Return the query parameters that a route and what it depends on read."""
    names = {field.alias for field in dependant.query_params}
    return frozenset(names.union(*map(known_parameters, dependant.dependencies)))


def require_known_parameters(request: Request, known: frozenset[str]) -> None:
    """Refuse a query parameter that means nothing here or comes twice; neither is dropped silently."""
    if not request.scope["query_string"]:
        return
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known or name in seen:
            raise UnknownParameter(parameter=name[:100])
        seen.add(name)


def require_media_type(request: Request, expected: tuple[str, ...]) -> None:
    """Refuse a body that is not exactly of a media type that is taken here."""
    said = request.headers.getlist("content-type")
    media_type, _, parameter = (said[0] if len(said) == 1 else "").lower().partition(";")
    if media_type.strip() not in expected or parameter.strip() not in CHARSETS:
        raise MediaTypeRefused(expected=" or ".join(expected))
