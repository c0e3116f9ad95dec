"""The import contracts of `.importlinter` hold, and each is able to fail."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

LAYERS = "Imports point down, and features of one layer do not know each other"
PURE = (
    "The separation engine, models, rules, disclosure and the socket's protocol do no I/O and read no clock"
)
CHECKER = "Only the engine and the operator's commands open the role that reads every party"
EDGE = "Nothing that serves the network reaches the checker's role, even by way of another module"

# A house that keeps every contract, as small as the contracts allow.
GOOD = {
    "__init__.py": "",
    "errors.py": "import dataclasses\n",
    "runtime/__init__.py": "",
    "runtime/checker.py": "import sqlalchemy\n",
    "separation/__init__.py": "",
    "separation/path.py": "import datetime\nimport math\nimport numpy\n\nimport deconflict.errors\n",
    "patrols/__init__.py": "",
    "patrols/model.py": "import deconflict.separation.path\n",
    "patrols/rules.py": "import deconflict.patrols.model\n",
    "patrols/store.py": "import sqlalchemy\n\nimport deconflict.patrols.model\n",
    "conflicts/__init__.py": "",
    "conflicts/model.py": "",
    "disclosure/__init__.py": "",
    "disclosure/disclose.py": "import deconflict.conflicts.model\n",
    "flows/__init__.py": "",
    "flows/check_plans.py": "import deconflict.patrols.store\n",
    "api/__init__.py": "",
    "api/patrols.py": "import fastapi\n\nimport deconflict.flows.check_plans\n",
    "live/__init__.py": "",
    "live/protocol.py": "import enum\n",
    "engine/__init__.py": "",
    "engine/loop.py": "import asyncio\nimport deconflict.runtime.checker, deconflict.flows.check_plans\n",
    "cli/__init__.py": "",
    "cli/engine.py": "import deconflict.engine.loop\n",
}

# What is planted in that house, and the contracts that must break for it.
PLANTED = {
    "a lower layer imports a higher one": (
        {"patrols/store.py": "import deconflict.flows.check_plans\n"},
        {LAYERS},
    ),
    "a feature imports its neighbour": (
        {"conflicts/rules.py": "import deconflict.patrols.model\n"},
        {LAYERS},
    ),
    "a new top-level package has no place": ({"helpers/__init__.py": ""}, {LAYERS}),
    "the separation engine opens a socket": ({"separation/path.py": "import socket\n"}, {PURE}),
    "a rule runs SQL": ({"patrols/rules.py": "import sqlalchemy\n"}, {PURE}),
    "a model reads the clock": ({"patrols/model.py": "import time\n"}, {PURE}),
    "disclosure starts a task": ({"disclosure/disclose.py": "import asyncio\n"}, {PURE}),
    "the socket's protocol knows its socket": ({"live/protocol.py": "import websockets\n"}, {PURE}),
    "a model reads a store": ({"patrols/model.py": "import deconflict.patrols.store\n"}, {PURE}),
    "the edge opens the checker's role": (
        {"api/patrols.py": "import deconflict.runtime.checker\n"},
        {CHECKER, EDGE},
    ),
    "the edge is lent the checker's role": (
        {"flows/check_plans.py": "import deconflict.runtime.checker\n"},
        {CHECKER, EDGE},
    ),
}


def lint(folder: Path, cache: Path) -> tuple[int, str]:
    """Run the project's contracts on the package below `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--config", str(ROOT / ".importlinter"), "--cache-dir", str(cache)],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def build(folder: Path, changes: dict[str, str]) -> Path:
    for name, text in {**GOOD, **changes}.items():
        path = folder / "deconflict" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def broken(output: str) -> set[str]:
    return {line.removesuffix(" BROKEN") for line in output.splitlines() if line.endswith(" BROKEN")}


def test_the_house_keeps_its_import_contracts(tmp_path: Path) -> None:
    status, output = lint(ROOT, tmp_path)
    assert status == 0, output


def test_a_small_house_keeps_the_import_contracts(tmp_path: Path) -> None:
    status, output = lint(build(tmp_path, {}), tmp_path / "cache")
    assert status == 0, output


@pytest.mark.parametrize("violation", PLANTED)
def test_contracts_catch(violation: str, tmp_path: Path) -> None:
    changes, expected = PLANTED[violation]
    status, output = lint(build(tmp_path, changes), tmp_path / "cache")
    assert status == 1
    assert broken(output) == expected, output
