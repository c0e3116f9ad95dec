"""Incidents in the database: who finds and stores which (INC-01, SEC-01)."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, true

from deconflict.flows.add_photo import add_photo
from deconflict.flows.bind_crew import bind_crew
from deconflict.flows.report_incident import report_incident
from deconflict.incidents import store as incidents
from deconflict.incidents.images import bare
from deconflict.incidents.model import Confidence, IncidentKind, Kept, Observation, PhotoId, Severity, Spot
from deconflict.parties import scope
from deconflict.parties.model import Unit, UnitId
from deconflict.runtime.errors import AccessRefused, ConstraintViolated
from tests.photos import JPEG, PNG

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
NEW = "gen_random_uuid()"
NOTICE = "INSERT INTO notice (id, kind, change, rings, found_at, incident"
NAMES = "id, reference, party, unit, callsign, person, state"
NAMES += ", kind, severity, confidence, words, happened_at, reported_at, rings"
CAMERA = "id, party, incident, person, media_type, size_bytes, width, height, digest, content, added_at"


async def reported(world: Any, who: str = "crew", unit: str = "U1", **other: Any) -> Any:
    seen = Observation(
        IncidentKind.ACCIDENT, Severity.LOW, Confidence.CERTAIN, "ditch", Spot(15.0, 32.0, None), world.now()
    )
    world.clock.advance(1)
    return await world.act(who, report_incident, unit, None, replace(seen, **other), world.now())


@pytest.mark.rule("INC-01", "DIS-06")
async def test_its_own_party_and_the_desk_find_an_incident_with_its_photos_and_others_none(
    world: Any,
) -> None:
    item = await reported(world)
    photo, _ = await world.act("crew", add_photo, item.id, bare(JPEG), world.now())
    whole = replace(item, photos=(photo,))
    for who in ("a", "crew", "desk"):
        assert await world.read(who, incidents.with_ids, [item.id]) == {item.id: whole}
        assert await world.read(who, incidents.page, 10, None) == [whole]
        assert await world.read(who, incidents.image_of, item.id, photo.id) == (photo, bare(JPEG).content)
        assert await world.read(who, incidents.image_of, uuid4(), photo.id) is None
    for who in ("b", "facilitator", "oversight", "operator"):
        assert await world.read(who, incidents.with_ids, [item.id]) == {}
        assert await world.read(who, incidents.page, 10, None) == []
        assert await world.read(who, incidents.image_of, item.id, photo.id) is None


@pytest.mark.rule("INC-01", "SEC-01")
@pytest.mark.parametrize("how", ["device", "bound"])
async def test_whoever_is_with_one_unit_finds_what_is_of_that_one_and_their_own(world: Any, how: str) -> None:
    own, theirs = await reported(world), await reported(world, "a")
    other = await reported(world, "a", "U2")
    photos = [(await world.act("a", add_photo, of.id, bare(JPEG), world.now()))[0] for of in (theirs, other)]
    with with_unit(world, how, other.unit):
        for walls in (
            nullcontext(),
            patch.object(scope, "of_unit_or_self", lambda *_: true()),
            policies_off(world),
        ):
            with walls:
                assert [item.id for item in await world.read("crew", incidents.page, 9, None)] == [
                    other.id,
                    own.id,
                ]
                assert list(await world.read("crew", incidents.with_ids, [theirs.id, other.id])) == [other.id]
                assert await world.read("crew", incidents.image_of, theirs.id, photos[0].id) is None
                assert await world.read("crew", incidents.image_of, other.id, photos[1].id) is not None
                assert len(await world.read("a2", incidents.page, 9, None)) == 3
        assert await world.read("crew", _rows, "SELECT incident FROM incident_photo") == [(other.id,)]


@contextmanager
def with_unit(world: Any, how: str, unit: UUID) -> Iterator[None]:
    """Let A's crew be that unit's device, or bound to it."""
    crew, party = world.viewers["crew"].person, world.parties["a"].id
    if how == "bound":
        world.sql("INSERT INTO binding VALUES (%s, %s, %s, now())", crew, party, unit)
        yield
        return
    world.sql("UPDATE person SET unit = %s WHERE id = %s", unit, crew)
    try:
        yield
    finally:
        world.sql("UPDATE person SET unit = NULL WHERE id = %s", crew)


@contextmanager
def policies_off(world: Any) -> Iterator[None]:
    """Let the database show all that is of incidents to everybody."""
    tables = ("incident", "incident_photo")
    for table in tables:
        world.sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        for table in tables:
            world.sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


@pytest.mark.rule("SEC-01", "SEC-02")
async def test_whoever_is_with_one_unit_adds_no_photo_to_anothers(world: Any) -> None:
    theirs = await reported(world, "a")
    other = await reported(world, "a", "U2")
    await world.read("a", bind_crew, world.viewers["crew"].person, "U2", world.now())
    values = "'image/png', 1, 1, 1, sha256('x'), 'x', reported_at"
    photo = (
        f"INSERT INTO incident_photo ({CAMERA}) SELECT {NEW}, party, '%s', '{world.viewers['crew'].person}',"
    )
    with pytest.raises(AccessRefused):
        await world.read("crew", _run, f"{photo % theirs.id} {values} FROM incident")
    await world.read("crew", _run, f"{photo % other.id} {values} FROM incident")


async def test_pages_go_from_the_newest_on(world: Any) -> None:
    first = await reported(world)
    second = await reported(world, "a", spot=None)
    assert await world.read("desk", incidents.page, 1, None) == [second]
    assert await world.read("desk", incidents.page, 5, (second.reported_at, second.id)) == [first]


@pytest.mark.rule("SEC-02")
async def test_room_is_counted_by_incident_and_by_party(world: Any) -> None:
    one, other, theirs = await reported(world), await reported(world), await reported(world, "b")
    for who, of, file in (("a", one, JPEG), ("a", other, PNG), ("b", theirs, JPEG)):
        await world.act(who, add_photo, of.id, bare(file), world.now())
    both = len(bare(JPEG).content) + len(bare(PNG).content)
    assert await world.read("a", incidents.kept, one) == Kept(1, both)
    assert await world.read("desk", incidents.kept, theirs) == Kept(1, len(bare(JPEG).content))


@pytest.mark.rule("SEC-01", "INC-03")
@pytest.mark.parametrize("who", ["a", "crew", "b", "desk", "facilitator"])
@pytest.mark.parametrize("table", ["incident", "incident_photo"])
async def test_nobody_changes_or_removes_what_was_reported(world: Any, who: str, table: str) -> None:
    item = await reported(world)
    await world.act("crew", add_photo, item.id, bare(JPEG), world.now())
    for statement in (f"UPDATE {table} SET person = person", f"DELETE FROM {table}"):
        with pytest.raises(AccessRefused):
            await world.read(who, _run, statement)


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("who", ["b", "desk", "facilitator", "operator"])
async def test_nobody_reports_or_adds_a_photo_in_anothers_name(world: Any, who: str) -> None:
    item = await reported(world)
    me = world.viewers[who].person
    photo = "'image/png', 1, 1, 1, sha256('x'), 'x', now()"
    for statement in (
        f"INSERT INTO incident ({NAMES}) VALUES ({NEW}, 'x', '{item.party}', '{item.unit}', 'U1', '{me}', 'reported',"
        f" 'crowd', 'low', 'certain', '', now(), now(), false)",
        f"INSERT INTO incident_photo ({CAMERA}) VALUES ({NEW}, '{item.party}', '{item.id}', '{me}', {photo})",
    ):
        with pytest.raises(AccessRefused):
            await world.read(who, _run, statement)


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize(
    ("who", "values"),
    [
        ("b", "'incident', 'reported', true, now(), '{id}'"),  # of another party
        ("b", "'incident', 'reported', true, now(), gen_random_uuid()"),
        ("a", "'incident', 'photo', true, now(), '{id}'"),  # rings
        ("a", "'incident', 'closed', false, now(), '{id}'"),
        ("a", "'sos', 'raised', true, now(), '{id}'"),
        ("a", "'review', 'opened', true, now(), '{id}'"),
    ],
)
async def test_nobody_is_told_of_an_incident_but_by_whoever_sees_it_and_as_it_is(
    world: Any, who: str, values: str
) -> None:
    item = await reported(world)
    with pytest.raises(AccessRefused):
        await world.read(who, _run, f"{NOTICE}) VALUES ({NEW}, {values.format(id=item.id)})")
    told = f"{NOTICE}, party) VALUES ({NEW}, 'incident', 'reported', true, now(), '{item.id}',"
    with pytest.raises(AccessRefused):
        await world.read("a", _run, f"{told} '{world.parties['b'].id}')")


TOLD = f"{NOTICE}, party) SELECT {NEW}, 'incident', "
AGAIN = "'reported', false, reported_at, id, party FROM incident"


@pytest.mark.rule("SEC-01", "LIV-07")
async def test_of_a_report_is_told_once_and_only_as_found_now(world: Any) -> None:
    await reported(world)
    with pytest.raises(ConstraintViolated):
        await world.read("crew", _run, TOLD + AGAIN)
    with pytest.raises(ConstraintViolated):
        await world.read("crew", _run, TOLD + AGAIN.replace("id, party", "id, NULL"))
    later = "'photo', false, reported_at, id, party FROM incident"
    await world.read("crew", _run, TOLD + later)
    for moment in ("'1970-01-02Z'", "reported_at + interval '1 year'"):
        with pytest.raises(AccessRefused):
            await world.read("crew", _run, TOLD + later.replace("reported_at", moment))


@pytest.mark.rule("SEC-01", "ALR-04")
async def test_only_what_was_reported_as_ringing_rings_and_only_what_is_grave_is(world: Any) -> None:
    item = await reported(world)
    row = f"INSERT INTO incident ({NAMES}) SELECT {NEW}, %s, party, unit, callsign, person, state, kind, %s"
    row += ", confidence, words, happened_at, reported_at, %s FROM incident LIMIT 1"
    await world.read("crew", _run, row % ("'quiet'", "'critical'", "false"))
    loud = f"{TOLD}'reported', true, reported_at, id, party FROM incident"
    with pytest.raises(AccessRefused):
        await world.read("crew", _run, f"{loud} WHERE reference = 'quiet'")
    with pytest.raises(ConstraintViolated):
        await world.read("crew", _run, row % ("'loud'", "'moderate'", "true"))
    await world.read("crew", _run, row % ("'loud'", "'high'", "true"))
    await world.read("crew", _run, f"{loud} WHERE reference = 'loud'")
    with pytest.raises(ConstraintViolated):
        await world.read("crew", _run, row % (f"repeat('{item.reference}', 200)", "'low'", "false"))


async def test_what_rang_is_counted_by_unit_and_from_when_on(world: Any) -> None:
    for severity in (Severity.HIGH, Severity.LOW, Severity.CRITICAL):
        item = await reported(world, severity=severity)
    unit = Unit(item.unit, item.party, "U1")
    assert await world.read("crew", incidents.rung_since, unit, EIGHT) == 2
    assert await world.read("crew", incidents.rung_since, unit, EIGHT + timedelta(seconds=1)) == 1
    assert await world.read("crew", incidents.rung_since, replace(unit, id=UnitId(uuid4())), EIGHT) == 0
    assert await world.read("b", incidents.rung_since, unit, EIGHT) == 0


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "photo",
    [
        "'image/gif', 1, 1, 1, sha256('x'), 'x'",
        "'image/png', 2, 1, 1, sha256('x'), 'x'",
        "'image/png', 1, 0, 1, sha256('x'), 'x'",
        "'image/png', 1, 1, 1, sha256('y'), 'x'",
    ],
)
async def test_the_database_keeps_no_other_photo_than_is_said(world: Any, photo: str) -> None:
    item = await reported(world)
    me = world.viewers["a"].person
    values = f"{NEW}, '{item.party}', '{item.id}', '{me}', {photo}, now()"
    statement = f"INSERT INTO incident_photo ({CAMERA}) VALUES ({values})"
    with pytest.raises(ConstraintViolated):
        await world.read("a", _run, statement)


async def test_what_is_stored_is_what_was_given(world: Any) -> None:
    item = await reported(world)
    picture = bare(PNG)
    photo = await world.read(
        "a", incidents.add_photo, item, PhotoId(uuid4()), world.viewers["a"].person, picture, world.now()
    )
    assert (photo.media_type, photo.size_bytes) == (picture.media_type, len(picture.content))


async def _run(session: Any, statement: str) -> None:
    await session.execute(text(statement))


async def _rows(session: Any, statement: str) -> list[Any]:
    return [tuple(row) for row in await session.rows(text(statement))]
