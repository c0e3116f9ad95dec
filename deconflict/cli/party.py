"""`deconflict party`: the parties of this deployment, set up on the machine itself."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deconflict.cli._administration import (
    NAME,
    REASON,
    SLUG,
    AsJson,
    Data,
    DatabaseUrl,
    as_owner,
    fitting,
    party_called,
    say,
)

if TYPE_CHECKING:
    from deconflict.parties.model import Party, Suspension
    from deconflict.runtime.database import OwnerSession

app = typer.Typer()
party = typer.Typer(no_args_is_help=True, help="Parties: add one, list them, suspend and restore one.")
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


@party.command()
def suspend(
    slug: Annotated[str, typer.Argument(metavar="PARTY-SLUG", help="Whose word counts no more.")],
    reason: Annotated[str, typer.Argument(help="Why; the party reads it.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Suspend a party: what it hands in is compared for the desk alone, and it is told nothing of rivals."""
    from deconflict.flows.suspend_party import suspend_party

    reason = _reason(reason)

    async def work(session: "OwnerSession", now: datetime) -> "Suspension":
        return await suspend_party(session, (await party_called(session, slug)).id, reason, now)

    done = as_owner(work, data, database_url)
    fields = {"party": slug, "reason": done.reason, "at": done.suspended_at.isoformat()}
    say("suspended {party} since {at}: {reason}", fields, as_json=as_json)


@party.command()
def restore(
    slug: Annotated[str, typer.Argument(metavar="PARTY-SLUG", help="Whose word counts again.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Restore a party: everything of it is checked again."""
    from deconflict.flows.suspend_party import restore_party

    async def work(session: "OwnerSession", now: datetime) -> "Suspension":
        return await restore_party(session, (await party_called(session, slug)).id, now)

    done = as_owner(work, data, database_url)
    fields = {"party": slug, "since": done.suspended_at.isoformat()}
    say("restored {party}, suspended since {since}", fields, as_json=as_json)


def _reason(said: str) -> str:
    from deconflict.api.wire_watching import Reason

    return fitting(said, Reason, "reason", REASON)


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
