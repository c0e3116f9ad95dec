"""Two worlds that differ only in what a viewer may not know look alike to that viewer, byte for byte (DIS-04…06).

The long form is `make leaks`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from directed import HISTORIES, LEVELS, directed
from histories import example
from lived import Lives
from moving import moving
from situations import SEGMENT
from twins import pair

SEALED = frozenset({"busy elsewhere", "meeting", "sealed"})


@pytest.fixture(scope="module")
def worlds(cluster: Any, template: str, context_key: bytes) -> Iterator[Any]:
    """Two databases with the same people."""
    with pair(cluster, template, context_key) as made:
        yield made


@pytest.mark.slow
@pytest.mark.rule("DIS-03", "DIS-04", "DIS-05", "DIS-06", "IDN-04", "CON-01", "ALR-01")
@pytest.mark.parametrize("level", [1, 2, 3, 4])
async def test_no_directed_history_tells_a_viewer_more_than_it_may_know(worlds: Any, level: int) -> None:
    async with worlds.opened(level) as twins:
        for name in HISTORIES.keys() - {"sealed"}:
            if LEVELS.get(name, 1) == level:
                difference = await Lives(twins, directed(name), short=True).live()
                assert difference is None, str(difference)


@pytest.mark.slow
@pytest.mark.rule("DIS-03", "DIS-06")
async def test_at_level_zero_nothing_at_all_is_told(worlds: Any) -> None:
    async with worlds.opened(level=0) as twins:
        for name in sorted(SEALED):
            difference = await Lives(twins, directed(name, level=0), short=True).live()
            assert difference is None, str(difference)


@pytest.mark.slow
@pytest.mark.rule("DIS-03", "DIS-04", "DIS-05", "DIS-06", "IDN-04", "CON-01", "ALR-01")
@pytest.mark.parametrize(
    ("viewers", "level"), [(("a",), 1), (("a", "c"), 1), (("oversight",), 1), (("a",), 2), (("b",), 3)]
)
async def test_no_random_history_tells_viewers_more_than_they_may_know(
    worlds: Any, viewers: tuple[str, ...], level: int
) -> None:
    async with worlds.opened(level) as twins:
        made = example("short", viewers, level, directed=level < SEGMENT)
        difference = await Lives(twins, made, short=True).live()
        assert difference is None, str(difference)


@pytest.mark.slow
@pytest.mark.rule("LIV-03", "LIV-06", "DIS-03", "DIS-05")
@pytest.mark.parametrize("level", [1, 3])
async def test_no_random_reports_of_units_tell_a_viewer_more_than_it_may_know(
    worlds: Any, level: int
) -> None:
    async with worlds.opened(level) as twins:
        difference = await Lives(twins, moving("short", ("a",), level), short=True).live()
        assert difference is None, str(difference)
