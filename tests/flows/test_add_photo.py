"""Photos of an incident: kept once, bounded, told of, and added by its own party alone (INC-01)."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.add_photo import add_photo, require_reporter
from deconflict.flows.bind_crew import bind_crew
from deconflict.flows.report_incident import report_incident
from deconflict.incidents import rules
from deconflict.incidents.errors import PhotoBudgetUsed, TooManyPhotos
from deconflict.incidents.images import bare
from deconflict.incidents.model import Confidence, Incident, IncidentKind, Observation, Photo, Severity
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours
from tests.photos import JPEG, PNG, WEBP


async def report(world: Any, who: str = "crew", unit: str = "U1") -> Incident:
    """A grave incident that somebody of A reported."""
    seen = Observation(IncidentKind.MEDICAL, Severity.HIGH, Confidence.CERTAIN, "", None, world.now())
    item: Incident = await world.act(who, report_incident, unit, None, seen, world.now())
    return item


async def told(world: Any, who: str) -> list[tuple[str, str, bool]]:
    await world.engine.release_at_once()
    return [(alert.kind.value, alert.change, alert.rings) for alert in await world.feed(who)]


async def add(world: Any, of: Any, who: str = "crew", file: bytes = JPEG) -> tuple[Photo, bool]:
    found: tuple[Photo, bool] = await world.act(who, add_photo, of, bare(file), world.now())
    return found


@pytest.mark.rule("INC-01", "ALR-02")
async def test_officers_and_desk_are_told_of_a_photo_without_ringing_and_read_it(world: Any) -> None:
    item = await report(world)
    world.clock.advance(40)
    photo, new = await add(world, item.id)
    assert new
    for who in ("a", "a2", "desk"):
        assert await told(world, who) == [("incident", "reported", True), ("incident", "photo", False)]
        assert (await world.feed(who))[-1].body.photos == (photo,)
    for who in ("b", "crew", "facilitator"):
        assert await told(world, who) == []


@pytest.mark.rule("PAT-08")
async def test_the_same_photo_again_changes_nothing(world: Any) -> None:
    item = await report(world)
    first = await add(world, item.id)
    assert await add(world, item.id) == (first[0], False)
    assert await add(world, item.id, "a2") == (first[0], False)
    assert len(await told(world, "desk")) == 2


@pytest.mark.rule("DIS-06")
async def test_others_add_none(world: Any) -> None:
    item = await report(world)
    for who in ("b", "c", "facilitator", "oversight", "operator"):
        for of in (item.id, uuid4()):
            with pytest.raises(NotFound):
                await world.act(who, require_reporter, of)
            with pytest.raises(NotFound):
                await add(world, of, who)
    with pytest.raises(RoleRefused):
        await add(world, item.id, "desk")
    world.viewers["crew"] = replace(world.viewers["crew"], unit=uuid4())
    with pytest.raises(UnitNotYours):
        await add(world, (await report(world, "a")).id)


@pytest.mark.rule("INC-01", "PAT-08")
async def test_whoever_reported_adds_photos_also_when_with_another_unit_by_then(world: Any) -> None:
    item = await report(world)
    await world.read("a", bind_crew, world.viewers["crew"].person, "U2", world.now())
    assert (await add(world, item.id))[1]
    with pytest.raises(NotFound):
        await add(world, (await report(world, "a")).id)


@pytest.mark.rule("SEC-02")
async def test_what_a_crew_does_not_see_uses_its_partys_budget_too(world: Any) -> None:
    await add(world, (await report(world, "a")).id, "a", PNG)
    await world.read("a", bind_crew, world.viewers["crew"].person, "U2", world.now())
    item = await report(world, "crew", "U2")
    room = len(bare(PNG).content) + len(bare(JPEG).content) - 1
    full = patch.object(rules, "PHOTOS_PER_PARTY_BYTES", room)
    with full, pytest.raises(PhotoBudgetUsed):
        await add(world, item.id)


@pytest.mark.rule("SEC-02")
async def test_an_incident_has_so_many_photos_and_a_party_so_many_bytes(world: Any) -> None:
    item = await report(world)
    await add(world, item.id)
    with patch.object(rules, "PHOTOS_PER_INCIDENT", 2):
        await add(world, item.id, file=PNG)
        with pytest.raises(TooManyPhotos):
            await add(world, item.id, file=WEBP)
    used = sum(len(bare(file).content) for file in (JPEG, PNG))
    full = patch.object(rules, "PHOTOS_PER_PARTY_BYTES", used + len(bare(WEBP).content) - 1)
    other = await report(world)
    with full, pytest.raises(PhotoBudgetUsed):
        await add(world, other.id, file=WEBP)
    assert world.sql("SELECT count(*) FROM incident_photo") == [(2,)]
