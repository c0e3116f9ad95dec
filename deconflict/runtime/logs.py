"""One log for every process: lines of JSON in a pipe, readable ones on a terminal, all on standard error.

The host of the service reads it, so it says what the service did and never where anybody is or goes, what a
secret is, or what a driver quoted (SEC-03): known keys are withheld, text that looks like a place is cut out,
and of an exception only its type and where it was raised are told.
"""

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import date, datetime
from types import TracebackType
from typing import Any, Final
from uuid import UUID

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from deconflict.errors import DeconflictError

WITHHELD: Final = "[withheld]"

# Compared word by word and without case: `at_lon` and `X-Api-Key` are withheld as well.
PLACE_WORDS: Final = """
    lon lat longitude latitude position positions coordinates geometry geom waypoint waypoints path route
    track knots plan cover cells bounds box bbox envelope point points polygon ring rings wkt geojson feature
"""
HIDDEN_WORDS: Final = """
    token ticket password secret authorization cookie credential credentials key dsn url
    body query detail hint parameters
"""
WITHHELD_KEYS: Final = frozenset((PLACE_WORDS + HIDDEN_WORDS).split())
PLACES_IN_TEXT: Final = re.compile(
    r"\b(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:ZM?|M)?\s*\([^\"']*\)"  # WKT
    r"|\b01[0-9A-Fa-f]{40,}\b"  # WKB in hex
    r"|[-+]?\d{1,3}\.\d{2,}\s*[,; ]\s*[-+]?\d{1,3}\.\d{2,}"  # two decimals side by side
    r"|://[^\s/@]*:[^\s/@]*@",  # credentials in an address
    re.IGNORECASE,
)
"""What a message of a library could quote although no key gives it away."""


def withhold(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take out of an entry what a log must not know."""
    return {name: safe(value, name) for name, value in event.items()}


def safe(value: object, name: str = "") -> object:
    """Return a value fit for the log: plain, without places and secrets; of anything else its type."""
    if _is_withheld(name):
        return WITHHELD
    if value is None or isinstance(value, bool | int | float | UUID | date | datetime):
        return value
    if isinstance(value, str):
        return PLACES_IN_TEXT.sub(WITHHELD, str(value))
    if isinstance(value, Mapping):
        return {str(key): safe(each, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [safe(each) for each in value]
    return f"<{type(value).__name__}>"


def tell_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type, its code if it is ours, and the lines of code it came through."""
    found = event.pop("exc_info", None)
    error = sys.exception() if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = error.code if isinstance(error, DeconflictError) else type(error).__qualname__
        event["raised_at"] = _frames(error.__traceback__)
    return event


def configure_logs(level: str, process: str, *, console: bool | None = None) -> None:
    """Send this process's log, our own and every library's, to standard error. Call once, at its start."""
    if console is None:
        console = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tell_exception,
        withhold,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(serializer=_json)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    _route_libraries(level, [*shared, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer])
    sys.excepthook = _last_words
    sys.unraisablehook = _uncaught


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends this process: Python's own traceback would quote what a driver said."""
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        structlog.get_logger().critical("process_failed", exc_info=(kind, error, trace))


def _uncaught(raised: "sys.UnraisableHookArgs") -> None:
    """Log what was raised where nobody can catch it, as while something is freed; a stop is noted where it is asked."""
    error = raised.exc_value
    if error is not None and not isinstance(error, KeyboardInterrupt):
        trace = (type(error), error, raised.exc_traceback)
        structlog.get_logger().error("exception_ignored", exc_info=trace)


def _route_libraries(level: str, processors: list[Processor]) -> None:
    """Let what libraries log pass the same processors; below warnings only what the web server says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=processors, foreign_pre_chain=[_name_logger])
    )
    logging.captureWarnings(capture=True)  # Python's own would be lines of another shape
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    for name in ("uvicorn", "uvicorn.error"):
        web_server = logging.getLogger(name)
        web_server.handlers, web_server.propagate = [], True  # its own configuration may have kept it apart
        web_server.setLevel(level.upper())
    # Addresses carry cursors; the edge logs its own requests.
    logging.getLogger("uvicorn.access").disabled = True


def _name_logger(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["logger"] = record.name
        event["level"] = record.levelname.lower()
    return event


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [
        f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    ]


def _is_withheld(name: str) -> bool:
    return not WITHHELD_KEYS.isdisjoint(re.split(r"[-_]", name.lower()))


def _json(event: Mapping[str, Any], **_: object) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_UTC_Z).decode()
