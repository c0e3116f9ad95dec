"""What gateways count: fixes by protocol and by what became of them, never by whose they are (DIS-06)."""

from typing import Final

from prometheus_client import Counter

from deconflict.runtime.metrics import REGISTRY

FIXES: Final = Counter(
    "deconflict_gateway_fixes",
    "Fixes that came through a gateway.",
    ("gateway", "outcome"),
    registry=REGISTRY,
)
