"""Figures on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_figures import FiguresOut
from deconflict.probing.model import Conduct

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_a_party_without_finished_plans_has_no_ratio() -> None:
    conduct = [
        Conduct(uuid4(), name, 5, 0, finished, 1, 2, 0, None) for name, finished in (("A", 4), ("B", 0))
    ]
    shown = FiguresOut.within(NOON, NOON, conduct).model_dump(mode="json")["parties"]
    assert [(line["name"], line["ghost_ratio"]) for line in shown] == [("A", 0.25), ("B", None)]
