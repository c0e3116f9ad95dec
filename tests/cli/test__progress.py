"""A bar that shows on a terminal alone."""

import pytest
from rich.console import Console

from deconflict.cli._progress import bar


def test_in_a_pipe_it_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    with bar("dumping", 10) as progress:
        progress(5)
        progress(50)
    told = capsys.readouterr()
    assert told.out + told.err == ""


def test_on_a_terminal_it_shows_what_is_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Console, "is_terminal", property(lambda _: True))
    with bar("dumping", 0) as progress:
        progress(3)
    told = capsys.readouterr()
    assert "dumping" in told.err
    assert told.out == ""
