"""Every module with logic is tested where one looks for it: `deconflict/a/b.py` in `tests/a/test_b.py`."""

import ast
from collections.abc import Callable

import pytest

# Modules with logic that another test proves, and which. Kept short: a mirrored test is the rule.
EXEMPT: dict[str, str] = {}

ROOTS = {
    "deconflict/": "tests/",
    "geodata/": "tests/geodata/",
    "clients/python/deconflict_client/": "clients/python/tests/",
}


def has_logic(source) -> bool:
    """Tell whether a module does anything beyond naming things: it defines a function."""
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) for node in source.nodes)


def mirror(path: str) -> str:
    """Return where the test of a module belongs."""
    root, tests = next((root, tests) for root, tests in ROOTS.items() if path.startswith(root))
    folder, _, name = path.removeprefix(root).rpartition("/")
    return f"{tests}{folder}{'/' if folder else ''}test_{name}"


def needs_mirror(source) -> bool:
    # A package's face, its entry point and its migrations are run by the tests of what they open and build.
    of_a_whole = source.path.endswith(("/__init__.py", "/__main__.py")) or "/migrations/" in source.path
    return not of_a_whole and has_logic(source)


def unmirrored(sources, paths) -> list[str]:
    """Return the modules whose test is missing, each with the path at which it is missed."""
    return [
        f"{source.path} has no {mirror(source.path)}"
        for source in sources
        if needs_mirror(source) and source.path not in EXEMPT and mirror(source.path) not in paths
    ]


def test_every_module_with_logic_has_its_test(house) -> None:
    sources = house.python(*(root.rstrip("/") for root in ROOTS))
    own = [source for source in sources if not source.path.startswith("clients/python/tests/")]
    assert own
    broken = unmirrored(own, house.sources)
    assert not broken, "\n".join(broken)


def test_exemptions_are_needed_and_true(house) -> None:
    for path, proof in EXEMPT.items():
        assert needs_mirror(house.sources[path]), path
        assert mirror(path) not in house.sources, path
        assert house.exists(proof), proof


def test_tests_are_no_packages(house) -> None:
    tests = house.python("tests", "clients/python/tests")
    assert [source.path for source in tests if source.path.endswith("/__init__.py")] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("deconflict/errors.py", "tests/test_errors.py"),
        ("deconflict/separation/path.py", "tests/separation/test_path.py"),
        ("deconflict/cli/up.py", "tests/cli/test_up.py"),
        ("clients/python/deconflict_client/feed.py", "clients/python/tests/test_feed.py"),
    ],
)
def test_the_mirror_of(path: str, expected: str) -> None:
    assert mirror(path) == expected


def test_a_module_without_its_test_is_caught(plant: Callable) -> None:
    source = plant("deconflict/patrols/rules.py", "def late():\n    return True\n")
    assert unmirrored([source], {}) == ["deconflict/patrols/rules.py has no tests/patrols/test_rules.py"]
    assert unmirrored([source], {"tests/patrols/test_rules.py"}) == []


def test_a_module_that_only_names_things_needs_no_test(plant: Callable) -> None:
    assert unmirrored([plant("deconflict/patrols/tables.py", "patrol = Table('patrol')\n")], {}) == []
