"""What is cleared away before a performance, and what is said after it."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
import typer.main

from deconflict.demo import show
from deconflict.demo.cast import SIDES
from deconflict.demo.show import FAULTS, Show, cleared_by, client_program, invitation, verdict
from deconflict.demo.story import into_the_way, the_story
from deconflict_client import Unavailable
from deconflict_client.cli import app


async def test_what_an_earlier_performance_left_is_withdrawn_or_ended(pretended: SimpleNamespace) -> None:
    states = ("registered", "active", "off_plan", "ended", "withdrawn", "expired")
    on_record = [SimpleNamespace(id=state, state=state) for state in states]
    calls = [
        SimpleNamespace(id="ours", ended_at=None, unit="u1"),
        SimpleNamespace(id="over", ended_at="then", unit="u1"),
        SimpleNamespace(id="theirs", ended_at=None, unit=None),
    ]
    client = pretended.Client(on_record=on_record, calls=calls)
    assert await cleared_by(client) == 4
    assert client.asked == [
        ("withdraw", "registered"),
        ("end", "active"),
        ("end", "off_plan"),
        ("end_call", "ours"),
    ]


class Sleepy(Show):
    """What a laptop that was asleep does to its first performance."""

    begun: ClassVar[list[float]] = []

    async def _for_visitors(self, folder: Path, speed: float) -> None:
        self.begun.append(speed)
        if len(self.begun) == 1:
            raise ExceptionGroup("all that report", [Unavailable(code="no_answer", detail="ReadError")])
        raise EndOfTest()


class EndOfTest(Exception):
    pass


async def test_a_service_that_did_not_answer_for_a_while_ends_no_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show, "quiet_s", lambda _: 0.0)
    said: list[str] = []
    with pytest.raises(EndOfTest):
        await Sleepy(the_story(), "http://127.0.0.1:1", {}, 1.0, said.append).on_and_on(tmp_path, 1.0)
    assert said == ["The service has not answered for a while: the story begins again."]


def test_a_flawless_performance_is_said_to_be_one() -> None:
    assert verdict({"ok": True}).startswith("Everyone who had to know")


def test_faults_are_named() -> None:
    told = verdict({"ok": False, **{name: [] for name in FAULTS}, "missing": [{"login": "room"}]})
    assert told.startswith("NOT")
    assert '{"missing": [{"login": "room"}]}' in told


def test_a_visitor_is_invited_with_three_commands_that_exist() -> None:
    told = invitation("http://127.0.0.1:8000", Path("try-it.geojson"))
    commands = re.findall(r"deconflict-client (\w+)", told)
    assert commands == ["login", "register", "watch"]
    assert set(commands) <= set(typer.main.get_command(app).commands)
    assert "DECONFLICT_URL=http://127.0.0.1:8000" in told


def test_the_client_is_called_by_name_where_it_is_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert client_program().endswith("/deconflict-client")
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert client_program() == "deconflict-client"


def test_the_visitors_patrol_is_the_western_partys() -> None:
    west = next(side for side in SIDES if side.slug == "west")
    assert into_the_way().callsign in west.callsigns
