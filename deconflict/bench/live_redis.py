"""The peer of the live tick in Redis: GEOADD for every fix, GEOSEARCH around every unit as far as it can matter.

It does less than the tick: points of one moment only, nothing between fixes, nothing ahead, nothing remembered, and
which of those found are strangers, and near enough for the pair, is left to whoever asks. The server is started for the
bench, on a free port of loopback, and stopped by its number. Left out where server or client is not installed.
"""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from os import sysconf
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from deconflict.bench.moving import Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.timing import ratio

if TYPE_CHECKING:
    from redis import Redis

TICKS: Final = 3
PIPE: Final = 1000
ASKED: Final = 5000
"""For so many units it is asked, evenly chosen; the others would take as long each."""
KEY: Final = "units"
STOP_S: Final = 10.0


@dataclass(frozen=True)
class RedisFigures:
    """Milliseconds of the server's processor time for a tick: of storing the fixes, and of asking around all units."""

    store_ms: float
    ask_ms: float
    updates_per_cpu_s: float
    found: int


def measure_redis(convoy: Convoy, stages: Stages) -> RedisFigures | None:
    """Store and ask for some ticks, the first of which is not counted; None where there is no Redis."""
    server = shutil.which("redis-server")
    if server is None or find_spec("redis") is None:
        return None
    units = len(convoy.roster)
    asked = np.unique(np.linspace(0, units - 1, min(ASKED, units)).astype(np.int64))
    stored_s, asked_s, found = 0.0, 0.0, 0
    with _running(server) as (client, pid), stages.stage("asking Redis", TICKS + 1) as advance:
        for second in range(1, TICKS + 2):
            began = _cpu_s(pid)
            _store(client, convoy, second)
            stored = _cpu_s(pid)
            found = _ask(client, convoy, asked)
            if second > 1:
                stored_s, asked_s = stored_s + stored - began, asked_s + _cpu_s(pid) - stored
            advance(1)
    store_ms, ask_ms = stored_s * 1e3 / TICKS, asked_s * 1e3 / TICKS * units / len(asked)
    return RedisFigures(store_ms, ask_ms, ratio(units * 1e3, store_ms + ask_ms), found)


def _store(client: "Redis", convoy: Convoy, second: int) -> None:
    fixes = convoy.fixes(second)
    rows = zip(fixes.lon.tolist(), fixes.lat.tolist(), fixes.unit.tolist(), strict=True)
    flat = [each for row in rows for each in row]
    with client.pipeline(transaction=False) as pipe:
        for first in range(0, len(flat), 3 * PIPE):
            pipe.geoadd(KEY, flat[first : first + 3 * PIPE])
        pipe.execute()


def _ask(client: "Redis", convoy: Convoy, asked: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """Ask who is around each of some units; return how many were found, themselves included."""
    widest = convoy.roster.distance_m.max(axis=1)[convoy.roster.party[asked]]
    found = 0
    for first in range(0, len(asked), PIPE):
        part = slice(first, first + PIPE)
        with client.pipeline(transaction=False) as pipe:
            for unit, metres in zip(asked[part].tolist(), widest[part].tolist(), strict=True):
                pipe.geosearch(KEY, member=str(unit), radius=metres, unit="m")
            found += sum(len(near) for near in pipe.execute())
    return found


@contextmanager
def _running(server: str) -> Iterator[tuple["Redis", int]]:
    """Yield a client of a server of our own that keeps nothing, and the server's process."""
    from redis import Redis
    from redis.backoff import ConstantBackoff
    from redis.exceptions import ConnectionError as NotYet
    from redis.retry import Retry

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="dcf-redis-") as folder:
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        process = subprocess.Popen([*command, "--dir", folder], stdout=subprocess.DEVNULL)
        try:
            patience = Retry(ConstantBackoff(0.1), 100, supported_errors=(NotYet,))
            client = Redis(host="127.0.0.1", port=port, retry=patience)
            client.ping()
            yield client, process.pid
            client.close()
        finally:
            process.terminate()
            process.wait(STOP_S)


def _cpu_s(pid: int) -> float:
    """Return how much processor time a process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")
