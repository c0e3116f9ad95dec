"""No naive time anywhere: datetimes are aware, columns are timestamptz."""

import ast
import re
import tomllib
from collections.abc import Callable

import pytest

# A SQL type that forgets its zone. `timestamptz` and `timestamp with time zone` do not match.
NAIVE_SQL = re.compile(
    r"\btimestamp\s+without\s+time\s+zone\b"
    r"|\btimestamp\b(?!\s*(?:\(\d\)\s*)?with\s+time)(?=\s*(?:[,)]|not null|null|default))",
    re.I,
)
# The clock and the constructors that need a zone, with the number of positional arguments that include it.
NEED_ZONE = {"now": 1, "fromtimestamp": 2}
NEVER = {"utcnow", "utcfromtimestamp", "today"}


def is_datetime(node: ast.expr) -> bool:
    """Tell whether an expression names the class: `datetime`, `datetime.datetime`, `dt.datetime`."""
    return (isinstance(node, ast.Name) and node.id == "datetime") or (
        isinstance(node, ast.Attribute) and node.attr == "datetime"
    )


def is_naive_call(node: ast.AST) -> bool:
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_datetime(node.func.value)
    ):
        return False
    name = node.func.attr
    given = len(node.args) >= NEED_ZONE.get(name, 0) or any(keyword.arg == "tz" for keyword in node.keywords)
    return name in NEVER or not given


def is_naive_column(node: ast.AST) -> bool:
    """Tell whether the node reads `DateTime()` or `TIMESTAMP()` without `timezone=True`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
    zoned = any(
        keyword.arg == "timezone" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in node.keywords
    )
    return name in {"DateTime", "TIMESTAMP"} and not zoned


def naive(source) -> list[str]:
    if source.path.endswith(".sql"):
        return [f"{source.path}: {match.group(0)}" for match in NAIVE_SQL.finditer(source.text)]
    calls = [source.at(node) for node in source.nodes if is_naive_call(node) or is_naive_column(node)]
    return calls + [source.at(node) for node in source.strings if NAIVE_SQL.search(node.value)]


def test_no_naive_time_in_the_house(house) -> None:
    sources = [source for path, source in house.sources.items() if path.endswith((".py", ".sql"))]
    own = [source for source in sources if source.path != "tests/architecture/test_time.py"]
    broken = [place for source in own for place in naive(source)]
    assert not broken, "\n".join(broken)


def test_ruff_watches_the_constructors_too(house) -> None:
    lint = tomllib.loads(house.sources["pyproject.toml"].text)["tool"]["ruff"]["lint"]
    ignored = {
        *lint.get("ignore", ()),
        *(code for codes in lint["per-file-ignores"].values() for code in codes),
    }
    assert "DTZ" in lint["select"]
    assert not [code for code in ignored if code.startswith("DTZ")]


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now()",
        "datetime.utcnow()",
        "dt.datetime.utcfromtimestamp(0)",
        "datetime.datetime.fromtimestamp(0)",
        "Column('at', DateTime())",
        "Column('at', sa.DateTime(timezone=False))",
        "execute('CREATE TABLE a (at timestamp without time zone)')",
        "execute('CREATE TABLE a (at timestamp NOT NULL)')",
    ],
)
def test_a_naive_time_is_caught(text: str, plant: Callable) -> None:
    assert naive(plant("deconflict/a.py", text))


def test_a_naive_column_in_a_sql_file_is_caught(plant: Callable) -> None:
    assert naive(plant("deconflict/a.sql", "CREATE TABLE a (at timestamp, b int);"))
    assert (
        naive(plant("deconflict/a.sql", "CREATE TABLE a (at timestamptz, b timestamp(3) with time zone);"))
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now(UTC)",
        "datetime.now(tz=UTC)",
        "clock.now()",
        "datetime.fromtimestamp(0, UTC)",
        "Column('at', DateTime(timezone=True))",
        "execute('CREATE TABLE a (at timestamptz NOT NULL)')",
    ],
)
def test_an_aware_time_passes(text: str, plant: Callable) -> None:
    assert naive(plant("deconflict/a.py", text)) == []
