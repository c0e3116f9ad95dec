"""Whoever was recognised is kept for less than a second, and not beyond their session (SEC-04)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.api.recognised import KEEP_S, Recognised
from deconflict.parties.model import Role, Viewer

pytestmark = pytest.mark.rule("SEC-04")

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
VIEWER = Viewer(uuid4(), uuid4(), uuid4(), Role.LIAISON, None, NOW + timedelta(hours=1))


def test_a_viewer_is_kept_for_half_a_second() -> None:
    recognised = Recognised()
    recognised.keep("token", VIEWER, 100.0)
    assert recognised.of("token", 100.0 + KEEP_S - 0.01, NOW) is VIEWER
    assert recognised.of("token", 100.0 + KEEP_S, NOW) is None
    assert recognised.of("another", 100.0, NOW) is None
    assert KEEP_S <= 0.5


def test_a_session_that_expires_is_over_at_once() -> None:
    recognised = Recognised()
    recognised.keep("token", VIEWER, 100.0)
    assert recognised.of("token", 100.0, VIEWER.expires_at) is None


def test_a_forgotten_token_has_to_knock_again() -> None:
    recognised = Recognised()
    recognised.keep("token", VIEWER, 100.0)
    recognised.forget("token")
    recognised.forget("never kept")
    assert recognised.of("token", 100.0, NOW) is None


def test_the_longest_kept_makes_room() -> None:
    recognised = Recognised(most=2)
    for token in ("a", "b", "a", "c"):
        recognised.keep(token, VIEWER, 100.0)
    assert [recognised.of(token, 100.0, NOW) for token in "abc"] == [VIEWER, None, VIEWER]
