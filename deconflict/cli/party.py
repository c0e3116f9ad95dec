"""`deconflict party`: the parties of this deployment, set up on the machine itself."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deconflict.cli._administration import NAME, SLUG, AsJson, Data, DatabaseUrl, as_owner, fitting, say

if TYPE_CHECKING:
    from deconflict.parties.model import Party
    from deconflict.runtime.database import OwnerSession

app = typer.Typer()
party = typer.Typer(no_args_is_help=True, help="Parties: add one, list them.")
app.add_typer(party, name="party")


@party.command()
def add(
    slug: Annotated[str, typer.Argument(help="Short name that ends the logins of its people.")],
    name: Annotated[str, typer.Argument(help="Full name, in whichever languages.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add a party."""
    from deconflict.api.wire import Name
    from deconflict.api.wire_people import Slug
    from deconflict.flows.administer import add_party

    slug, name = fitting(slug, Slug, "slug", SLUG), fitting(name, Name, "name", NAME)

    async def work(session: "OwnerSession", now: datetime) -> "Party":
        return await add_party(session, slug, name, now)

    added = as_owner(work, data, database_url)
    say("added party {slug}: {name}", shown(added), as_json=as_json)


@party.command("list")
def list_all(data: Data = None, database_url: DatabaseUrl = None, as_json: AsJson = False) -> None:
    """List all parties."""
    from deconflict.parties import store

    async def work(session: "OwnerSession", _: datetime) -> "list[Party]":
        return await store.parties(session)

    found = [shown(each) for each in as_owner(work, data, database_url)]
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for each in found:
            print(f"{each['slug']}\t{each['name']}")


def shown(party: "Party") -> dict[str, str]:
    """Return a party as it is told."""
    return {"id": str(party.id), "slug": party.slug, "name": party.name}
