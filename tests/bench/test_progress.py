"""Bars on a terminal, silence in a pipe."""

import io

from rich.console import Console

from deconflict.bench.progress import Stages


def shown(*, terminal: bool) -> str:
    seen = io.StringIO()
    with (
        Stages(Console(file=seen, force_terminal=terminal)) as stages,
        stages.stage("loading plans", 2) as advance,
    ):
        advance(2)
    return seen.getvalue()


def test_a_pipe_sees_nothing() -> None:
    assert shown(terminal=False) == ""


def test_a_terminal_sees_what_is_under_way() -> None:
    assert "loading plans" in shown(terminal=True)
