"""The commands by which sides talk call the client and print what came back."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from deconflict_client import cli_talk
from deconflict_client.models import Shift
from deconflict_client.talk import Liaison, Message, Proposal

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
MESSAGE = Message("m1", "sent", None, None, "liaison", "Amal", "We wait.", False, ("o1",), AT)
PROPOSAL = Proposal(
    "s1", "proposed", "east", "East", True, "other", 600, ("o1",), None, AT, AT + timedelta(minutes=30)
)


class Recorder:
    """Stands for the client: notes what is asked, and returns what fits."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        found: dict[str, Any] = {
            "say_about_overlap": MESSAGE,
            "say_about_conflict": MESSAGE,
            "messages": [MESSAGE],
            "messages_about_conflict": [MESSAGE],
            "ask_conflict_shifts": (Shift("p1", AT, None, None, None, None),),
            "conflict_shifts": (Shift("p1", AT, AT, "exact", 60, None),),
            "proposals": [],
            "liaisons": [],
            "name_liaison": Liaison("west", "Amal", "channel 7"),
            "ask_overlap_shift": Shift("p1", AT, None, None, None, None),
            "overlap_shift": Shift("p1", AT, AT, "grid", 60, None),
        }

        def asked(*arguments: Any, **named: Any) -> Any:
            self.asked.append((name, (*arguments, *named.values())))
            return found.get(name, PROPOSAL)

        return asked


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()

    @contextlib.contextmanager
    def signed_in(_url: str) -> Iterator[Recorder]:
        yield recorder

    monkeypatch.setattr(cli_talk, "signed_in", signed_in)
    return recorder


@pytest.mark.parametrize(
    ("typed", "asked", "said"),
    [
        (
            ["say", "o1", "We wait.", "--urgent"],
            ("say_about_overlap", ("o1", "We wait.", None, True)),
            "We wait.",
        ),
        (["messages", "o1"], ("messages", ("o1",)), "to the desk"),
        (["messages", "--json"], ("messages", (None,)), '"id": "m1"'),
        (["messages", "c1", "--conflict"], ("messages_about_conflict", ("c1",)), "to the desk"),
        (
            ["say", "c1", "We wait.", "--conflict"],
            ("say_about_conflict", ("c1", "We wait.", None, False)),
            "We wait.",
        ),
        (["shift", "c1", "--conflict"], ("ask_conflict_shifts", ("c1",)), "patrol p1 · asked"),
        (["shift", "c1", "--conflict", "--read"], ("conflict_shifts", ("c1",)), "patrol p1 · 1 min later"),
        (
            ["shift", "c1", "--conflict", "--read", "--language", "ar"],
            ("conflict_shifts", ("c1",)),
            "دورية \u2068p1\u2069 · تأخير",
        ),
        (
            ["proposal", "shift", "c1", "--conflict", "--mover", "other", "25"],
            ("propose_shift_of_side", ("c1", 25, None, "other")),
            "s1",
        ),
        (["shift", "o1"], ("ask_overlap_shift", ("o1",)), "next tick"),
        (["shift", "o1", "--read"], ("overlap_shift", ("o1",)), "1 min later"),
        (["liaison"], ("liaisons", ()), "nothing"),
        (["liaison", "Amal", "channel 7"], ("name_liaison", ("Amal", "channel 7")), "call Amal"),
        (
            ["proposal", "shift", "o1", "--to", "east", "--", "-25"],
            ("propose_shift", ("o1", -25, "east", "self")),
            "s1",
        ),
        (["proposal", "list"], ("proposals", ()), "nothing"),
        (["proposal", "accept", "s1", "--overlap", "o1"], ("accept_proposal", ("s1", "o1")), "from East"),
        (["proposal", "refuse", "s1"], ("refuse_proposal", ("s1",)), "10 min later"),
        (["proposal", "withdraw", "s1"], ("withdraw_proposal", ("s1",)), "s1"),
    ],
)
def test_each_command_asks_and_says(client: Recorder, typed: list[str], asked: Any, said: str) -> None:
    done = CliRunner().invoke(cli_talk.app, typed)
    assert done.exit_code == 0, done.output
    assert client.asked == [asked]
    assert said in done.output


def test_a_conflict_is_named_by_its_id(client: Recorder) -> None:
    assert CliRunner().invoke(cli_talk.app, ["messages", "--conflict"]).exit_code != 0
    assert client.asked == []


def test_a_liaison_is_named_with_how_to_reach_it(client: Recorder) -> None:
    assert CliRunner().invoke(cli_talk.app, ["liaison", "Amal"]).exit_code != 0
    assert client.asked == []
