"""Loops over columns that are compiled, by numba, where numpy would read them once more for every step.

A kernel is a plain function of arrays and numbers, compiled for the types it is first called with; `warm` has seen to
that before anybody waits. What is compiled is kept beside the module, else in the user's cache folder; where neither
can be written it is compiled at each start. Kernels keep no lock of the interpreter.
"""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

_KERNELS: Final[list[numba.core.dispatcher.Dispatcher]] = []


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function when it is first called; a division by zero is inf or nan, as in numpy."""
    compiled = _compiler(function)
    _KERNELS.append(compiled)
    return cast(Callable[P, R], compiled)


def _compiler(function: Callable[P, R]) -> numba.core.dispatcher.Dispatcher:
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # there is no folder that the cache could be written to
        return numba.njit(nogil=True, error_model="numpy")(function)


def versions() -> int:
    """Return how many versions of kernels, by types, have been made ready so far."""
    return sum(len(each.signatures) for each in _KERNELS)
