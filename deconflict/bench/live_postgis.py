"""The peer of the live tick in PostGIS: store where everybody is, and ask who is within the distance of whom.

It does less than the tick: points of one moment only, nothing between fixes, nothing ahead, nothing remembered.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import Final

import psycopg

from deconflict.bench.ground import Ground
from deconflict.bench.moving import DISTANCES_M, Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.timing import Spread, ratio

TICKS: Final = 3

TABLES: Final = b"""
    DROP TABLE IF EXISTS bench_unit, bench_distance;
    CREATE UNLOGGED TABLE bench_unit (id int PRIMARY KEY, party int NOT NULL, place geography(Point, 4326) NOT NULL)
    WITH (fillfactor = 50);
    CREATE INDEX ON bench_unit USING gist (place);
    CREATE UNLOGGED TABLE bench_distance (a int, b int, metres float8, PRIMARY KEY (a, b));
    CREATE TEMPORARY TABLE bench_fix (id int, party int, lon float8, lat float8);
    SET max_parallel_workers_per_gather = 0;
    """
STORE: Final = b"""
    INSERT INTO bench_unit (id, party, place)
    SELECT id, party, ST_MakePoint(lon, lat)::geography FROM bench_fix
    ON CONFLICT (id) DO UPDATE SET place = EXCLUDED.place
    """
ASK: Final = b"""
    SELECT count(*) FROM bench_unit AS one
    JOIN bench_unit AS other ON ST_DWithin(one.place, other.place, %(widest)s) AND one.id < other.id
    JOIN bench_distance AS apart ON apart.a = one.party AND apart.b = other.party
    WHERE ST_Distance(one.place, other.place) <= apart.metres
    """


@dataclass(frozen=True)
class PostgisFigures:
    """Milliseconds of one connection without parallel workers, so about those of one core."""

    tick_ms: Spread
    updates_per_s: float
    pairs: int


def measure_postgis(fresh: Ground, convoy: Convoy, stages: Stages) -> PostgisFigures:
    """Store and ask for some ticks, the first of which is not counted."""
    seconds, pairs = [], 0
    with fresh.administrator() as connection:
        connection.execute(TABLES)
        _put_distances(connection, convoy)
        with stages.stage("asking PostGIS", TICKS + 1) as advance:
            for second in range(1, TICKS + 2):
                _put_fixes(connection, convoy, second)
                begin = perf_counter()
                connection.execute(STORE)
                if second == 1:
                    connection.execute(b"ANALYZE bench_unit")
                found = connection.execute(ASK, {"widest": DISTANCES_M[1]}).fetchone()
                seconds.append(perf_counter() - begin)
                pairs = found[0] if found else 0
                advance(1)
    taken = Spread.of(seconds[1:], 1e3)
    return PostgisFigures(taken, ratio(len(convoy.roster) * 1e3, taken.mean), pairs)


def _put_distances(connection: psycopg.Connection, convoy: Convoy) -> None:
    metres = convoy.roster.distance_m
    with connection.cursor() as cursor, cursor.copy(b"COPY bench_distance FROM STDIN") as copy:
        for a, row in enumerate(metres.tolist()):
            for b, distance_m in enumerate(row):
                if a != b:
                    copy.write_row((a, b, distance_m))


def _put_fixes(connection: psycopg.Connection, convoy: Convoy, second: int) -> None:
    """Bring the fixes into the database; this is not counted, for the tick gets its own from memory, too."""
    fixes = convoy.fixes(second)
    party = convoy.roster.party[fixes.unit]
    connection.execute(b"TRUNCATE bench_fix")
    with connection.cursor() as cursor, cursor.copy(b"COPY bench_fix FROM STDIN") as copy:
        columns = (each.tolist() for each in (fixes.unit, party, fixes.lon, fixes.lat))
        for row in zip(*columns, strict=True):
            copy.write_row(row)
