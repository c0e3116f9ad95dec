"""The commands about tracks: added after the fact from a file, or played again as a device."""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.progress import track as progress

from deconflict_client.errors import Unreadable
from deconflict_client.positions import Fix, Reported
from deconflict_client.terminal import DEFAULT_URL, WRONG_INPUT, Url, errors, signed_in, told
from deconflict_client.tracks import due, read_track

T = TypeVar("T")
AT_ONCE: Final = 1000

app = typer.Typer()

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="GPX, or CSV with a header.")]
OfUnit = Annotated[str | None, typer.Option(help="The unit (id or callsign), where the file names none.")]


@app.command(name="import")
def import_file(file: File, unit: OfUnit = None, url: Url = DEFAULT_URL) -> None:
    """Add a track that was kept elsewhere. It is marked late, so that nobody is alarmed."""
    with told(WRONG_INPUT):
        parts = _parts(file, unit)
    done: list[Reported] = []
    with told(), signed_in(url) as client:
        for of, fixes in _with_progress(parts):
            done.append(client.report_positions(of, fixes, late=True))
    aside = sum(len(each.set_aside) for each in done)
    typer.echo(f"stored {sum(each.stored for each in done)}" + (f", set aside {aside}" if aside else ""))


@app.command()
def track(
    file: File,
    unit: OfUnit = None,
    speed: Annotated[float, typer.Option(min=0.001, max=1000, help="How many times as fast.")] = 1.0,
    url: Url = DEFAULT_URL,
) -> None:
    """Play a track as a device that is on its way now: each fix when it is due, in its own pace or a faster one."""
    with told(WRONG_INPUT):
        [(of, fixes)] = _of_one_unit(file, unit)
    began, due_at = time.monotonic(), list(due(fixes, speed, datetime.now(UTC)))
    with told(), signed_in(url) as client:
        for after_s, fix in _with_progress(due_at):
            time.sleep(max(0.0, after_s - (time.monotonic() - began)))
            client.report_positions(of, [fix])
    typer.echo(f"played {len(due_at)}")


def _parts(file: Path, unit: str | None) -> list[tuple[str, list[Fix]]]:
    """Return what is sent at once, each of one unit."""
    found = _by_unit(file, unit)
    return [
        (of, fixes[start : start + AT_ONCE])
        for of, fixes in found.items()
        for start in range(0, len(fixes), AT_ONCE)
    ]


def _of_one_unit(file: Path, unit: str | None) -> list[tuple[str, list[Fix]]]:
    found = list(_by_unit(file, unit).items())
    if len(found) != 1:
        raise Unreadable(pointer="/unit", expected="the track of one unit")
    return found


def _by_unit(file: Path, unit: str | None) -> dict[str, list[Fix]]:
    found: dict[str, list[Fix]] = {}
    for index, (named, fix) in enumerate(read_track(file)):
        of = named or unit
        if of is None:
            raise Unreadable(pointer=f"/{index}/unit", expected="a unit in the file, or --unit")
        found.setdefault(of, []).append(fix)
    return found


def _with_progress(items: Sequence[T]) -> Iterable[T]:
    return progress(items, console=errors, transient=True, disable=not errors.is_terminal or len(items) < 2)
