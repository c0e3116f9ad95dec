"""What the live edge counts. No label tells one party, unit or person from another."""

from typing import Final

from prometheus_client import Gauge, Histogram

from deconflict.runtime.metrics import REGISTRY

WAITING: Final = Gauge(
    "deconflict_outbox_messages", "Messages that wait to be written to sockets.", registry=REGISTRY
)
PUSH_SECONDS: Final = Histogram(
    "deconflict_alert_push_seconds",
    "From an alert's release to its writing to a socket that was live then.",
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0),
)
