"""What row-level security costs a window of the map: a party's query behind its policies, and the same without any.

Both return the same rows, in turn, so that what disturbs the machine disturbs both. The plans are made in the database
and look like plans in size, place and time alone: nothing checks them.
"""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import psycopg
from rich.table import Table

from deconflict.bench.ground import Ground, ground
from deconflict.bench.machine import machine
from deconflict.bench.progress import Stages
from deconflict.bench.timing import Spread, ratio
from deconflict.runtime.context import Context, sign
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings

PARTIES: Final = 10
DAYS: Final = 30
BEGIN: Final = datetime(2026, 12, 1, tzinfo=UTC)
CHUNK: Final = 50_000
WARM_UP: Final = 50

# About 480 bytes of waypoints, 700 of track and 160 of cover: what twenty waypoints on a hundred kilometres take.
PLANS: Final = b"""
    INSERT INTO plan (id, patrol, party, unit, callsign, reference, version, current, after_the_fact, waypoints,
        time_tolerance_s, lateral_tolerance_m, nominal, over_at, envelope, period, track, cover, submitted_by,
        submitted_at)
    SELECT gen_random_uuid(), gen_random_uuid(), (%(parties)s::uuid[])[1 + n %% %(count)s], gen_random_uuid(), 'U' || n,
        'R' || n, 1, true, false, decode(repeat(md5(n::text), 30), 'hex'), 600, 50,
        tstzrange(at, at + interval '3 hours', '[]'), at + interval '3 hours',
        ST_MakeEnvelope(lon, lat, lon + 0.3 + random() * 0.7, lat + 0.1 + random() * 0.4, 4326),
        tstzrange(at - interval '1 hour', at + interval '4 hours', '[]'), decode(repeat(md5('t' || n), 44), 'hex'),
        decode(repeat(md5('c' || n), 10), 'hex'), (%(parties)s::uuid[])[1], %(begin)s
    FROM (SELECT n, %(begin)s + random() * %(days)s * interval '1 day' AS at, 9.5 + random() * 15 AS lon,
        20 + random() * 13 AS lat FROM generate_series(%(first)s::int, %(last)s::int) AS n) AS made
    """
WINDOW: Final = """
    SELECT patrol, reference, callsign, nominal, ST_AsBinary(envelope) FROM plan
    WHERE current AND envelope && ST_MakeEnvelope(%s, %s, %s, %s, 4326) AND period && tstzrange(%s, %s)
    """


class Window(NamedTuple):
    """What a map shows: a place and a day of it."""

    west: float
    south: float
    east: float
    north: float
    start: datetime
    end: datetime


@dataclass(frozen=True)
class WindowReport:
    """Milliseconds of the one and the other, and how often the medians' one goes into the other's."""

    plans: int
    machine: dict[str, Any]
    fill_s: float
    queries: int
    rows: Spread
    behind_policies_ms: Spread
    without_ms: Spread
    times_slower: float
    uses_the_index: bool

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)

    def as_table(self) -> Table:
        """Return the figures as a person reads them."""
        table = Table("what", "p50", "p95", title=f"a window of the map over {self.plans:,} plans")
        for name, spread in (
            ("behind row policies, ms", self.behind_policies_ms),
            ("without them, ms", self.without_ms),
            ("rows", self.rows),
        ):
            table.add_row(name, f"{spread.p50:.2f}", f"{spread.p95:.2f}")
        table.add_row("times slower", f"{self.times_slower:.2f}", "")
        return table


def measure_windows(
    settings: Settings, plans: int, queries: int, data: Path | None, stages: Stages
) -> WindowReport:
    """Fill a fresh database, and ask for windows of it both ways."""
    parties = [uuid4() for _ in range(PARTIES)]
    with ground(settings, data) as fresh:
        fill_s = _fill(fresh, plans, parties, stages)
        dice = random.Random(1)  # noqa: S311  (where windows lie is no secret)
        asked = [_window(dice) for _ in range(WARM_UP + queries)]
        behind, without, rows, explained = _ask(fresh, parties[0], asked, stages)
        return WindowReport(
            plans=plans,
            machine=machine(fresh),
            fill_s=fill_s,
            queries=queries,
            rows=Spread.of(rows[WARM_UP:]),
            behind_policies_ms=Spread.of(behind[WARM_UP:], 1e3),
            without_ms=Spread.of(without[WARM_UP:], 1e3),
            times_slower=ratio(Spread.of(behind[WARM_UP:]).p50, Spread.of(without[WARM_UP:]).p50),
            uses_the_index="Index Cond" in explained and "envelope &&" in explained,
        )


def _fill(fresh: Ground, plans: int, parties: Sequence[UUID], stages: Stages) -> float:
    """Store plans of nobody: without the checks on foreign keys, and without what keeps a unit from being twice."""
    begin = perf_counter()
    values = {"parties": parties, "count": len(parties), "begin": BEGIN, "days": DAYS}
    with fresh.administrator() as connection:
        connection.execute(b"SET LOCAL session_replication_role = replica")
        connection.execute(b"ALTER TABLE plan DROP CONSTRAINT plan_one_per_unit")
        with stages.stage("storing plans", plans) as advance:
            for first in range(1, plans + 1, CHUNK):
                last = min(first + CHUNK - 1, plans)
                connection.execute(PLANS, values | {"first": first, "last": last})
                advance(last - first + 1)
    fresh.analyse()
    return perf_counter() - begin


def _window(dice: random.Random) -> Window:
    west, south = dice.uniform(9.5, 24.5), dice.uniform(20.0, 32.5)
    start = BEGIN + timedelta(days=dice.uniform(0, DAYS - 1))
    return Window(west, south, west + 0.5, south + 0.5, start, start + timedelta(days=1))


def _ask(
    fresh: Ground, party: UUID, asked: Sequence[Window], stages: Stages
) -> tuple[list[float], list[float], list[int], str]:
    """Ask as the service's login for that party, and as somebody no policy holds back, for the same rows."""
    behind, without, rows = [], [], []
    context = sign(Context(uuid4(), party, "liaison", "viewer"), fresh.key, datetime.now(UTC))
    login = conninfo(drop_privileges(fresh.url, "api", fresh.key))
    own = f"{WINDOW} AND party = %s".encode()
    with psycopg.connect(login) as api, psycopg.connect(conninfo(fresh.url)) as free:
        api.execute(b"SELECT set_config('deconflict.context', %s, false)", [context])
        with stages.stage("asking for windows", len(asked)) as advance:
            for number, window in enumerate(asked):
                ways = [(api, WINDOW.encode(), tuple(window)), (free, own, (*window, party))]
                # Whoever asks second finds everything in memory already: so each goes first every other time.
                first, second = ways if number % 2 else reversed(ways)
                took = {way[0]: _timed(*way) for way in (first, second)}
                (seen, seconds), (known, free_seconds) = took[api], took[free]
                assert sorted(seen) == sorted(known)  # noqa: S101  (or the two would not be the same query)
                behind.append(seconds)
                without.append(free_seconds)
                rows.append(len(seen))
                advance(1)
        plan = api.execute(f"EXPLAIN {WINDOW}".encode(), asked[0]).fetchall()
    return behind, without, rows, "\n".join(line for (line,) in plan)


def _timed(
    connection: psycopg.Connection, query: bytes, values: Sequence[Any]
) -> tuple[list[tuple[Any, ...]], float]:
    begin = perf_counter()
    found = connection.execute(query, values, prepare=True, binary=True).fetchall()
    return found, perf_counter() - begin
