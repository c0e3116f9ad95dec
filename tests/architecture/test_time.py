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
# The database's clock but for `service_now()`, through which hours on record are compared with it.
OTHER_CLOCK = re.compile(
    r"(?<!service_)\bnow\s*\(\s*\)"
    r"|\b(?:current_(?:timestamp|date|time)|localtime(?:stamp)?)\b"
    r"|\b(?:clock|statement|transaction)_timestamp\b|\btimeofday\b|'now'",
    re.I,
)
# Reviewed: what it is made of, and the age of a signature, which the machines' own clocks made.
KNOWS_THE_CLOCK = {
    "AS $$ SELECT now() $$;": "service_now",
    "IF abs(extract(epoch FROM now()) - claims[5]::bigint) > 900 THEN": "viewer_claims",
}
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


def other_clocks(text: str) -> list[str]:
    """Return the lines of a SQL script, comments left out, that ask another clock than `service_now()`."""
    lines = [line.partition("--")[0].strip() for line in text.splitlines()]
    return [line for line in lines if OTHER_CLOCK.search(line)]


@pytest.mark.rule("DIS-02")
def test_the_migration_scripts_ask_no_clock_but_the_services(house) -> None:
    scripts = [
        source.text
        for path, source in house.sources.items()
        if "/migrations/versions/" in path and path.endswith(".sql")
    ]
    assert scripts
    asked = [line for text in scripts for line in other_clocks(text)]
    assert sorted(asked) == sorted(KNOWS_THE_CLOCK)


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("WHERE expires_at > now()", True),
        ("at timestamptz DEFAULT CURRENT_TIMESTAMP", True),
        ("SELECT clock_timestamp()", True),
        ("WHERE at > 'now'::timestamptz", True),
        ("WHERE expires_at > service_now()", False),
        ("-- not now()", False),
        ("SELECT currently, known()", False),
    ],
)
def test_another_clock_in_a_script_is_caught(line: str, caught: bool) -> None:
    assert bool(other_clocks(line)) is caught


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
