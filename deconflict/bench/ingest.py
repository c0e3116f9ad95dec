"""How many fixes one process takes in from sockets: read, sorted out, packed for their row; not stored."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Final

import orjson

from deconflict.bench.timing import ratio
from deconflict.live.messages import MOST_FIXES
from deconflict.live.uploads import quickly
from deconflict.tracking.packing import pack
from deconflict.tracking.rules import clock_offset, sorted_out

UPLOADS: Final = 300
SENT: Final = datetime(2026, 12, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class IngestFigures:
    """Uploads of `batch` fixes each; microseconds of one core for an upload."""

    batch: int
    upload_us: float
    fixes_per_cpu_s: float


def measure_ingest(uploads: int = UPLOADS) -> IngestFigures:
    """Take in an upload again and again, as `live/storing.py` and its flow do before they store it."""
    text = upload(MOST_FIXES)
    taken_in(text)
    begin = process_time()
    for _ in range(uploads):
        taken_in(text)
    spent = process_time() - begin
    return IngestFigures(MOST_FIXES, ratio(spent * 1e6, uploads), ratio(MOST_FIXES * uploads, spent))


def taken_in(text: str) -> bytes:
    """Read an upload and return its track as it is stored."""
    said = quickly(text)
    if said is None:
        return b""
    offset = clock_offset(said.sent_at, SENT)
    track, _ = sorted_out(said.fixes, said.sent_at, SENT, offset)
    return pack(track)


def upload(fixes: int) -> str:
    """Return a message with as many fixes, a second apart, as a device sends it."""
    made = [
        {
            "at": (SENT - timedelta(seconds=ago)).isoformat().replace("+00:00", "Z"),
            "lon": round(13.19 - 0.0001 * ago, 6),
            "lat": 32.88,
            "accuracy_m": 8.0,
            "speed_m_s": 11.5,
            "course_deg": 87.0,
        }
        for ago in range(fixes, 0, -1)
    ]
    said = {"type": "position", "id": 1, "unit": "Falcon 2", "sent_at": "2026-12-01T08:00:00Z", "fixes": made}
    return orjson.dumps(said).decode()
