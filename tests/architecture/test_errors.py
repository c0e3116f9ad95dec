"""Errors: each class has a code of its own, and none is swallowed."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

ROOT_ERROR = "DeconflictError"
BROAD = {"Exception", "BaseException"}
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


# --- swallowed -------------------------------------------------------------------------------------------


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught] if caught else []
    return caught is None or any(name_of(name) in BROAD for name in names)


def raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) for statement in handler.body for node in ast.walk(statement))


def is_broad_suppress(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and name_of(node.func) == "suppress"
        and any(name_of(argument) in BROAD for argument in node.args)
    )


def swallowed(source) -> list[str]:
    """Return where everything is caught and nothing raised again."""
    return [
        source.at(node)
        for node in source.nodes
        if (isinstance(node, ast.ExceptHandler) and is_broad(node) and not raises(node))
        or is_broad_suppress(node)
    ]


def test_nothing_swallows_every_error(house) -> None:
    broken = [place for source in house.python() for place in swallowed(source)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    f()\nexcept Exception:\n    log()\n",
        "try:\n    f()\nexcept:\n    pass\n",
        "try:\n    f()\nexcept (ValueError, BaseException) as error:\n    print(error)\n",
        "with contextlib.suppress(Exception):\n    f()\n",
    ],
)
def test_a_swallowed_error_is_caught(text: str, plant: Callable) -> None:
    assert swallowed(plant("deconflict/a.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    f()\nexcept Exception:\n    log()\n    raise\n",
        "try:\n    f()\nexcept BaseException as error:\n    raise Other from error\n",
        "try:\n    f()\nexcept (ValueError, TypeError):\n    repair()\n",
        "with suppress(ValueError):\n    f()\n",
    ],
)
def test_a_repaired_or_raised_error_passes(text: str, plant: Callable) -> None:
    assert swallowed(plant("deconflict/a.py", text)) == []


# --- codes -----------------------------------------------------------------------------------------------


def classes(sources) -> Iterator[tuple[ast.ClassDef, str]]:
    for source in sources:
        yield from ((node, source.at(node)) for node in source.nodes if isinstance(node, ast.ClassDef))


def code_of(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and name_of(statement.target) == "code":
            return statement.value.value if isinstance(statement.value, ast.Constant) else None
    return None


def error_classes(sources) -> list[tuple[ast.ClassDef, str]]:
    """Return the classes below DeconflictError, by the names of their bases, wherever they stand."""
    every = list(classes(sources))
    names, before = {ROOT_ERROR}, 0
    while len(names) > before:
        before = len(names)
        names |= {node.name for node, _ in every if any(name_of(base) in names for base in node.bases)}
    return [(node, place) for node, place in every if node.name in names and node.name != ROOT_ERROR]


def wrong_codes(sources) -> list[str]:
    """Return the error classes without a code of their own, with one of bad form, or with another's."""
    errors = error_classes(sources)
    # A base need not have one; a narrower class may keep its base's when only we care for the difference.
    coded = {node.name for node, _ in errors if code_of(node)}
    inherits = {name_of(base) for node, _ in errors for base in node.bases}
    inherits |= {node.name for node, _ in errors if any(name_of(base) in coded for base in node.bases)}
    first: dict[str, str] = {}
    wrong = []
    for node, place in errors:
        code = code_of(node)
        if code is None:
            wrong += [] if node.name in inherits else [f"{place} {node.name} has no code"]
        elif not CODE.fullmatch(code):
            wrong.append(f"{place} {node.name} has the code {code!r}")
        elif first.setdefault(code, place) != place:
            wrong.append(f"{place} {node.name} has the code of {first[code]}")
    return wrong


def test_every_error_has_a_code_of_its_own(house) -> None:
    assert error_classes(house.python("deconflict"))
    broken = wrong_codes(house.python("deconflict"))
    assert not broken, "\n".join(broken)


def error(name: str, base: str, code: str | None) -> str:
    return f"class {name}({base}):\n    " + (f"code: ClassVar[str] = {code!r}\n" if code else "index: int\n")


@pytest.mark.parametrize(
    "second",
    [
        error("Other", "errors.DeconflictError", "late"),
        error("Other", "DeconflictError", "TooLate"),
        error("Other", "PathError", None),
    ],
)
def test_a_missing_malformed_or_repeated_code_is_caught(second: str, plant: Callable) -> None:
    text = error("PathError", "DeconflictError", None) + error("Late", "DeconflictError", "late")
    first = plant("deconflict/a/errors.py", text)
    assert wrong_codes([first, plant("deconflict/b/errors.py", second)])


def test_distinct_codes_a_base_without_one_and_a_narrower_class_pass(plant: Callable) -> None:
    text = error("PathError", "DeconflictError", None) + error("Late", "PathError", "late")
    text += error("MuchTooLate", "Late", None)
    assert (
        wrong_codes(
            [plant("deconflict/a.py", text), plant("deconflict/b.py", "class Other(ValueError): ...")]
        )
        == []
    )
