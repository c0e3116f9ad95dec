"""The commands about rendezvous and joint patrols, with a client that answers what it is asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from deconflict_client import cli_together
from deconflict_client.cli import app
from deconflict_client.plan import Plan, Waypoint
from deconflict_client.together import JointPatrol, MeetingPlace, MeetingSide, Member, Rendezvous

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
ONE = NOON.replace(hour=13)
PLACE = MeetingPlace(13.19, 32.88, 500.0, NOON, ONE)
SIDES = (MeetingSide("east", "East", True), MeetingSide("west", "West", False))
MEETING = Rendezvous("m1", "M3-7QXA", "proposed", SIDES, "east", PLACE, None, None, NOON, None, None)
PLAN = Plan("", (Waypoint(13.19, 32.88, NOON), Waypoint(13.5, 32.7, ONE)), 600)
MEMBERS = (Member("east", "East", "Falcon 2", False),)
JOINT = JointPatrol(
    "j1", "J5-4KWN", "proposed", 0, 1, "east", MEMBERS, 1, "{}", "d1", PLAN, None, None, NOON, None, None
)  # fmt: skip
TIMES = ("--start", "2026-12-01T12:00Z", "--end", "2026-12-01T13:00Z")


class Recorder:
    """Answers every request with a rendezvous or a joint patrol, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def who_am_i(self) -> SimpleNamespace:
        return SimpleNamespace(person=SimpleNamespace(party="east"))

    def __getattr__(self, name: str) -> object:
        def answer(*arguments: object) -> object:
            self.asked.append((name, arguments))
            if name in {"all_rendezvous", "joint_patrols"}:
                return []
            if name == "countersign":
                return replace(JOINT, state="agreed")
            return MEETING if "rendezvous" in name or "about" in name else JOINT

        return answer


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()

    @contextmanager
    def signed_in(_url: str) -> Iterator[Recorder]:
        yield recorder

    monkeypatch.setattr(cli_together, "signed_in", signed_in)
    return recorder


def run(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=said)


def test_a_rendezvous_is_proposed_to_a_party_or_about_something(client: Recorder) -> None:
    where = ("--lon", "13.19", "--lat", "32.88", *TIMES)
    shown = run("rendezvous", "propose", "--with", "west", *where)
    assert shown.exit_code == 0, shown.output
    assert "M3-7QXA" in shown.stdout
    assert run("rendezvous", "propose", "--overlap", "o1", *where).exit_code == 0
    assert run("rendezvous", "propose", "--conflict", "c1", *where).exit_code == 0
    assert client.asked == [
        ("propose_rendezvous", (("east", "west"), PLACE)),
        ("propose_about_overlap", ("o1", PLACE)),
        ("propose_about_conflict", ("c1", PLACE)),
    ]
    assert run("rendezvous", "propose", *where).exit_code == 2
    assert run("rendezvous", "propose", "--with", "west", "--overlap", "o1", *where).exit_code == 2


def test_it_is_confirmed_ended_passed_on_and_listed(client: Recorder) -> None:
    for arguments in (("confirm", "m1"), ("end", "m1"), ("pass-on", "m1", "west")):
        assert run("rendezvous", *arguments).exit_code == 0
    assert run("rendezvous", "list", "--language", "ar").stdout == "لا شيء\n"
    assert [name for name, _ in client.asked] == [
        "confirm_rendezvous",
        "end_rendezvous",
        "pass_on_rendezvous",
        "all_rendezvous",
    ]


@pytest.mark.rule("PAT-10")
def test_one_sees_the_text_in_both_languages_and_its_digest_before_one_is_asked(client: Recorder) -> None:
    refused = run("joint", "countersign", "j1", said="n\n")
    assert refused.exit_code == 1
    for shown in ("d1", "Countersign this text", "هل توقّع", "النص"):
        assert shown in refused.stdout
    assert [name for name, _ in client.asked] == ["joint_patrol"]
    assert run("joint", "countersign", "j1", "--yes").exit_code == 0
    assert client.asked[-1] == ("countersign", (JOINT,))


def test_a_joint_patrol_is_proposed_from_a_file_attached_to_and_ended(
    client: Recorder, tmp_path, feature
) -> None:
    file = tmp_path / "plan.geojson"
    file.write_text(json.dumps(feature))
    for arguments in (
        ("propose", str(file), "--with", "west"),
        ("amend", "j1", str(file)),
        ("attach", "j1", "Falcon 2"),
        ("withdraw", "j1"),
        ("list",),
    ):
        shown = run("joint", *arguments)
        assert shown.exit_code == 0, shown.output
    assert [name for name, _ in client.asked] == [
        "propose_joint_patrol",
        "amend_joint_patrol",
        "attach_unit",
        "withdraw_joint_patrol",
        "joint_patrols",
    ]
