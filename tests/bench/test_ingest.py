"""What the bench takes in is what a device would have stored."""

from deconflict.bench.ingest import SENT, measure_ingest, taken_in, upload
from deconflict.tracking import packing
from deconflict.tracking.rules import unpack


def test_every_fix_of_an_upload_is_taken_in() -> None:
    fixes = packing.fixes(unpack(taken_in(upload(100))))
    assert len(fixes) == 100
    assert (SENT - fixes[-1].at).total_seconds() == 1.0
    assert fixes[0].speed_m_s == 11.5


def test_its_figures_are_of_whole_uploads() -> None:
    found = measure_ingest(3)
    assert found.batch == 100
    assert found.fixes_per_cpu_s > 0
