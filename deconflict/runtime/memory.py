"""Memory that stays: what a process has loaded by the time it begins to serve is not looked through again."""

import gc


def settle() -> None:
    """Throw away what is left over from loading, and leave the rest out of every later collection of garbage.

    Measured on the API: a tenth less of its time for each registration (docs/figures.md).
    """
    gc.collect()
    gc.freeze()
