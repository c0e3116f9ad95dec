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
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from deconflict.parties.model import Person
    from deconflict.runtime.database import OwnerSession

FromStdin = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input, else one is made."),
]

app = typer.Typer()
person = typer.Typer(
    no_args_is_help=True, help="People: add one who signs in, give another password, shut somebody out."
)
app.add_typer(person, name="person")


@person.command()
def add(
    login: Annotated[str, typer.Argument(help="`handle@party-slug`, or `handle` for the neutral staff.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    role: Annotated[Role, typer.Option(help="What they do; the first three belong to a party.")],
    password_stdin: FromStdin = False,
    unit: Annotated[
        str | None, typer.Option(help="For crew: the callsign of the unit that they are with.")
    ] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add a person; a password that was made is printed once."""
    from deconflict.api.wire import Name
    from deconflict.api.wire_people import Handle
    from deconflict.flows.administer import add_person
    from deconflict.flows.bind_crew import bind_crew
    from deconflict.patrols.errors import UnitNotYours

    password = _password(password_stdin)
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

    async def work(session: "OwnerSession", now: datetime) -> bool:
        return await forget_factor(session, await _called(session, login), now)

    removed = as_owner(work, data, database_url)
    sentence = "removed the second factor of {login}" if removed else "{login} has no second factor"
    say(sentence, {"login": login, "removed": removed}, as_json=as_json)


@person.command(name="set-password")
def set_password(
    login: Annotated[str, typer.Argument(help="Whose: `handle@party-slug`, or `handle`.")],
    password_stdin: FromStdin = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Give somebody another password; their sessions, devices and passkeys end. A second factor stays."""
    from deconflict.flows.change_password import give_password

    password = _password(password_stdin)

    async def work(session: "OwnerSession", now: datetime) -> None:
        await give_password(session, await _called(session, login), password, now)

    as_owner(work, data, database_url)
    fields = {"login": login} if password_stdin else {"login": login, "password": password}
    told = "" if password_stdin else "\npassword, shown this once: {password}"
    say(
        "{login} has another password; sessions, devices and passkeys are ended" + told,
        fields,
        as_json=as_json,
    )


@person.command()
def disable(
    login: Annotated[str, typer.Argument(help="Who: `handle@party-slug`, or `handle`.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Shut somebody out within a second: sessions, sockets, devices and passkeys. It is on the ledger."""
    from deconflict.flows.change_password import shut_out

    _change(login, shut_out, data, database_url)
    say("{login} is shut out; sessions, devices and passkeys are ended", {"login": login}, as_json=as_json)


@person.command()
def enable(
    login: Annotated[str, typer.Argument(help="Who: `handle@party-slug`, or `handle`.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Let somebody who was shut out sign in again with their password; devices and passkeys are added anew."""
    from deconflict.flows.change_password import let_in_again

    _change(login, let_in_again, data, database_url)
    say("{login} can sign in again", {"login": login}, as_json=as_json)


def _change(
    login: str,
    change: "Callable[[OwnerSession, Person, datetime], Awaitable[None]]",
    data: "Path | None",
    database_url: str | None,
) -> None:
    async def work(session: "OwnerSession", now: datetime) -> None:
        await change(session, await _called(session, login), now)

    as_owner(work, data, database_url)


def _password(from_stdin: bool) -> str:
    from deconflict.api.wire_people import NewPassword
    from deconflict.runtime.ids import new_password

    given = typer.get_text_stream("stdin").readline().rstrip("\r\n") if from_stdin else new_password()
    return fitting(given, NewPassword, "password", PASSWORD)


async def _called(session: "OwnerSession", login: str) -> "Person":
    from deconflict.parties import store

    handle, party = await party_of_login(session, login)
    found = await store.person_called(session, handle, party)
    if found is None:
        raise PersonUnknown(login)
    return found
