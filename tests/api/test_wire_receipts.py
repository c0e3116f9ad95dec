"""How far the sides of matters were reached, on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.alerts.model import Reading, Rung, SideTold, Told
from deconflict.api.wire_receipts import ReceiptsOut
from deconflict.parties.model import PartyId

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
TOLD = Told(AT, True, 3, Reading(2, AT), Reading(1, AT), Reading(0, None), Rung.DUTY)


def test_the_sides_of_a_matter_stand_together_with_how_many_and_not_who() -> None:
    first, second, a, b = uuid4(), uuid4(), PartyId(uuid4()), PartyId(uuid4())
    sides = [SideTold(first, a, TOLD), SideTold(first, b, None), SideTold(second, a, None)]
    shown = ReceiptsOut.of(sides).model_dump()["matters"]
    assert [(one["matter"], len(one["sides"])) for one in shown] == [(first, 2), (second, 1)]
    assert shown[0]["sides"][1] == {"party": b, "told": None}
    assert shown[0]["sides"][0]["told"] == {
        "at": AT,
        "rings": True,
        "people": 3,
        "received": {"people": 2, "first_at": AT},
        "seen": {"people": 1, "first_at": AT},
        "acknowledged": {"people": 0, "first_at": None},
        "rung": Rung.DUTY,
    }
