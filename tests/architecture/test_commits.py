"""Only `deconflict/runtime` ends a transaction: a flow is one transaction, a store never commits."""

import ast
import re
from collections.abc import Callable

import pytest

# `begin()` on an engine or a connection commits when its block ends; so does a connection in autocommit.
CALLS = {"commit", "begin", "begin_nested"}
SQL = re.compile(r"(?<!ON )\bCOMMIT\b|^\s*(?:BEGIN|END|START TRANSACTION)\s*;?\s*$|\bAUTOCOMMIT\b")


def is_commit(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS


def asks_for_autocommit(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == "autocommit"


def commits(source) -> list[str]:
    calls = [source.at(node) for node in source.nodes if is_commit(node) or asks_for_autocommit(node)]
    return calls + [source.at(node) for node in source.strings if SQL.search(node.value)]


def test_nothing_commits_outside_the_runtime(house) -> None:
    sources = [
        source for source in house.python("deconflict") if not source.path.startswith("deconflict/runtime/")
    ]
    assert sources
    broken = [place for source in sources for place in commits(source)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    "text",
    [
        "await session.commit()",
        "async with engine.begin() as connection:\n    pass".replace("async with", "with"),
        "session.execute(text('COMMIT'))",
        "create_async_engine(url, isolation_level='AUTOCOMMIT')",
        "psycopg.connect(url, autocommit=True)",
    ],
)
def test_a_commit_is_caught(text: str, plant: Callable) -> None:
    assert commits(plant("deconflict/patrols/store.py", text))


@pytest.mark.parametrize(
    "text",
    [
        '"""Never says COMMIT."""',
        "async def store(session): await session.execute(statement)",
        "temporary = text('CREATE TEMPORARY TABLE a (b int) ON COMMIT DROP')",
    ],
)
def test_what_only_sounds_like_a_commit_passes(text: str, plant: Callable) -> None:
    assert commits(plant("deconflict/patrols/store.py", text)) == []
