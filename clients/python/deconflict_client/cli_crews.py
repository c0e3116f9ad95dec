"""The commands about who of a party's crews is with which unit: kept by its officers."""

import json
from typing import Annotated

import typer

from deconflict_client.client import Client
from deconflict_client.models import CrewMember
from deconflict_client.plain import plain
from deconflict_client.terminal import DEFAULT_URL, WRONG_INPUT, Url, signed_in, told

crews = typer.Typer(
    no_args_is_help=True, help="Crews who sign in by themselves: list, bind to a unit, release."
)

Login = Annotated[str, typer.Argument(help="Whose login; the party may be left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what came back as JSON.")]


@crews.command(name="list")
def list_crews(url: Url = DEFAULT_URL, *, as_json: AsJson = False) -> None:
    """List who of one's party's crews is with which unit."""
    with told(), signed_in(url) as client:
        for member in client.crews():
            typer.echo(_line(member, as_json=as_json))


@crews.command()
def bind(
    login: Login,
    unit: Annotated[str, typer.Argument(help="The unit's callsign or id.")],
    url: Url = DEFAULT_URL,
    *,
    as_json: AsJson = False,
) -> None:
    """Say with which unit somebody is: they are told what its devices are told, and speak for it alone."""
    with told(), signed_in(url) as client:
        typer.echo(_line(client.bind_crew(_person(client, login), unit), as_json=as_json))


@crews.command()
def release(login: Login, url: Url = DEFAULT_URL) -> None:
    """Say that somebody is with no unit any more."""
    with told(), signed_in(url) as client:
        client.release_crew(_person(client, login))


def _person(client: Client, login: str) -> str:
    handle = login.partition("@")[0]
    for member in client.crews():
        if member.login == handle:
            return member.id
    typer.echo(f"{login}: nobody of your crews has that login.", err=True)
    raise typer.Exit(WRONG_INPUT)


def _line(member: CrewMember, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(plain(member), ensure_ascii=False)
    return f"{member.login} · {member.name} · {member.callsign or '-'}"
