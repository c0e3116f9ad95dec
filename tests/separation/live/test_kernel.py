"""Loops that are compiled: kept where they can be, and stale nowhere."""

import ast
import inspect

import numpy as np

from deconflict.separation.live import kernel as kernels
from deconflict.separation.live.kernel import kernel
from deconflict.separation.live.warm import warm

# What a compiled loop may take from elsewhere: it never changes.
FIXED = {"SEMI_MAJOR_M", "SEMI_MINOR_M"}


def half(values: np.ndarray) -> float:
    total = 0.0
    for value in values:
        total += value / 2.0
    return total


def borrowed(loop) -> set[str]:
    """Return the names a kernel reads that another module of ours gave it, other than types."""
    function = loop.py_func
    [tree] = ast.parse(inspect.getsource(function)).body
    read = {node.id for node in ast.walk(ast.Module(tree.body, [])) if isinstance(node, ast.Name)}
    here = {name: function.__globals__[name] for name in read & set(function.__globals__)}
    home = ast.parse(inspect.getsource(inspect.getmodule(function)))
    imported = {
        alias.asname or alias.name
        for node in home.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("deconflict.")
        for alias in node.names
    }
    return {name for name in here if name in imported} - FIXED


def test_what_is_kept_on_disk_depends_on_its_own_module_alone() -> None:
    """What is compiled is kept until its module changes: a kernel that leant on another's would outlive it."""
    warm()
    assert {loop.py_func.__qualname__: borrowed(loop) for loop in kernels._KERNELS if borrowed(loop)} == {}


def test_a_loop_that_leans_on_another_module_is_caught(monkeypatch) -> None:
    monkeypatch.setattr(kernels, "_KERNELS", [])
    assert borrowed(kernel(leaning)) == {"warm"}


def leaning() -> object:
    return warm


def test_where_nothing_can_be_kept_a_loop_is_compiled_in_memory(monkeypatch) -> None:
    """A function that comes from no file has no place for what is compiled of it."""
    space: dict = {"np": np, "__name__": __name__}
    exec(compile(inspect.getsource(half), "<nowhere>", "exec"), space)  # noqa: S102 # only so has it no file
    monkeypatch.setattr(kernels, "_KERNELS", [])
    assert kernel(space["half"])(np.array([1.0, 2.0])) == 1.5
    assert kernels.versions() == 1
