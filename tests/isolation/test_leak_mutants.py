"""Every planted leak is found: the comparison of two worlds is not blind (DIS-06)."""

from collections.abc import Iterator
from typing import Any

import pytest
from directed import directed
from histories import example
from lived import Lives
from mutants import MUTANTS
from situations import SEGMENT
from twins import pair

MOST = 12
"""How many random examples are tried when the directed one shows nothing."""


@pytest.fixture(scope="module")
def worlds(cluster: Any, template: str, context_key: bytes) -> Iterator[Any]:
    """Two databases with the same people."""
    with pair(cluster, template, context_key) as made:
        yield made


def test_there_are_enough_of_them() -> None:
    assert len(MUTANTS) >= 25


@pytest.mark.slow
@pytest.mark.rule("DIS-05", "DIS-06", "IDN-04")
@pytest.mark.parametrize("name", list(MUTANTS))
async def test_the_leak_is_found(worlds: Any, name: str, record_property: Any) -> None:
    planted = MUTANTS[name]
    async with worlds.opened(planted.level) as twins:
        with planted.on():
            for number in range(MOST + 1):
                made = (
                    directed(planted.first, planted.level)
                    if number == 0
                    else example(
                        f"mutant {number}", ("a",), planted.level, directed=0 < planted.level < SEGMENT
                    )
                )
                if (found := await Lives(twins, made, strict=False, short=True).live()) is not None:
                    record_property("examples", number + 1)
                    record_property("told by", found.what)
                    return
    pytest.fail(f"{name} was not found in {MOST + 1} examples")
