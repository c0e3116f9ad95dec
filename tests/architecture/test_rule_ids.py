"""Every rule that `docs/rules.md` claims is proved by a test that names it; every rule named is listed."""

import ast
import re
from collections.abc import Callable, Iterator

RULE = re.compile(r"\b(?:IDN|SEP|PAT|CON|ALR|DIS|PRB|LIV|INC|LOG|SEC)-\d{2}\b")
# One entry of docs/rules.md: "- **SEP-03** (claimed) Plans …" or "- **SEP-10** (not yet) …"
ENTRY = re.compile(r"^- \*\*([A-Z]{3}-\d{2})\*\* \((claimed|not yet)\)", re.MULTILINE)
RULES = "docs/rules.md"


def listed(text: str) -> dict[str, str]:
    """Return each rule id of the list with its state."""
    return dict(ENTRY.findall(text))


def claimed(text: str) -> set[str]:
    return {rule for rule, state in listed(text).items() if state == "claimed"}


def is_mark(node: ast.AST) -> bool:
    """Tell whether the node reads `….mark.rule(…)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "rule"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "mark"
    )


def proofs(source) -> Iterator[str]:
    """Yield the rule ids that a file's tests prove, by decorator, `pytestmark` or a parameter's marks."""
    runs_tests = any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        for node in source.nodes
    )
    if not runs_tests:
        return
    for node in source.nodes:
        if is_mark(node):
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


def unproved(text: str, tests) -> set[str]:
    return claimed(text) - {rule for source in tests for rule in proofs(source)}


def unknown(source, known) -> list[str]:
    return [f"{source.path} names {rule}" for rule in sorted(set(RULE.findall(source.text)) - set(known))]


def test_every_claimed_rule_is_proved(house) -> None:
    text = house.sources[RULES].text
    tests = [source for source in house.python("tests", "clients/python/tests") if "/test_" in source.path]
    assert claimed(text)
    broken = unproved(text, tests)
    assert not broken, f"claimed but proved by no test: {', '.join(sorted(broken))}"


def test_no_text_names_an_unknown_rule(house) -> None:
    known = listed(house.sources[RULES].text)
    broken = [place for source in house.sources.values() for place in unknown(source, known)]
    assert not broken, "\n".join(broken)


def test_each_rule_is_listed_once(house) -> None:
    ids = [rule for rule, _ in ENTRY.findall(house.sources[RULES].text)]
    assert sorted(ids) == sorted(set(ids))
    assert set(ids) == set(RULE.findall(house.sources[RULES].text))


def test_a_claim_without_a_test_is_caught(plant: Callable) -> None:
    text = "- **SEP-01** (claimed) A path.\n- **SEP-02** (claimed) A plan.\n- **SEP-10** (not yet) Meeting.\n"
    test = plant("tests/x/test_y.py", "@pytest.mark.rule('SEP-01', 'SEP-03')\ndef test_z():\n    pass\n")
    assert unproved(text, [test]) == {"SEP-02"}


def test_a_mark_in_a_file_without_tests_proves_nothing(plant: Callable) -> None:
    text = "- **SEP-01** (claimed) A path.\n"
    assert unproved(text, [plant("tests/x/test_y.py", "pytestmark = pytest.mark.rule('SEP-01')\n")]) == {
        "SEP-01"
    }
    assert unproved(text, [plant("tests/x/test_y.py", "MARK = 'SEP-01'\ndef test_z():\n    pass\n")]) == {
        "SEP-01"
    }


def test_a_mark_on_a_module_or_a_parameter_proves(plant: Callable) -> None:
    module = "pytestmark = [pytest.mark.rule('SEP-01')]\nasync def test_z():\n    pass\n"
    mark = "pytest.param(1, marks=pytest.mark.rule('SEP-01'))"
    parameter = f"@pytest.mark.parametrize('a', [{mark}])\ndef test_z(a):\n    pass\n"
    for text in (module, parameter):
        assert unproved("- **SEP-01** (claimed) A path.\n", [plant("tests/x/test_y.py", text)]) == set()


def test_an_unknown_rule_is_caught(plant: Callable) -> None:
    invented = "SEP" + "-99"
    assert unknown(plant("deconflict/a.py", f'"""Applies {invented}."""\n'), {"SEP-01"}) == [
        f"deconflict/a.py names {invented}"
    ]
    assert unknown(plant("deconflict/a.py", '"""Applies SEP-01."""\n'), {"SEP-01"}) == []
