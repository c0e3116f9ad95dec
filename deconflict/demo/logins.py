"""Who the story's people sign in as: added once to an empty deployment, their passwords kept beside its data.

An operator of the demonstration's own is let in on the machine itself; it adds everybody else through the client.
"""

import asyncio
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deconflict.demo.model import Story
from deconflict.demo.seats import PATIENT
from deconflict.demo.stage import LOGINS
from deconflict.flows.administer import add_person
from deconflict.parties.model import Role
from deconflict.runtime.administrator import administrator
from deconflict.runtime.database import OwnerDatabase
from deconflict.runtime.ids import new_password
from deconflict.runtime.settings import Settings
from deconflict_client import AsyncClient

OPERATOR: Final = "demo-operator"


def logins(story: Story, settings: Settings, url: str) -> Mapping[str, str]:
    """Return everybody's password by login; the first time, add everybody."""
    file = settings.data_dir / LOGINS
    if not file.exists():
        keep(file, add_everybody(story, settings, url))
    kept: dict[str, str] = json.loads(file.read_text())
    return kept


def add_everybody(story: Story, settings: Settings, url: str) -> dict[str, str]:
    """Add parties, units and people as an operator; return their passwords by login."""
    passwords = {OPERATOR: new_password()} | {member.login: new_password() for member in story.members}
    with administrator(settings.model_copy(update={"database_url": None})) as database_url:
        asyncio.run(let_operator_in(database_url, passwords[OPERATOR]))
    asyncio.run(add_through_client(story, url, passwords))
    return passwords


async def let_operator_in(database_url: str, password: str) -> None:
    """Add the demonstration's operator as the machine's owner."""
    async with OwnerDatabase(database_url) as database, database.transaction() as session:
        await add_person(session, None, OPERATOR, "Demonstration", Role.OPERATOR, password, datetime.now(UTC))


async def add_through_client(story: Story, url: str, passwords: Mapping[str, str]) -> None:
    """Add everybody else as that operator, like any program would; crews with the unit they are with."""
    async with AsyncClient(url, manner=PATIENT) as client:
        await client.sign_in(OPERATOR, passwords[OPERATOR])
        for side in story.sides:
            await client.add_party(side.slug, side.name)
        units = [(side.slug, callsign) for side in story.sides for callsign in side.callsigns]
        await asyncio.gather(*(client.add_unit(slug, callsign) for slug, callsign in units))
        for who in story.members:  # one after the other, as proofs are looked at
            said = who.side, who.handle, who.name, who.role, passwords[who.login]
            await client.add_person(*said, passwords[OPERATOR], unit=who.unit)
        await client.sign_out()


def welcome(story: Story, passwords: Mapping[str, str], file: Path) -> None:
    """Write whom visitors may be, for the first page; the operator is not among them."""
    sides = {side.slug: side.name for side in story.sides}
    people = [
        {
            "login": member.login,
            "password": passwords[member.login],
            "name": member.name,
            "role": member.role,
            "side": sides.get(member.side or ""),
        }
        for member in story.members
    ]
    file.write_text(json.dumps({"people": people}, ensure_ascii=False, indent=1))


def keep(file: Path, passwords: Mapping[str, str]) -> None:
    """Write the passwords for this account alone."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(passwords, opened, indent=1)
