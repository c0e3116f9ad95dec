"""What every command stands on: an address, a session, and one line for a problem."""

from pathlib import Path

import pytest
import typer

from deconflict_client.errors import Refused, SignedOut, Unavailable, Unreadable
from deconflict_client.keyring import Remembered
from deconflict_client.terminal import WRONG_INPUT, keyring, person, signed_in, told


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, without a session."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DECONFLICT_TOKEN", raising=False)


def test_a_session_is_that_of_the_address_or_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SignedOut):
        signed_in("http://a")
    keyring().keep("http://a", Remembered("kept", "person-1"))
    with signed_in("http://a") as client:
        assert (client.token, person(client)) == ("kept", "person-1")
    monkeypatch.setenv("DECONFLICT_TOKEN", "given")
    with signed_in("http://a") as client:
        assert client.token == "given"


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (SignedOut(code="x"), 4),
        (Unavailable(code="x"), 3),
        (Unreadable(pointer="/", expected="x"), WRONG_INPUT),
        (Refused(code="x"), 1),
    ],
)
def test_a_problem_is_one_line_and_an_exit_code(problem: Exception, code: int, capsys) -> None:
    with pytest.raises(typer.Exit) as left, told(WRONG_INPUT):
        raise problem
    assert left.value.exit_code == code
