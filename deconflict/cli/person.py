"""`deconflict person`: who may sign in, set up on the machine itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deconflict.cli._administration import (
    HANDLE,
    NAME,
    PASSWORD,
    AsJson,
    Data,
    DatabaseUrl,
    PersonUnknown,
    UnitUnknown,
    as_owner,
    fitting,
    party_of_login,
    say,
)
from deconflict.parties.model import Role

if TYPE_CHECKING:
    from deconflict.parties.model import Person
    from deconflict.runtime.database import OwnerSession

app = typer.Typer()
person = typer.Typer(no_args_is_help=True, help="People: add one who signs in, remove a lost second factor.")
app.add_typer(person, name="person")


@person.command()
def add(
    login: Annotated[str, typer.Argument(help="`handle@party-slug`, or `handle` for the neutral staff.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    role: Annotated[Role, typer.Option(help="What they do; the first three belong to a party.")],
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Read the password from standard input, else one is made."),
    ] = False,
    unit: Annotated[
        str | None, typer.Option(help="For crew: the callsign of the unit that they are with.")
    ] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add a person; a password that was made is printed once."""
    from deconflict.api.wire import Name
    from deconflict.api.wire_people import Handle, NewPassword
    from deconflict.flows.administer import add_person
    from deconflict.flows.bind_crew import bind_crew
    from deconflict.patrols.errors import UnitNotYours
    from deconflict.runtime.ids import new_password

    given = typer.get_text_stream("stdin").readline().rstrip("\r\n") if password_stdin else new_password()
    password = fitting(given, NewPassword, "password", PASSWORD)
    name = fitting(name, Name, "name", NAME)

    async def work(session: "OwnerSession", now: datetime) -> "Person":
        handle, party = await party_of_login(session, login)
        handle = fitting(handle, Handle, "login", HANDLE)
        person = await add_person(session, party, handle, name, role, password, now)
        if unit is None:
            return person
        try:
            return await bind_crew(session, person.id, unit, now)
        except UnitNotYours:
            raise UnitUnknown(unit) from None

    added = as_owner(work, data, database_url)
    fields = {"id": str(added.id), "login": login, "name": added.name, "role": added.role.value}
    if password_stdin:
        say("added {login} ({name}, {role})", fields, as_json=as_json)
    else:
        sentence = "added {login} ({name}, {role})\npassword, shown this once: {password}"
        say(sentence, {**fields, "password": password}, as_json=as_json)


@person.command(name="remove-second-factor")
def remove_second_factor(
    login: Annotated[str, typer.Argument(help="Whose: `handle@party-slug`, or `handle`.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Let somebody who lost their app and recovery codes sign in with the password alone; it is on the ledger."""
    from deconflict.flows.set_second_factor import forget_factor
    from deconflict.parties import store

    async def work(session: "OwnerSession", now: datetime) -> bool:
        handle, party = await party_of_login(session, login)
        found = await store.person_called(session, handle, party)
        if found is None:
            raise PersonUnknown(login)
        return await forget_factor(session, found, now)

    removed = as_owner(work, data, database_url)
    sentence = "removed the second factor of {login}" if removed else "{login} has no second factor"
    say(sentence, {"login": login, "removed": removed}, as_json=as_json)
