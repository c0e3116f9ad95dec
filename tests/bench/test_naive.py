"""The query that somebody without this service would write."""

from deconflict.bench.naive import ask_naively
from deconflict.bench.scene import Scene


async def test_whoever_passes_close_by_at_some_time_is_named(scene: Scene) -> None:
    async with scene.checker() as database, database.transaction() as checker:
        near = [await ask_naively(checker, patrol, 1000.0) for patrol in scene.sample(20)]
        far = [await ask_naively(checker, patrol, 50_000.0) for patrol in scene.sample(20)]
    assert all(close <= wide for (close, _), (wide, _) in zip(near, far, strict=True))
    assert sum(len(wide) for wide, _ in far) > sum(len(close) for close, _ in near) > 0
    assert all(seconds > 0 for _, seconds in near)
