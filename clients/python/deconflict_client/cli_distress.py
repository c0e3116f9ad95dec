"""The commands about calls for help and halts. They only call `Client` and print."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from deconflict_client.agreement_texts import visible
from deconflict_client.distress import Halt, Sos, Standing
from deconflict_client.distress_texts import WORDS, halt_lines, sos_line
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language

sos = typer.Typer(
    no_args_is_help=True, help="Calls for help of your party's units, and those you were told of."
)
halts = typer.Typer(no_args_is_help=True, help="All halts of an area.")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
Wanted = Annotated[str, typer.Argument(metavar="ID", help="Its id.")]
Note = Annotated[str, typer.Option(help="What else is to be known.")]


@sos.command("raise")
def call_for_help(
    unit: Annotated[str, typer.Argument(help="The unit's callsign or id.")],
    at: Annotated[tuple[float, float] | None, typer.Option(metavar="LON LAT", help="Where it is.")] = None,
    note: Note = "",
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Call for help; without a place the unit's last known one is told."""
    place = None if at is None else Standing(at[0], at[1], datetime.now(UTC))
    with told(), signed_in(url) as client:
        _say_call(client.call_for_help(unit, place, note), language)


@sos.command("end")
def end_call(wanted: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """End a call: whoever was told of it is told so."""
    with told(), signed_in(url) as client:
        _say_call(client.end_call(wanted), language)


@sos.command("list")
def list_calls(url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """List the calls that you may see."""
    with told(), signed_in(url) as client:
        found = client.calls_for_help()
        for call in found:
            _say_call(call, language)
        if not found:
            typer.echo(WORDS[language].none)


@halts.command("order")
def order_halt(
    corners: Annotated[list[str], typer.Argument(metavar="LON,LAT...", help="The area's corners, in order.")],
    note: Note = "",
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Order that everybody in an area stands still, as the desk or the facilitator."""
    area = [_corner(said) for said in corners]
    with told(), signed_in(url) as client:
        _say_halt(client.order_halt(area, note), language)


@halts.command("lift")
def lift_halt(wanted: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Lift a halt: whoever was told of it is told so."""
    with told(), signed_in(url) as client:
        _say_halt(client.lift_halt(wanted), language)


@halts.command("list")
def list_halts(url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """List halts; for the desk with who acknowledged each and who has not."""
    with told(), signed_in(url) as client:
        found = client.halts()
        for halt in found:
            _say_halt(halt, language)
        if not found:
            typer.echo(WORDS[language].none)


def _corner(said: str) -> tuple[float, float]:
    try:
        lon, lat = map(float, said.split(","))
    except ValueError:
        raise typer.BadParameter(f"not a corner: {said}") from None
    return lon, lat


def _say_call(call: Sos, language: Language) -> None:
    typer.echo(visible(sos_line(call, language)))


def _say_halt(halt: Halt, language: Language) -> None:
    for line in halt_lines(halt, language):
        typer.echo(visible(line))
