"""`deconflict address`: where people are summoned by text message or Apprise, named on the machine itself.

Over the network nobody names such a place: an Apprise target is a URL that our machine calls.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deconflict.cli._administration import AsJson, Data, DatabaseUrl, as_owner, say

if TYPE_CHECKING:
    from deconflict.runtime.database import OwnerSession
    from deconflict.summons.model import Address

app = typer.Typer()
address = typer.Typer(no_args_is_help=True, help="Addresses: where people are told to open the app.")
app.add_typer(address, name="address")

Whose = Annotated[
    str, typer.Argument(help="A login; a party's slug for whoever is on duty there; or `desk`.")
]


@address.command()
def add(
    whose: Whose,
    sms: Annotated[str | None, typer.Option(help="A telephone number, +218…")] = None,
    apprise: Annotated[str | None, typer.Option(help="An Apprise target, such as ntfys://…")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add an address of a person, of a party or of the desk."""
    from deconflict.flows.administer_addresses import add_address
    from deconflict.summons.model import Channel

    if (sms is None) == (apprise is None):
        raise typer.BadParameter("give --sms or --apprise")
    channel, reach = (Channel.SMS, sms) if sms is not None else (Channel.APPRISE, apprise or "")

    async def work(session: "OwnerSession", now: datetime) -> "Address":
        return await add_address(session, whose, channel, reach, now)

    added = as_owner(work, data, database_url)
    fields = {"id": str(added.id), "channel": added.channel.value, "whose": whose}
    say("added {channel} address {id} of {whose}", fields, as_json=as_json)


@address.command("list")
def list_addresses(data: Data = None, database_url: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """List the addresses named on this machine, without where they lead."""
    from deconflict.summons import store

    async def work(session: "OwnerSession", _: datetime) -> "list[Address]":
        return await store.all_named(session)

    for found in as_owner(work, data, database_url):
        whose = found.person or found.party or "desk"
        fields = {"id": str(found.id), "channel": found.channel.value, "whose": str(whose)}
        say("{id} {channel} of {whose}", fields, as_json=as_json)


@address.command()
def remove(
    wanted: Annotated[UUID, typer.Argument(metavar="ADDRESS", help="Its id.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Remove an address: nobody is summoned there any more."""
    from deconflict.summons import store

    async def work(session: "OwnerSession", now: datetime) -> None:
        await store.remove(session, [wanted], now)

    as_owner(work, data, database_url)
    say("removed {id}", {"id": str(wanted)}, as_json=False)
