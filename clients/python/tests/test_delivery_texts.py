"""What duty rosters, summons and snoozing read like."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from deconflict_client.delivery import Shift, Snooze, Subscription, Summons
from deconflict_client.delivery_texts import (
    ARABIC,
    ENGLISH,
    shift_line,
    snooze_line,
    subscription_line,
    summons_line,
)
from deconflict_client.texts import Language

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
FAILED = Summons("s1", "sms", None, None, "failed", AT, 6, AT, "outbox")


def test_both_languages_have_the_same_states() -> None:
    assert set(ENGLISH.states) == set(ARABIC.states)
    for field in fields(ENGLISH):
        assert getattr(ENGLISH, field.name) != getattr(ARABIC, field.name)


@pytest.mark.parametrize("language", Language)
def test_every_line_says_when(language: Language) -> None:
    lines = (
        shift_line(Shift("s1", "p1", "salem", "Salem", AT, AT), language),
        summons_line(FAILED, language),
        snooze_line(Snooze(3, AT), language),
        subscription_line(Subscription("a1", AT), language),
    )
    assert all("2026-12-01 08:00Z" in line for line in lines)


def test_what_failed_says_why_in_the_service_s_own_word() -> None:
    assert "FAILED (outbox)" in summons_line(FAILED, Language.ENGLISH)


def test_devices_that_ring_say_so() -> None:
    assert snooze_line(Snooze(0, None), Language.ENGLISH) == "your devices ring"
