"""`deconflict device`: an enrolled device signs in with the secret that is printed once."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

import pytest
import typer
from sqlalchemy.engine import URL

from deconflict.cli._administration import PartyUnknown, PersonUnknown, UnitUnknown
from deconflict.flows.deployment import Deployment
from deconflict.flows.enrol_device import redeem_code
from deconflict.flows.sign_in import DeviceKnock, sign_in
from deconflict.runtime.database import Database
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings


def test_an_enrolled_device_can_sign_in(administer: Callable, database_url: URL, context_key: bytes) -> None:
    administer("party", "add", "east", "East")
    administer("person", "add", "salem@east", "--name", "Salem", "--role", "liaison")
    told = json.loads(administer("device", "enrol", "salem@east", "--name", "phone", "--json"))

    async def device() -> UUID | None:
        url = drop_privileges(database_url, "api", context_key)
        async with Database(url, context_key=context_key) as database:
            knock, deployment = DeviceKnock(UUID(told["device"]), told["secret"]), Deployment.of(Settings())
            return (await sign_in(database, knock, deployment, datetime.now(UTC))).viewer.device

    assert asyncio.run(device()) == UUID(told["device"])


def test_people_read_what_to_type_into_the_device(administer: Callable) -> None:
    administer("person", "add", "room", "--name", "Room", "--role", "desk")
    told = administer("device", "enrol", "room", "--name", "wall screen")
    assert told.splitlines()[0] == "enrolled wall screen of room"
    assert "secret, shown this once: " in told


def test_a_login_that_is_not_there_is_named(administer: Callable) -> None:
    with pytest.raises(PersonUnknown):
        administer("device", "enrol", "nobody", "--name", "phone")


def test_a_units_device_is_given_a_code_listed_and_revoked(
    administer: Callable, database_url: URL, context_key: bytes
) -> None:
    administer("party", "add", "east", "East")
    administer("unit", "add", "east", "Falcon 2")
    words = ("device", "enrol", "--party", "east", "--unit", "Falcon 2", "--name", "Ali's phone")
    told = administer(*words).splitlines()
    assert told[0] == "Ali's phone of Falcon 2 waits"
    assert told[2].startswith("code, good once and until ")
    offered = json.loads(administer(*words, "--json"))

    async def callsign() -> str:
        url = drop_privileges(database_url, "api", context_key)
        async with Database(url, context_key=context_key) as database:
            return (await redeem_code(database, offered["code"], datetime.now(UTC))).callsign

    assert asyncio.run(callsign()) == "Falcon 2"
    assert f"{offered['device']}  enrolled  Ali's phone of Falcon 2" in administer("device", "list")
    assert "waits for its code" in administer("device", "list")
    assert "revoked" in administer("device", "revoke", offered["device"])
    listed = [json.loads(line) for line in administer("device", "list", "--json").splitlines()]
    assert sorted(entry["state"] for entry in listed) == ["revoked", "waits for its code"]


def test_a_unit_or_a_party_that_is_not_there_is_named(administer: Callable) -> None:
    administer("party", "add", "east", "East")
    with pytest.raises(UnitUnknown):
        administer("device", "enrol", "--party", "east", "--unit", "Falcon 9", "--name", "phone")
    with pytest.raises(PartyUnknown):
        administer("device", "enrol", "--party", "west", "--unit", "Falcon 9", "--name", "phone")


@pytest.mark.parametrize(
    "whose", [(), ("room", "--unit", "Falcon 2"), ("--unit", "Falcon 2"), ("--party", "east")]
)
def test_whose_device_it_is_has_to_be_said_in_one_way(
    whose: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from deconflict.cli import device

    monkeypatch.setattr(device, "as_owner", pytest.fail)
    with pytest.raises(typer.BadParameter):
        device.enrol("phone", *_split(whose))


def _split(whose: tuple[str, ...]) -> tuple[str | None, str | None, str | None]:
    """The words of a command line as the command takes them: login, party, unit."""
    said = dict(pairwise(whose))
    login = whose[0] if whose and not whose[0].startswith("--") else None
    return login, said.get("--party"), said.get("--unit")
