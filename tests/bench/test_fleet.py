"""Units for synthetic routes, and rows as the service packs them."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.bench.fleet import Order, Side, made, rows_of, unit_rows, units_of
from deconflict.parties.model import PartyId, PersonId
from deconflict.separation.path import Track
from deconflict.separation.units import Metres

SIDES = tuple(Side(PartyId(uuid4()), PersonId(uuid4())) for _ in range(4))
ORDER = Order(1, 0, 120, datetime(2026, 12, 1, tzinfo=UTC), 0.5, SIDES, Metres(5000))


def test_no_unit_is_on_two_patrols_at_once() -> None:
    free: dict[tuple[PartyId, str], datetime] = {}
    for mission in ORDER.missions:
        unit = mission.side.party, mission.callsign
        assert free.get(unit, mission.route.times[0]) <= mission.route.times[0]
        free[unit] = mission.route.times[-1]
    assert len(free) < len(ORDER.missions), "units drive more than once"


def test_rows_hold_each_plan_of_each_unit_packed() -> None:
    rows = rows_of(ORDER)
    assert len(rows.patrols) == len(rows.plans) == len(rows.naive) == ORDER.size
    units = {row["id"] for row in rows.units}
    for patrol, plan, mission in zip(rows.patrols, rows.plans, ORDER.missions, strict=True):
        assert plan["patrol"] == patrol["id"]
        assert plan["unit"] == patrol["unit"]
        assert plan["unit"] in units
        assert Track.unpack(plan["track"]).knots[0, 3] == mission.route.times[0].timestamp()


def test_orders_are_made_in_turn() -> None:
    further = Order(1, 1, 5, ORDER.first, 0.5, SIDES, Metres(5000))
    assert [len(rows.plans) for rows in made([ORDER, further], None)] == [120, 5]


def test_units_are_rows_of_their_party() -> None:
    units = units_of(ORDER)
    assert {(row["party"], row["callsign"]): row["id"] for row in unit_rows(units)} == units
