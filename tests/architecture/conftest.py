"""What the rules about the code itself read: every file of the project, each read and parsed once.

A rule is a function from a source to the places that break it. Each is tried on the house, where it must find
nothing, and on a planted file, where it must find something: a rule that cannot fail proves nothing.
"""

import ast
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Folders of tools, environments and builds; what starts with a dot is theirs too, except .ci.
FOREIGN = {"node_modules", "__pycache__", "dist", "build", "artifacts"}


@dataclass(frozen=True)
class Source:
    """One text file; `path` is relative to the project, with slashes."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @cached_property
    def docstrings(self) -> frozenset[int]:
        """The ids of the nodes that are docstrings."""
        owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        heads = (node.body[0] for node in self.nodes if isinstance(node, owners) and node.body)
        return frozenset(id(head.value) for head in heads if isinstance(head, ast.Expr))

    @cached_property
    def strings(self) -> tuple[ast.Constant, ...]:
        """String constants that are no docstrings, the pieces of f-strings included."""
        found = (
            node for node in self.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        return tuple(node for node in found if id(node) not in self.docstrings)

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{node.lineno}"  # type: ignore[attr-defined]  # expressions and statements have it


@dataclass(frozen=True)
class House:
    """The project as it lies on disk, committed or not."""

    sources: dict[str, Source] = field(repr=False)

    def python(self, *folders: str) -> list[Source]:
        """Return the Python files below the given folders, or all."""
        below = tuple(f"{folder}/" for folder in folders)
        return [
            source
            for path, source in self.sources.items()
            if path.endswith(".py") and (not folders or path.startswith(below))
        ]

    def documents(self) -> list[Source]:
        return [source for path, source in self.sources.items() if path.endswith(".md")]

    def exists(self, path: str) -> bool:
        return (ROOT / path).exists()

    def matches(self, pattern: str) -> bool:
        """Tell whether a path, which may contain `*`, leads to at least one file or folder."""
        return any(ROOT.glob(pattern)) if "*" in pattern else self.exists(pattern)

    def names(self) -> set[str]:
        """Return the bare names of all files."""
        return {path.rpartition("/")[2] for path in self.sources}


def _paths() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in FOREIGN and (not name.startswith(".") or name == ".ci")
        )
        yield from (Path(folder) / name for name in sorted(files))


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (UnicodeDecodeError, FileNotFoundError):  # a picture; or removed while we walked
        return None


@pytest.fixture(scope="session")
def house() -> House:
    texts = {path.relative_to(ROOT).as_posix(): _read(path) for path in _paths()}
    return House({path: Source(path, text) for path, text in texts.items() if text is not None})


@pytest.fixture
def plant() -> Callable[[str, str], Source]:
    """Make a file that breaks, or keeps, a rule: `plant(path, text)`."""
    return Source
