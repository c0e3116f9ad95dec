"""What a device says becomes a fix, a call for help or a receipt of its own unit, and of no other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.bind_crew import bind_crew
from deconflict.flows.raise_sos import raise_sos
from deconflict.gateways.cot.incoming import PASSES, Incoming
from deconflict.gateways.cot.reading import read
from deconflict.runtime.database import PartySession
from deconflict.runtime.errors import DatabaseUnavailable

RECEIPTS = "SELECT fact FROM receipt ORDER BY fact"


@pytest.mark.rule("LIV-01")
async def test_a_position_is_stored_for_the_devices_own_unit_by_its_own_time(
    world: Any, enrol: Any, event: Any
) -> None:
    device = await enrol()
    incoming = Incoming(world.database)
    await incoming.take(device.viewer, read(event(detail='<contact callsign="U2"/>')), world.now())
    stored = "SELECT unit, at, lon, accuracy_m FROM last_position"
    assert world.sql(stored) == [(device.unit, world.now(), 15.0, 8.5)]
    # under another uid it speaks of something that it saw
    world.clock.advance(5)
    await incoming.take(device.viewer, read(event(uid="SEEN-1", lon=16.0)), world.now())
    assert [row[2] for row in world.sql(stored)] == [15.0]


async def test_a_persons_device_reports_for_the_unit_that_it_calls_itself_by(world: Any, event: Any) -> None:
    said = read(event(detail='<contact callsign="U2"/>'))
    for who, stored in (("a", 1), ("desk", 1)):
        await Incoming(world.database).take(world.viewers[who], said, world.now())
        assert world.sql("SELECT count(*) FROM last_position") == [(stored,)]


@pytest.mark.rule("LIV-07")
async def test_an_emergency_calls_for_help_once_and_its_end_ends_it(
    world: Any, enrol: Any, event: Any
) -> None:
    device = await enrol()
    incoming = Incoming(world.database)
    for _ in range(3):
        await incoming.take(device.viewer, read(event("b-a-o-tbl", uid="ANDROID-1-9-1-1")), world.now())
    calls = "SELECT unit, lon, ended_at IS NULL FROM sos"
    assert world.sql(calls) == [(device.unit, 15.0, True)]
    for _ in range(2):
        await incoming.take(device.viewer, read(event("b-a-o-can", uid="ANDROID-1-9-1-1")), world.now())
    assert world.sql(calls) == [(device.unit, 15.0, False)]


@pytest.mark.rule("LIV-07")
async def test_a_position_may_carry_the_call_and_its_end(world: Any, enrol: Any, event: Any) -> None:
    device = await enrol()
    incoming = Incoming(world.database)
    await incoming.take(device.viewer, read(event(detail='<emergency type="911 Alert"/>')), world.now())
    assert world.sql("SELECT note, ended_at IS NULL FROM sos") == [("911 Alert", True)]
    world.clock.advance(1)
    await incoming.take(device.viewer, read(event(detail='<emergency cancel="true"/>')), world.now())
    assert world.sql("SELECT ended_at IS NULL FROM sos") == [(False,)]


@pytest.mark.rule("LIV-07")
async def test_a_call_of_a_device_without_a_position_is_where_it_was_last_heard(
    world: Any, enrol: Any, event: Any
) -> None:
    device = await enrol()
    incoming = Incoming(world.database)
    await incoming.take(device.viewer, read(event()), world.now())
    world.clock.advance(60)
    nowhere = 'lat="0.0" lon="0.0" hae="9999999.0" ce="9999999.0" le="9999999.0"'
    lost = event(point=nowhere, detail='<emergency type="911 Alert"/>')
    await incoming.take(device.viewer, read(lost), world.now())
    assert world.sql("SELECT lon, lat FROM sos") == [(15.0, 32.0)]
    assert world.sql("SELECT lon, lat FROM last_position") == [(15.0, 32.0)]


@pytest.mark.rule("LIV-07", "LIV-01")
@pytest.mark.parametrize("days", [-3000, -1, 1, 3000])
async def test_a_call_by_a_clock_that_is_off_counts_and_its_place_is_told_by_ours(
    world: Any, enrol: Any, event: Any, days: int
) -> None:
    device = await enrol()
    off = (world.now() + timedelta(days=days)).isoformat()
    said = read(event(detail='<emergency type="911 Alert"/>', time=off))
    await Incoming(world.database).take(device.viewer, said, world.now())
    assert world.sql("SELECT fixed_at, raised_at FROM sos") == [(world.now(), world.now())]
    # such a clock's position is set right or refused; neither touches the call
    assert world.sql("SELECT count(*) FROM last_position") == [(0 if abs(days) > 30 else 1,)]


class Away:
    """A database that cannot be reached so many times."""

    def __init__(self, database: Any, times: int) -> None:
        self.database = database
        self.times = times

    @asynccontextmanager
    async def transaction(self, context: Any) -> AsyncIterator[PartySession]:
        if self.times > 0:
            self.times -= 1
            raise DatabaseUnavailable
        async with self.database.transaction(context) as session:
            yield session


@pytest.mark.rule("LIV-07")
@pytest.mark.parametrize("kind", ["b-a-o-tbl", "a-f-G-U-C"])
async def test_a_call_that_the_database_cannot_take_now_is_asked_for_again(
    world: Any, enrol: Any, event: Any, kind: str
) -> None:
    device, said = await enrol(), read(event(kind, detail='<emergency type="911 Alert"/>'))
    incoming = Incoming(Away(world.database, 1))  # type: ignore[arg-type]  # stands in for a database
    with pytest.raises(PASSES):
        await incoming.take(device.viewer, said, world.now())
    await incoming.take(device.viewer, said, world.now())
    assert world.sql("SELECT unit, ended_at IS NULL FROM sos") == [(device.unit, True)]


async def test_a_position_that_the_database_cannot_take_now_is_left(
    world: Any, enrol: Any, event: Any
) -> None:
    device, incoming = await enrol(), Incoming(Away(world.database, 1))  # type: ignore[arg-type]  # stands in for it
    for stored in (0, 1):
        await incoming.take(device.viewer, read(event()), world.now())
        assert world.sql("SELECT count(*) FROM last_position") == [(stored,)]


@pytest.mark.rule("LIV-07", "DIS-06")
async def test_a_device_ends_no_other_units_call(world: Any, enrol: Any, event: Any) -> None:
    await world.act("a", raise_sos, "U2", None, "", world.now())
    device = await enrol("a", "U1")
    said = read(event("b-a-o-can", detail='<contact callsign="U2"/>'))
    await Incoming(world.database).take(device.viewer, said, world.now())
    assert world.sql("SELECT ended_at IS NULL FROM sos") == [(True,)]


@pytest.mark.rule("LIV-07", "SEC-01")
async def test_a_device_of_somebody_who_is_with_a_unit_ends_that_units_call_alone(
    world: Any, event: Any
) -> None:
    await world.read("a", bind_crew, world.viewers["crew"].person, "U1", world.now())
    for unit in ("U1", "U2"):
        await world.act("a", raise_sos, unit, None, unit, world.now())
        said = read(event("b-a-o-can", detail=f'<contact callsign="{unit}"/>'))
        await Incoming(world.database).take(world.viewers["crew"], said, world.now())
    assert world.sql("SELECT note, ended_at IS NULL FROM sos ORDER BY note") == [("U1", False), ("U2", True)]


@pytest.mark.rule("ALR-03")
async def test_a_receipt_of_a_message_is_a_receipt_of_its_alert(world: Any, enrol: Any, event: Any) -> None:
    device = await enrol()
    await world.act("a", raise_sos, "U2", None, "", world.now())
    await world.engine.tell_distress()
    [(epoch,)] = world.sql("SELECT epoch FROM deployment")
    incoming = Incoming(world.database)
    for message in ("nonsense", f"{epoch}.99", "other.1", f"{epoch}.1"):
        receipt = f'<__chatreceipt messageId="{message}"/>'
        await incoming.take(device.viewer, read(event("b-t-f-d", detail=receipt)), world.now())
    assert world.sql(RECEIPTS) == [("received",)]
    receipt = f'<__chatreceipt messageId="{epoch}.1"/>'
    await incoming.take(device.viewer, read(event("b-t-f-r", detail=receipt)), world.now())
    assert world.sql(RECEIPTS) == [("received",), ("seen",)]
