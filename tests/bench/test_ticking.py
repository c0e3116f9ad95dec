"""What a run of ticks says, small."""

from deconflict.bench.moving import Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.ticking import kept_bytes, measure_ticks
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tick import State


def test_ticks_are_timed_and_what_they_find_is_counted(stages: Stages) -> None:
    found = measure_ticks(Convoy.draw(1, 2000), 5, stages)
    assert found.cpu_ms.count == found.tick_ms.count == 5
    assert 0 < found.clusters <= found.open_pairs <= found.rows
    assert found.updates_per_cpu_s > 0
    assert found.first_ms > 0


def test_what_is_kept_grows_with_the_units() -> None:
    small, large = (kept_bytes(State.of(Convoy.draw(1, units).roster, LiveTerms())) for units in (100, 200))
    assert large == 2 * small
    assert large / 200 < 2000
