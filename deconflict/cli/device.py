"""`deconflict device`: phones, tablets and trackers with credentials of their own, enrolled on the machine itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deconflict.cli._administration import (
    NAME,
    AsJson,
    Data,
    DatabaseUrl,
    PersonUnknown,
    UnitUnknown,
    as_owner,
    fitting,
    party_called,
    party_of_login,
    say,
)

if TYPE_CHECKING:
    from deconflict.flows.administer import Enrolled
    from deconflict.flows.enrol_device import Offered
    from deconflict.parties.model import DeviceEntry
    from deconflict.runtime.database import OwnerSession

app = typer.Typer()
device = typer.Typer(no_args_is_help=True, help="Devices: enrol, list and revoke.")
app.add_typer(device, name="device")


@device.command()
def enrol(
    name: Annotated[str, typer.Option(help="What its owner calls it.")],
    login: Annotated[
        str | None, typer.Argument(help="Whose device it is; a unit's is named by --party and --unit.")
    ] = None,
    party: Annotated[str | None, typer.Option(help="Slug of the party whose unit's device it is.")] = None,
    unit: Annotated[str | None, typer.Option(help="Callsign or id of the unit.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Enrol a device: of a unit by a one-time code to be typed into it, of a person by a secret printed once."""
    from deconflict.api.wire import Name

    name = fitting(name, Name, "name", NAME)
    if login is not None and party is None and unit is None:
        say_secret(login, of_person(login, name, data, database_url), as_json=as_json)
    elif login is None and party is not None and unit is not None:
        say_code(of_unit(party, unit, name, data, database_url), as_json=as_json)
    else:
        raise typer.BadParameter("give a login, or --party and --unit")


@device.command(name="list")
def list_devices(
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """List all devices, a line each."""
    from deconflict.parties import device_store

    async def work(session: "OwnerSession", _now: datetime) -> "list[DeviceEntry]":
        found = page = await device_store.devices(session, 200, None)
        while page:
            page = await device_store.devices(session, 200, page[-1].device.id)
            found = found + page
        return found

    for entry in as_owner(work, data, database_url):
        say_entry(entry, as_json=as_json)


@device.command()
def revoke(
    wanted: Annotated[UUID, typer.Argument(metavar="DEVICE", help="The device's id.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a lost device: whatever it holds is of no use within a second."""
    from deconflict.flows.enrol_device import revoke_device

    async def work(session: "OwnerSession", now: datetime) -> "DeviceEntry":
        return await revoke_device(session, wanted, now)

    say_entry(as_owner(work, data, database_url), as_json=as_json)


def of_person(login: str, name: str, data: Data, database_url: DatabaseUrl) -> "Enrolled":
    """Enrol a person's device with a secret."""
    from deconflict.flows.administer import add_device
    from deconflict.parties import store

    async def work(session: "OwnerSession", now: datetime) -> "Enrolled":
        handle, party = await party_of_login(session, login)
        owner = await store.person_called(session, handle, party)
        if owner is None:
            raise PersonUnknown(login)
        return await add_device(session, owner.id, name, now)

    return as_owner(work, data, database_url)


def of_unit(slug: str, unit: str, name: str, data: Data, database_url: DatabaseUrl) -> "Offered":
    """Add a unit's device with a code."""
    from deconflict.flows.enrol_device import offer_code
    from deconflict.parties import store

    async def work(session: "OwnerSession", now: datetime) -> "Offered":
        owner = await party_called(session, slug)
        found = await store.unit_called(session, owner.id, unit)
        if found is None:
            raise UnitUnknown(unit)
        return await offer_code(session, found, name, now)

    return as_owner(work, data, database_url)


def say_secret(login: str, added: "Enrolled", *, as_json: bool) -> None:
    """Tell the secret of a person's device."""
    of = added.device
    fields = {"device": str(of.id), "login": login, "name": of.name, "secret": added.secret}
    sentence = "enrolled {name} of {login}\ndevice: {device}\nsecret, shown this once: {secret}"
    say(sentence, fields, as_json=as_json)


def say_code(offered: "Offered", *, as_json: bool) -> None:
    """Tell the code of a unit's device."""
    fields = {
        "device": str(offered.device.id),
        "unit": offered.unit.callsign,
        "name": offered.device.name,
        "code": offered.code,
        "expires_at": offered.expires_at.isoformat(timespec="seconds"),
    }
    sentence = "{name} of {unit} waits\ndevice: {device}\ncode, good once and until {expires_at}: {code}"
    say(sentence, fields, as_json=as_json)


def say_entry(entry: "DeviceEntry", *, as_json: bool) -> None:
    """Tell what stands on the list."""
    waits = "waits for its code" if entry.enrolled_at is None else "enrolled"
    fields = {
        "device": str(entry.device.id),
        "owner": entry.owner,
        "name": entry.device.name,
        "state": waits if entry.revoked_at is None else "revoked",
    }
    say("{device}  {state}  {name} of {owner}", fields, as_json=as_json)
