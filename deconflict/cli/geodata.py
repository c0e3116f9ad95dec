"""`deconflict geodata`: maps, made by a program of its own that the server never imports.

A process of its own also keeps what a broken file does to a reader of a hundred formats away from this one.
"""

import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated, Final

import typer

ABSENT: Final = 2

app = typer.Typer()


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def geodata(
    arguments: Annotated[
        list[str] | None, typer.Argument(help="What the program is to do; --help lists it.")
    ] = None,
) -> None:
    """Make the offline map of a country (build), or bring a file of your own on the map (add)."""
    if find_spec("geodata") is None:
        typer.echo("deconflict: geodata/ is not installed beside the service.", err=True)
        raise typer.Exit(ABSENT)
    raise typer.Exit(subprocess.call([sys.executable, "-m", "geodata", *(arguments or ["--help"])]))
