"""`deconflict device`: phones, tablets and trackers with credentials of their own, enrolled on the machine itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deconflict.cli._administration import (
    NAME,
    AsJson,
    Data,
    DatabaseUrl,
    PersonUnknown,
    as_owner,
    fitting,
    party_of_login,
    say,
)

if TYPE_CHECKING:
    from deconflict.flows.administer import Enrolled
    from deconflict.runtime.database import OwnerSession

app = typer.Typer()
device = typer.Typer(no_args_is_help=True, help="Devices: enrol one of a person's.")
app.add_typer(device, name="device")


@device.command()
def enrol(
    login: Annotated[str, typer.Argument(help="Whose device it is.")],
    name: Annotated[str, typer.Option(help="What its owner calls it.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Enrol a device; the secret it signs in with is printed once."""
    from deconflict.api.wire import Name
    from deconflict.flows.administer import add_device
    from deconflict.parties import store

    name = fitting(name, Name, "name", NAME)

    async def work(session: "OwnerSession", now: datetime) -> "Enrolled":
        handle, party = await party_of_login(session, login)
        owner = await store.person_called(session, handle, party)
        if owner is None:
            raise PersonUnknown(login)
        return await add_device(session, owner.id, name, now)

    added = as_owner(work, data, database_url)
    fields = {
        "device": str(added.device.id),
        "login": login,
        "name": added.device.name,
        "secret": added.secret,
    }
    say(
        "enrolled {name} of {login}\ndevice: {device}\nsecret, shown this once: {secret}",
        fields,
        as_json=as_json,
    )
