"""The commands about joint rooms. They only call `Client` and print."""

from typing import Annotated

import typer

from deconflict_client.agreement_texts import visible
from deconflict_client.room_texts import WORDS, room_lines, screen_lines
from deconflict_client.rooms import Room
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language

app = typer.Typer(no_args_is_help=True, help="Joint rooms: officers of several parties with a neutral chair.")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
Wanted = Annotated[str, typer.Argument(metavar="ROOM", help="Its id.")]


@app.command("open")
def open_room(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    parties: Annotated[list[str], typer.Argument(metavar="PARTY...", help="The parties' ids.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Open a room as its chair."""
    with told(), signed_in(url) as client:
        _say(client.open_room(name, parties), language)


@app.command("list")
def list_rooms(url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """List the rooms that you chair, or that name your party."""
    with told(), signed_in(url) as client:
        found = client.rooms()
        for room in found:
            _say(room, language)
        if not found:
            typer.echo(WORDS[language].none)


@app.command()
def seat(room: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Take a seat for your party; it counts while you are signed in."""
    with told(), signed_in(url) as client:
        _say(client.take_seat(room), language)


@app.command()
def leave(room: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Leave your seat."""
    with told(), signed_in(url) as client:
        _say(client.leave_seat(room), language)


@app.command()
def close(room: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Close a room as its chair."""
    with told(), signed_in(url) as client:
        _say(client.close_room(room), language)


@app.command()
def screen(room: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Show what every party present may see."""
    with told(), signed_in(url) as client:
        for line in screen_lines(client.room_screen(room), language):
            typer.echo(visible(line))


def _say(room: Room, language: Language) -> None:
    for line in room_lines(room, language):
        typer.echo(visible(line))
