"""What the service counts about itself, without labels that tell one party, unit or person from another.

Each process counts for itself. With several API workers a scrape meets one of them at a time: run workers on
ports of their own to scrape each. The engine answers no network; what it did is read from the database.
"""

from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

REQUEST_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0)

REQUESTS: Final = Counter(
    "deconflict_http_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY
)
REQUEST_SECONDS: Final = Histogram(
    "deconflict_http_request_seconds",
    "Time to answer.",
    ("method", "route"),
    registry=REGISTRY,
    buckets=REQUEST_BUCKETS,
)
SOCKETS: Final = Gauge("deconflict_sockets", "Open websockets.", registry=REGISTRY)
SOCKETS_CLOSED: Final = Counter(
    "deconflict_sockets_closed", "Websockets the service closed.", ("code",), registry=REGISTRY
)
ALERTS_SENT: Final = Counter("deconflict_alerts_sent", "Alerts written to sockets.", registry=REGISTRY)
TRANSACTIONS: Final = Counter(
    "deconflict_transactions", "Database transactions by outcome.", ("outcome",), registry=REGISTRY
)


def exposition() -> tuple[bytes, str]:
    """Return the body and the content type of `/metrics`."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
