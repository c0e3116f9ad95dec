"""What an operator reads when a command refuses."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import deconflict.cli
import deconflict.runtime
from deconflict.cli._sentences import SENTENCES, sentence
from deconflict.errors import DeconflictError
from deconflict.patrols.errors import Stale
from deconflict.runtime.binaries import ClusterOfAnotherVersion
from deconflict.runtime.errors import MissingPostGIS

# What only programs meet: a flow or the edge answers it, no command ends with it.
INNER = {
    "constraint_violated",
    "database_busy",
    "database_failure",
    "transaction_conflict",
    "value_refused",
}


def kinds() -> Iterator[type[DeconflictError]]:
    for package in (deconflict.runtime, deconflict.cli):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            loaded = importlib.import_module(module.name)
            for value in vars(loaded).values():
                if isinstance(value, type) and issubclass(value, DeconflictError) and "code" in vars(value):
                    yield value


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=lambda kind: kind.code), ids=lambda kind: kind.code)
def test_every_refusal_of_a_command_has_a_sentence_that_its_fields_fill(kind: type[DeconflictError]) -> None:
    if kind.code in INNER or kind.__module__.startswith("deconflict.separation"):
        return
    error = kind(**{field.name: f"<{field.name}>" for field in dataclasses.fields(kind)})  # type: ignore[arg-type]
    assert error.code in SENTENCES, error.code
    told = sentence(error)
    assert "{" not in told
    assert "  " not in told
    assert told.endswith(".")


def test_a_missing_package_is_named_as_it_is_installed() -> None:
    assert "apt-get install postgresql-15-postgis-3`" in sentence(MissingPostGIS("postgresql-15-postgis-3"))
    assert "postgresql-14-postgis-3" in sentence(ClusterOfAnotherVersion(14, "15"))


def test_what_only_programs_meet_is_told_by_its_code() -> None:
    assert sentence(Stale(current_version=3)) == "stale(current_version=3)"
