"""`deconflict device`: an enrolled device signs in with the secret that is printed once."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.engine import URL

from deconflict.cli._administration import PersonUnknown
from deconflict.flows.deployment import Deployment
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
