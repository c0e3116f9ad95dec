"""Every path that a document names exists, so that a reader can follow it; every setting is in the guide."""

import ast
import posixpath
import re
from collections.abc import Callable

import pytest

FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
TICKED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
# A bare name with one of these endings is meant as a file of the project, wherever it lies.
FILE = re.compile(r".+\.(?:py|md|toml|ya?ml|lock|cfg|ini|sh)|Makefile|Dockerfile|LICENSE")
# Made on the reader's machine, so not in a checkout.
MADE = (".venv/", ".deconflict", "./.deconflict")
# Where a document's short paths start: the project, the package.
STARTS = ("", "deconflict/")


def links(source) -> set[str]:
    """Return the targets of relative links, as paths from the project's root."""
    targets = (target.partition("#")[0] for target in LINK.findall(FENCE.sub("", source.text)))
    folder = posixpath.dirname(source.path)
    return {
        posixpath.normpath(posixpath.join(folder, target))
        for target in targets
        if target and "://" not in target and not target.startswith("mailto:")
    }


def ticked(source, house) -> set[str]:
    """Return the words in backticks that are meant as paths: they end like a file or begin in a folder."""
    folder = posixpath.dirname(source.path)
    words = {word for word in TICKED.findall(FENCE.sub("", source.text)) if PATH.fullmatch(word)}
    return {
        word
        for word in words
        if not word.startswith(MADE)
        and (FILE.fullmatch(word) or ("/" in word and begins(word.partition("/")[0], folder, house)))
    }


def begins(first: str, folder: str, house) -> bool:
    return any(house.exists(posixpath.join(start, first)) for start in (*STARTS, folder))


def found(word: str, folder: str, house) -> bool:
    """Tell whether a path leads somewhere, from the root, the package or the document's own folder."""
    if "/" not in word and word in house.names():
        return True
    return any(house.matches(posixpath.join(start, word.rstrip("/"))) for start in (*STARTS, folder))


def missing(source, house) -> list[str]:
    folder = posixpath.dirname(source.path)
    dead = {target for target in links(source) if not house.exists(target)}
    dead |= {word for word in ticked(source, house) if not found(word, folder, house)}
    return [f"{source.path} names {path}" for path in sorted(dead)]


def test_every_path_named_in_a_document_exists(house) -> None:
    documents = house.documents()
    assert documents
    broken = [place for source in documents for place in missing(source, house)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    "text",
    [
        "See [the rules](rules-of-old.md).",
        "See `docs/rules-of-old.md`.",
        "It is in `deconflict/separation/nowhere.py`.",
        "It is in `separation/nowhere.py`.",
        "It is in `nowhere_at_all.py`.",
        "All of `tests/nowhere/*`.",
    ],
)
def test_a_dead_path_is_caught(text: str, plant: Callable, house) -> None:
    assert missing(plant("docs/guide.md", text), house)


@pytest.mark.parametrize(
    "text",
    [
        "See [the rules](rules.md#sep) and [the project](../README.md).",
        "`deconflict/errors.py`, `errors.py`, `runtime/`, `docs/decisions/*.md`, `Makefile`.",
        "`.venv/bin/deconflict` and `./.deconflict` are made here.",
        "`POST /v1/patrols`, `/healthz`, `application/problem+json`, `text/plain`, `east.gpx`, `a.b.c`.",
        "[elsewhere](https://example.org/nowhere.md)\n```\n`docs/nowhere.md` in a listing\n```\n",
    ],
)
def test_a_living_path_and_what_is_no_path_pass(text: str, plant: Callable, house) -> None:
    assert missing(plant("docs/guide.md", text), house) == []


GUIDE, SETTINGS = "docs/operator-guide.md", "deconflict/runtime/settings.py"
VARIABLE = re.compile(r"^\| `DECONFLICT_([A-Z_]+)` \|", re.MULTILINE)


def settings(source) -> set[str]:
    """Return the names of the fields of the class `Settings`."""
    found = next(node for node in source.nodes if isinstance(node, ast.ClassDef) and node.name == "Settings")
    fields = (field.target for field in found.body if isinstance(field, ast.AnnAssign))
    return {target.id for target in fields if isinstance(target, ast.Name)}


def explained(source) -> set[str]:
    """Return the settings that have a row in the guide's table."""
    return {name.lower() for name in VARIABLE.findall(source.text)}


def test_the_operator_guide_explains_every_setting_and_no_other(house) -> None:
    assert explained(house.sources[GUIDE]) == settings(house.sources[SETTINGS])


def test_a_setting_is_found_on_both_sides(plant: Callable) -> None:
    assert settings(
        plant("a.py", "class Settings(Base):\n    model_config = None\n    tick_s: float = 1\n")
    ) == {"tick_s"}
    assert explained(plant("a.md", "| `DECONFLICT_TICK_S` | `10` | ticks |\n`DECONFLICT_PORT` too\n")) == {
        "tick_s"
    }
