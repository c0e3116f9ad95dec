"""The tests of the web clients that need no browser: types, the SDK's session, fold, outbox and queue, the texts."""

import re
from collections.abc import Callable

import pytest


@pytest.mark.rule("ALR-01", "ALR-07", "IDN-05")
@pytest.mark.slow
def test_the_web_clients_own_tests_pass(node: Callable[..., str]) -> None:
    said = node("vitest", "run")
    passed = re.search(r"Tests\s+(\d+) passed", said)
    assert passed is not None, said
    assert int(passed[1]) >= 80, said


@pytest.mark.slow
def test_the_web_clients_types_hold(node: Callable[..., str]) -> None:
    assert node("tsc", "--noEmit").strip() == ""
