"""`deconflict geodata`: what follows goes to the program that makes maps, and its exit status comes back."""

from importlib.machinery import ModuleSpec

import pytest
from typer.testing import CliRunner

from deconflict.cli import geodata


@pytest.mark.parametrize("status", [0, 1, 2])
def test_arguments_and_exit_status_pass_through(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(geodata.subprocess, "call", lambda command: asked.append(command) or status)
    monkeypatch.setattr(geodata, "find_spec", lambda name: ModuleSpec(name, None))
    answer = CliRunner().invoke(geodata.app, ["build", "libya", "--check"])
    assert answer.exit_code == status
    assert asked[0][1:] == ["-m", "geodata", "build", "libya", "--check"]


def test_without_the_program_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geodata, "find_spec", lambda _: None)
    answer = CliRunner().invoke(geodata.app, ["build"])
    assert answer.exit_code == geodata.ABSENT
    assert "geodata/ is not installed" in answer.stderr
