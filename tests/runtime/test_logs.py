"""No place, no secret and no word of a driver's in any log (SEC-03)."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
import structlog
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from deconflict.errors import NotFound
from deconflict.runtime.logs import WITHHELD, configure_logs, safe


@dataclass
class Path:
    """Stands for any value of ours that prints itself with all it has."""

    lon: float = 13.1875


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """Configure the log for a pipe and return what was logged since; put everything back afterwards."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    root = logging.getLogger()
    before = structlog.get_config()
    kept = (root.handlers, root.level, logging.getLogger("uvicorn.access").disabled)
    uvicorn.Config("nothing:app")  # what it configures by itself keeps its lines apart
    configure_logs("info", "test")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers, root.level, logging.getLogger("uvicorn.access").disabled = kept
    logging.captureWarnings(capture=False)
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    "name",
    [
        "lon",
        "lat",
        "at_lon",
        "coordinates",
        "geometry",
        "Plan-Geometry",
        "track",
        "password",
        "X-Api-Key",
        "token",
    ],
)
def test_a_known_name_is_withheld_whatever_it_holds(name: str) -> None:
    assert safe({"deep": [{name: 13.1875}]}) == {"deep": [{name: WITHHELD}]}


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    "text",
    [
        "POINT(13.1875 32.8872)",
        "SRID=4326;LINESTRING Z (13.18 32.88 0, 13.5 32.7 0)",
        "at 13.1875, 32.8872 now",
        "[[13.19,32.88],[13.52,32.74]]",
        "0101000020E6100000000000000000F03F00000000000000400000",
        "postgresql://admin:hunter2@db/ops",
    ],
)
def test_what_looks_like_a_place_or_a_secret_is_cut_out_of_text(text: str) -> None:
    cut = str(safe(f"driver said {text} end"))
    assert WITHHELD in cut
    for piece in ("13.18", "32.88", "32.74", "000000F0", "hunter2"):
        assert piece not in cut
    assert cut.startswith("driver said")


@pytest.mark.rule("SEC-03")
@given(st.floats(-180, 180), st.floats(-80, 80))
def test_no_pair_of_degrees_survives_in_text(lon: float, lat: float) -> None:
    east, north = f"{lon:.4f}", f"{lat:.4f}"
    assert east not in str(safe(f"unit at {east} {north} reported"))


def test_plain_facts_stay() -> None:
    at, one = datetime(2026, 12, 1, tzinfo=UTC), UUID(int=1)
    event = {
        "event": "checked",
        "plans": 3,
        "took_ms": 1.5,
        "at": at,
        "patrol": one,
        "none": None,
        "ok": True,
    }
    assert safe(event) == event
    assert safe({"done": {"one", "two"}, "pair": (1, 2)})["pair"] == [1, 2]


@pytest.mark.rule("SEC-03")
def test_a_value_of_ours_is_told_by_its_type_alone() -> None:
    assert safe({"given": Path()}) == {"given": "<Path>"}


def test_an_entry_is_one_line_of_json_with_time_level_and_process(lines: Callable) -> None:
    structlog.get_logger().info("plan checked", plans=3, lat=32.8872)
    structlog.get_logger().debug("not said")
    (entry,) = lines()
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {"event": "plan checked", "level": "info", "process": "test", "plans": 3, "lat": WITHHELD}


@pytest.mark.rule("SEC-03")
def test_an_exception_is_told_by_type_and_place_in_the_code(lines: Callable) -> None:
    try:
        raise ValueError("the patrol of B at 13.1875 32.8872 is called Falcon")
    except ValueError:
        structlog.get_logger().exception("check failed")
    logging.getLogger("asyncio").error("task failed", exc_info=NotFound())
    ours, library = lines()
    assert ours["error"] == "ValueError"
    assert ours["raised_at"][-1].endswith("test_an_exception_is_told_by_type_and_place_in_the_code")
    assert (library["error"], library["logger"]) == ("not_found", "asyncio")
    assert "Falcon" not in json.dumps([ours, library])


@pytest.mark.rule("SEC-03")
def test_an_error_of_the_driver_loses_its_words(lines: Callable, database_url: URL) -> None:
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 'Falcon at 13.18'::int"))
    except SQLAlchemyError:
        logging.getLogger("sqlalchemy.pool").exception("failed")
    finally:
        engine.dispose()
    (entry,) = lines()
    assert entry["error"] == "DataError"
    assert "Falcon" not in json.dumps(entry)


@pytest.mark.rule("SEC-03")
def test_what_ends_a_process_is_a_line_without_its_words(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    try:
        raise RuntimeError("SELECT 13.18, 32.88")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    [line] = lines()
    assert line["event"] == "process_failed"
    assert line["error"] == "RuntimeError"
    assert "13.18" not in json.dumps(line)


class Raising:
    """Raises while it is freed, where nobody can catch it."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __del__(self) -> None:
        raise self.error


@pytest.mark.rule("SEC-03")
def test_what_nobody_can_catch_is_a_line_without_its_words_and_a_stop_is_none(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    freed = Raising(RuntimeError("SELECT 13.18, 32.88"))
    del freed
    stopped = Raising(KeyboardInterrupt())
    del stopped
    [line] = lines()
    assert (line["event"], line["error"]) == ("exception_ignored", "RuntimeError")
    assert "13.18" not in json.dumps(line)


def test_libraries_speak_through_the_same_processors_and_only_up(lines: Callable) -> None:
    logging.getLogger("somewhere").info("chatter")
    logging.getLogger("somewhere").warning("at %s", "13.1875 32.8872")
    logging.getLogger("uvicorn.error").info("Started server process")
    logging.getLogger("uvicorn.access").info("GET /v1/patrols?after=x")
    assert [(entry["logger"], entry["event"]) for entry in lines()] == [
        ("somewhere", f"at {WITHHELD}"),
        ("uvicorn.error", "Started server process"),
    ]


def test_on_a_terminal_lines_are_for_people(monkeypatch: pytest.MonkeyPatch, lines: Callable) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logs("info", "test", console=True)
    structlog.get_logger().info("plan checked", token="secret")
    assert "plan checked" in stream.getvalue()
    assert "secret" not in stream.getvalue()


def test_what_python_warns_of_is_a_line_like_any_other(lines: Callable[[], list[dict[str, object]]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)  # pytest has put a catcher of its own before it
        warnings.warn("something was never awaited", RuntimeWarning, stacklevel=1)
    [line] = lines()
    assert (line["process"], line["level"]) == ("test", "warning")
    assert "something was never awaited" in str(line["event"])
