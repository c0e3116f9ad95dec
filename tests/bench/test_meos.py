"""Our exact check and MEOS on the same pairs, without lag."""

import sys

import pytest

from deconflict.bench.checking import check_one
from deconflict.bench.meos import available, compare, on_time, written
from deconflict.bench.scene import Scene
from deconflict.patrols.model import PatrolId
from deconflict.separation.units import Metres


async def test_meos_agrees_about_every_pair(scene: Scene) -> None:
    async with scene.checker() as database, database.transaction() as checker:
        checks = [await check_one(checker, PatrolId(patrol), Metres(1000)) for patrol in scene.sample(10)]
    figures = compare([(check.subject, check.others) for check in checks])
    assert figures.pairs > 0
    assert figures.agreeing == 1.0
    assert figures.ours_us_per_pair > 0
    assert figures.meos_us_per_pair > 0


async def test_a_track_is_written_with_each_moment_once(scene: Scene) -> None:
    async with scene.checker() as database, database.transaction() as checker:
        check = await check_one(checker, PatrolId(scene.sample(1)[0]), Metres(1000))
    track = on_time(check.subject.track)
    assert (track.time_tolerance_s, track.lateral_tolerance_m) == (0, 0)
    assert written(track).count("@") == len(set(track.knots[:, 3].tolist()))


def test_without_pymeos_the_comparison_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available()
    monkeypatch.setitem(sys.modules, "pymeos", None)
    assert not available()
