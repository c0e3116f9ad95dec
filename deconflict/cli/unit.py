"""`deconflict unit`: the units that patrol, registered on the machine itself (PRB-01)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deconflict.cli._administration import (
    NAME,
    AsJson,
    Data,
    DatabaseUrl,
    as_owner,
    fitting,
    party_called,
    say,
)

if TYPE_CHECKING:
    from deconflict.parties.model import Unit
    from deconflict.runtime.database import OwnerSession

app = typer.Typer()
unit = typer.Typer(no_args_is_help=True, help="Units: add one to a party.")
app.add_typer(unit, name="unit")


@unit.command()
def add(
    party: Annotated[str, typer.Argument(metavar="PARTY-SLUG", help="Whose unit it is.")],
    callsign: Annotated[str, typer.Argument(help="What it is called by.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add a unit to a party."""
    from deconflict.api.wire import Name
    from deconflict.flows.administer import add_unit

    callsign = fitting(callsign, Name, "callsign", NAME)

    async def work(session: "OwnerSession", now: datetime) -> "Unit":
        return await add_unit(session, (await party_called(session, party)).id, callsign, now)

    added = as_owner(work, data, database_url)
    fields = {"id": str(added.id), "party": party, "callsign": added.callsign}
    say("added unit {callsign} of {party}", fields, as_json=as_json)
