"""What a bench says in the end: one table for people, one JSON object for programs. Judges nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from deconflict.bench.backlog import BacklogFigures
from deconflict.bench.checking import CheckFigures, NaiveFigures
from deconflict.bench.covers import CoverFigures
from deconflict.bench.inserts import InsertFigures
from deconflict.bench.meos import MeosFigures
from deconflict.bench.recall import RecallFigures
from deconflict.bench.serving import Phase, ServingFigures
from deconflict.bench.timing import Spread

Line = tuple[str, str, str]


@dataclass(frozen=True)
class Report:
    """Everything one run measured; what was not asked for, or could not be, is None."""

    plans: int
    seed: int
    days: float
    machine: dict[str, Any]
    load_s: float
    check: CheckFigures
    naive: NaiveFigures
    meos: MeosFigures | None
    recall: RecallFigures
    insert: InsertFigures
    covers: CoverFigures
    checker: BacklogFigures
    http: ServingFigures | None

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)

    def as_table(self) -> Table:
        """Return the figures as a person reads them: what, ours, and the peer or what else belongs to it."""
        table = Table(title=f"{self.plans:,} plans in force over {self.days:g} days", title_justify="left")
        table.add_column("what")
        table.add_column("figure", justify="right")
        table.add_column("beside it")
        for line in self._lines():
            table.add_row(*line)
        return table

    def _lines(self) -> Iterator[Line]:
        yield from _check_lines(self)
        if self.meos is not None:
            yield (
                "nearest approach of a pair, no lag",
                f"{self.meos.ours_us_per_pair:.1f} µs",
                f"MEOS {self.meos.meos_us_per_pair:.1f} µs; agreeing {self.meos.agreeing:.2%}",
            )
        yield (
            "recall against brute force",
            f"{self.recall.recall:.4%}",
            f"{self.recall.exhaustive} conflicts of {self.recall.subjects} plans; untrue {self.recall.untrue}",
        )
        yield from _store_lines(self)
        yield (
            "checker, everything written",
            f"{self.checker.plans_per_s:.0f} plans/s",
            f"{self.checker.conflicts_per_plan:.1f} conflicts, {self.checker.shared_covers_per_plan:.1f} shared "
            f"covers a plan; one tick for all: {self.checker.release_ms:.0f} ms, {self.checker.released} told",
        )
        if self.http is not None:
            yield from _http_lines(self.http)


def _check_lines(report: Report) -> Iterator[Line]:
    check, naive = report.check, report.naive
    yield (
        "check of one plan, p50 / p99",
        f"{check.latency_ms.p50:.2f} / {check.latency_ms.p99:.2f} ms",
        f"naive PostGIS {naive.latency_ms.p50:.2f} / {naive.latency_ms.p99:.2f} ms ({naive.times_slower:.1f}×), "
        f"{naive.false_alarms:.0%} false alarms, {naive.missed:.1%} missed",
    )
    yield (
        "checks a second, alone / in batches",
        f"{check.per_s:.0f} / {check.batched_per_s:.0f}",
        f"{check.candidates.mean:.0f} candidates, {check.conflicts.mean:.1f} conflicts a check",
    )
    yield (
        "where it goes",
        "",
        f"query {check.sql_ms:.2f}, unpack {check.unpack_ms:.2f}, screen {check.screen_ms:.2f}, "
        f"exact {check.exact_ms:.2f} ms",
    )


def _store_lines(report: Report) -> Iterator[Line]:
    insert, covers = report.insert, report.covers
    yield (
        "storing a plan, p50",
        f"{insert.plan_ms.p50:.2f} ms",
        f"bare row {insert.bare_ms.p50:.2f} ms ({insert.times_slower:.1f}×); of it packing {insert.pack_ms.p50:.2f}",
    )
    yield (
        "a cover, packed beside its plan",
        f"{covers.array_bytes:.0f} bytes",
        f"as rows {covers.row_bytes:.0f} ({covers.times_larger:.0f}×); {covers.cell_hours_per_plan:.0f} cell-hours",
    )
    yield (
        "what a plan shares, p50",
        f"{covers.arrays_find_ms.p50:.2f} ms",
        f"by rows {covers.rows_find_ms.p50:.2f} ms; to write {covers.arrays_write_ms.p50:.2f}, "
        f"as rows {covers.rows_write_ms.p50:.2f} ms",
    )


def _http_lines(http: ServingFigures) -> Iterator[Line]:
    yield from _phase_lines("16 writers", http.crowd)
    yield from _phase_lines("100 a second", http.paced)
    yield (
        "registering, p50, against a bare INSERT",
        f"{http.times_slower:.1f}×",
        f"bare {http.bare_per_s:.0f}/s, p50 / p95 {_tails(http.bare_ms)}",
    )
    yield (
        "tick → socket, p50 / p95, at 5 a second",
        _tails(http.quiet_told_ms),
        f"at 100 a second {_tails(http.paced_told_ms)}, {http.paced_told_ms.count} alerts",
    )


def _phase_lines(how: str, phase: Phase) -> Iterator[Line]:
    refused = f", refused {phase.refused}" if phase.refused else ""
    yield (
        f"registering, {how}",
        f"{phase.per_s:.0f}/s",
        f"p50 / p95 {_tails(phase.latency_ms)}; the sender took {phase.sender_share:.0%} of a core{refused}",
    )
    yield (
        f"registered → checked, {how}",
        _tails(phase.lag_ms),
        f"{phase.checked_per_s:.0f} checked/s, at most {phase.most_waiting} waiting",
    )


def _tails(spread: Spread) -> str:
    return f"{spread.p50:.0f} / {spread.p95:.0f} ms"
