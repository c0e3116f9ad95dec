"""The command line as a whole: what it lists, and how little it loads."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

import deconflict.cli
from deconflict.cli import application, main, names
from deconflict.runtime.settings import SettingMissing

HEAVY = ("sqlalchemy", "fastapi", "uvicorn", "alembic", "pydantic_settings", "structlog", "numpy")


def test_every_command_of_the_contract_is_listed() -> None:
    listed = CliRunner().invoke(application([]), ["--help"]).stdout
    for name in ("up", "serve", "engine", "migrate", "check", "party", "unit", "person", "device", "demo"):
        assert name in names()
        assert f" {name} " in listed


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["up", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys; from deconflict.cli import application\n"
        "try: application(sys.argv[1:])(sys.argv[1:])\n"
        f"except SystemExit: sys.exit(sorted(set({HEAVY!r}) & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_refusal_is_one_sentence_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise SettingMissing("DECONFLICT_DATABASE_URL")

    monkeypatch.setattr(deconflict.cli, "application", lambda _: refuse)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "deconflict: Set DECONFLICT_DATABASE_URL.\n"
