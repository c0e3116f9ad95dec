"""The verdict: right only if just what is due came, over the socket, acknowledged, and nobody else was told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deconflict.demo.model import Story, Told
from deconflict.demo.report import Account, Heard, as_text, expected_of, summary
from deconflict.demo.story import the_story

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
STORY = the_story()
Accounts = dict[str, Account]


def heard(told: Told, seq: int) -> Heard:
    return Heard(told, seq, "RX-9C3H", AT, ("Salem", AT))


def flawless() -> Accounts:
    """Everybody was told just what the story says."""
    accounts = {}
    for member in STORY.members:
        expected = expected_of(STORY, member)
        came = tuple(heard(told, seq) for seq, told in enumerate(expected, 1))
        accounts[member.login] = Account(member, expected, came, frozenset(item.seq for item in came))
    return accounts


def verdict(accounts: Accounts, story: Story = STORY, **changed: object) -> dict[str, object]:
    open_conflicts, faults = changed.get("open", STORY.open_conflicts), changed.get("faults", ())
    return summary(story, list(accounts.values()), [], open_conflicts, faults, 20.0)


def lose_the_last(accounts: Accounts) -> None:
    of = accounts["huda@east"]
    accounts["huda@east"] = replace(of, heard=of.heard[:-1], in_feed=of.in_feed - {len(of.heard)})


def repeat_the_last(accounts: Accounts) -> None:
    of = accounts["karim@west"]
    again = replace(of.heard[-1], seq=len(of.heard) + 1)
    accounts["karim@west"] = replace(of, heard=(*of.heard, again), in_feed=of.in_feed | {again.seq})


def tell_a_stranger(accounts: Accounts) -> None:
    of = accounts["council"]
    told = heard(Told("overlap", "opened", frozenset({"Jabal 1"})), 1)
    accounts["council"] = replace(of, heard=(told,), in_feed=frozenset({1}))


def tell_of_another_patrol(accounts: Accounts) -> None:
    of = accounts["salem@east"]
    wrong = replace(of.heard[0], told=replace(of.heard[0].told, about=frozenset({"Nakhla 1"})))
    accounts["salem@east"] = replace(of, heard=(wrong, *of.heard[1:]))


def tell_another_grade(accounts: Accounts) -> None:
    of = accounts["room"]
    wrong = replace(of.heard[2], told=replace(of.heard[2].told, grade="critical"))
    accounts["room"] = replace(of, heard=(*of.heard[:2], wrong, *of.heard[3:]))


def leave_one_unacknowledged(accounts: Accounts) -> None:
    of = accounts["room"]
    accounts["room"] = replace(of, heard=(replace(of.heard[0], acknowledged=None), *of.heard[1:]))


def put_one_in_the_feed_alone(accounts: Accounts) -> None:
    of = accounts["nadia"]
    accounts["nadia"] = replace(of, in_feed=frozenset({1}))


def test_the_flawless_performance_is_ok() -> None:
    found = verdict(flawless())
    assert found["ok"] is True
    assert (found["missing"], found["unexpected"]) == ([], [])
    assert found["told_nothing"] == ["nadia", "council"]
    recipients = {item["login"]: item for item in found["recipients"]}
    assert set(recipients) == {login for due in STORY.dues() for login in due.logins}
    assert recipients["room"]["received"][0] == {
        "kind": "conflict",
        "change": "opened",
        "about": ["Nakhla 1", "Saqr 1"],
        "grade": "critical",
        "reference": "RX-9C3H",
        "seq": 1,
        "received_at": "2026-12-01T08:00:00.000Z",
        "acknowledged": {"by": "Salem", "at": "2026-12-01T08:00:00.000Z"},
    }


def test_that_a_unit_lost_in_an_earlier_performance_is_heard_again_belongs_to_that_one() -> None:
    accounts = flawless()
    of = accounts["room"]
    told = Told("all_clear", "heard", frozenset({"Jabal 7"}))
    again = replace(heard(told, len(of.heard) + 1), reference="RX-LONG")
    accounts["room"] = replace(of, heard=(*of.heard, again), in_feed=of.in_feed | {again.seq})
    found = verdict(accounts)
    assert found["ok"] is True
    [room] = [item for item in found["recipients"] if item["login"] == "room"]
    assert len(room["received"]) == len(of.heard)


@pytest.mark.parametrize(
    ("sabotage", "told_in"),
    [
        (lose_the_last, {"missing"}),
        (repeat_the_last, {"unexpected"}),
        (tell_a_stranger, {"unexpected"}),
        (tell_of_another_patrol, {"missing", "unexpected"}),
        (tell_another_grade, {"missing", "unexpected"}),
        (leave_one_unacknowledged, {"unacknowledged"}),
        (put_one_in_the_feed_alone, {"undelivered"}),
    ],
)
def test_every_sabotage_is_seen(sabotage: Callable[[Accounts], None], told_in: set[str]) -> None:
    accounts = flawless()
    sabotage(accounts)
    found = verdict(accounts)
    faults = ("missing", "unexpected", "unacknowledged", "undelivered")
    assert found["ok"] is False
    assert {name for name in faults if found[name]} == told_in


@pytest.mark.parametrize(
    ("open_conflicts", "told_in"),
    [
        (frozenset(list(STORY.open_conflicts)[1:]), "conflicts_missing"),
        (
            STORY.open_conflicts | {(frozenset({"Saqr 5", "Nakhla 5"}), "critical")},
            "conflicts_unexpected",
        ),
    ],
)
def test_the_room_must_have_just_the_conflicts_of_the_story(open_conflicts: object, told_in: str) -> None:
    found = verdict(flawless(), open=open_conflicts)
    assert found["ok"] is False
    assert found[told_in]


def test_what_the_service_refused_is_not_ok() -> None:
    found = verdict(flawless(), faults=["On the coast road …"])
    assert (found["ok"], found["faults"]) == (False, ["On the coast road …"])


def test_nobody_at_all_being_told_is_not_ok() -> None:
    accounts = {
        login: replace(account, heard=(), in_feed=frozenset()) for login, account in flawless().items()
    }
    assert verdict(accounts)["ok"] is False


def test_the_text_is_json_with_one_alert_a_line() -> None:
    found = verdict(flawless())
    text = as_text(found)
    assert json.loads(text) == found
    alerts = [line for line in text.splitlines() if '"received_at"' in line]
    assert len(alerts) == sum(len(due.logins) for due in STORY.dues())
    one_each = [line.strip().removeprefix('"received": [').rstrip(",]") for line in alerts]
    assert all(isinstance(json.loads(line), dict) for line in one_each)
