"""The ledger over HTTP: a party's own entries, each of which it can prove (DIS-07, LOG-01)."""

from base64 import b64decode
from datetime import datetime
from uuid import UUID

import pytest

from deconflict.ledger.model import Entry, EntryKind, commitment


@pytest.mark.rule("DIS-06", "DIS-07")
async def test_a_party_reads_what_was_done_and_disclosed_of_its_own_and_nothing_else(service) -> None:
    world = service.world
    ours = (await world.register("a")).patrol
    await world.register("b")
    await world.tick()
    a = await service.client("a")
    entries = (await a.get("/v1/ledger")).json()["entries"]
    assert [(entry["kind"], entry["subject"]) for entry in entries if entry["kind"] != "administration"] == [
        ("plan", str(ours.id)),
        ("disclosure", str(ours.id)),
    ]
    [disclosed] = (await a.get("/v1/ledger?kind=disclosure")).json()["entries"]
    assert disclosed == entries[-1]
    c = await service.client("c")
    assert (await c.get("/v1/ledger?kind=disclosure")).json() == {"entries": []}
    assert (await (await service.client("desk")).get("/v1/ledger")).status_code == 404


@pytest.mark.rule("LOG-03")
async def test_every_entry_fits_its_commitment(service) -> None:
    world = service.world
    await world.register("a")
    await world.tick()
    for entry in (await (await service.client("a")).get("/v1/ledger")).json()["entries"]:
        read = Entry(
            EntryKind(entry["kind"]),
            world.parties["a"].id,
            entry["person"] and UUID(entry["person"]),
            UUID(entry["subject"]),
            entry["payload"],
            datetime.fromisoformat(entry["at"]),
        )
        assert commitment(read, b64decode(entry["salt"])) == b64decode(entry["commitment"])


async def test_pages_lead_on_and_keep_what_was_chosen(service) -> None:
    world = service.world
    for unit in ("U1", "U2", "U3"):
        await world.register("a", unit=unit)
    a = await service.client("a")
    first = await a.get("/v1/ledger?kind=plan&limit=2")
    link = first.headers["link"].partition(">")[0][1:]
    second = await a.get(link)
    assert (len(first.json()["entries"]), len(second.json()["entries"])) == (2, 1)
    assert {entry["kind"] for entry in second.json()["entries"]} == {"plan"}
    assert (await a.get("/v1/ledger?kind=gossip")).status_code == 422
