"""The contracts under docs/ are those that the program speaks."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deconflict.cli.schema import Contract, app, text

DOCS = Path(__file__).parents[2] / "docs"
COMMITTED = {Contract.OPENAPI: "openapi.json", Contract.LIVE: "asyncapi.json"}


@pytest.mark.parametrize("contract", Contract)
def test_the_committed_contract_is_the_programs(contract: Contract) -> None:
    name = COMMITTED[contract]
    told = f"run `deconflict schema {contract} > docs/{name}` and read the difference"
    assert (DOCS / name).read_text("utf-8") == text(contract), told


def test_the_command_prints_it() -> None:
    answer = CliRunner().invoke(app, ["live"])
    assert (answer.exit_code, answer.output) == (0, text(Contract.LIVE))
    assert CliRunner().invoke(app, ["soap"]).exit_code == 2
