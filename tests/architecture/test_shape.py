"""The shape of the house: every folder has a place, files stay short, modules say what they are for."""

import ast
from collections.abc import Callable

MAX_LINES = 400
# What may stand at the top of the project and of tests/ beside the mirror of the package.
TOP = {".ci", "clients", "deconflict", "docs", "geodata", "scripts", "tests"}
TESTS = {"architecture", "bench", "browser", "faults", "geodata", "interop", "isolation", "scenarios"}
# Names that say nothing about what is inside.
EMPTY_NAMES = {
    "base",
    "common",
    "core",
    "data",
    "handlers",
    "helper",
    "helpers",
    "info",
    "manager",
    "managers",
}
EMPTY_NAMES |= {"misc", "service", "services", "util", "utils"}


def folders(sources, below: str) -> set[str]:
    """Return the names of the folders directly below `below` that hold files."""
    rests = (path.removeprefix(below) for path in sources if path.startswith(below))
    return {rest.partition("/")[0] for rest in rests if "/" in rest}


def homeless(sources) -> set[str]:
    packages = folders(sources, "deconflict/")
    return (folders(sources, "") - TOP) | (folders(sources, "tests/") - TESTS - packages)


def too_long(source) -> list[str]:
    lines = source.text.count("\n")
    return [f"{source.path} has {lines} lines"] if lines > MAX_LINES else []


def says_nothing(path: str) -> bool:
    """Tell whether a module's or a folder's name is empty of meaning."""
    return any(part.removesuffix(".py") in EMPTY_NAMES for part in path.split("/"))


def unexplained(source) -> list[str]:
    """Return the module if it has statements but does not open with what it is for."""
    return [source.path] if source.tree.body and ast.get_docstring(source.tree) is None else []


def test_every_folder_has_a_place(house) -> None:
    assert homeless(house.sources) == set()


def test_a_folder_without_a_place_is_caught() -> None:
    paths = ["deconflict/api/a.py", "tests/api/test_a.py", "tests/scenarios/test_b.py", "README.md"]
    assert homeless(paths) == set()
    assert homeless([*paths, "lib/a.py", "tests/unit/test_a.py"]) == {"lib", "unit"}


def test_no_file_is_too_long(house) -> None:
    broken = [place for source in house.python() for place in too_long(source)]
    assert not broken, "\n".join(broken)


def test_a_file_that_is_too_long_is_caught(plant: Callable) -> None:
    assert too_long(plant("deconflict/a.py", "a = 1\n" * (MAX_LINES + 1)))
    assert too_long(plant("deconflict/a.py", "a = 1\n" * MAX_LINES)) == []


def test_no_name_is_empty_of_meaning(house) -> None:
    assert [source.path for source in house.python() if says_nothing(source.path)] == []


def test_a_name_empty_of_meaning_is_caught() -> None:
    assert says_nothing("deconflict/patrols/service.py")
    assert says_nothing("deconflict/utils/text.py")
    assert not says_nothing("deconflict/patrols/model.py")


def test_every_module_opens_with_what_it_is_for(house) -> None:
    sources = house.python("deconflict", "clients/python/deconflict_client", "tests", "clients/python/tests")
    broken = [place for source in sources for place in unexplained(source)]
    assert not broken, "\n".join(broken)


def test_a_module_that_explains_nothing_is_caught(plant: Callable) -> None:
    assert unexplained(plant("deconflict/a.py", "import os\n"))
    assert unexplained(plant("deconflict/a.py", '"""Opens doors."""\nimport os\n')) == []
    assert unexplained(plant("deconflict/__init__.py", "")) == []
