"""A small run of telling sockets says what a large one says."""

from deconflict.bench.fanout import measure_fanout
from deconflict.bench.progress import Stages


async def test_all_servers_tell_everybody_and_are_compared(stages: Stages) -> None:
    report = await measure_fanout(20, stages)
    for figures in (report.ours, report.raw, report.broadcast):
        assert figures.clients == 20
        assert figures.frames_per_cpu_s > 0
        assert 0 < figures.alone_ms.p50 <= figures.alone_ms.p99
    assert report.of_raw > 0
    assert report.bytes_per_unit < 2000
    assert report.as_json()["ours"]["clients"] == 20
    assert len(report.as_table().rows) == 8
