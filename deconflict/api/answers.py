"""Writes answers as JSON bytes once, straight from the wire models. Never an error: those are `problems.py`'s."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

from deconflict.api.routes import JSON
from deconflict.api.wire import Out


def answer(message: Out, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a message."""
    return Response(message.model_dump_json().encode(), status, headers, JSON)


def kept_answer(message: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> Response:
    """Answer with a message that was kept as JSON; in one order of names, so that a repeat is the same bytes."""
    return Response(orjson.dumps(message, option=orjson.OPT_SORT_KEYS), status, headers, JSON)


def document(message: Mapping[str, Any]) -> Response:
    """Answer with a document that is not one of our messages."""
    return Response(orjson.dumps(message), media_type=JSON)


def no_content() -> Response:
    """Answer that it is done and there is nothing to say."""
    return Response(status_code=204)
