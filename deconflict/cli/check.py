"""`deconflict check`: plan files against each other, with no server and no database.

Standard output is the answer, a table for people or JSON for programs; everything else goes to standard
error.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

if TYPE_CHECKING:
    from deconflict.gateways.plan_files import FilePlan, Undeclared
    from deconflict.separation.among import PairFinding

CLEAR: Final = 0
CONFLICT: Final = 1
BAD_INPUT: Final = 2

T = TypeVar("T")

app = typer.Typer()


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="GeoJSON, GPX or KML files of plans with times.")],
    minimum: Annotated[
        float,
        typer.Option(min=50, max=20_000, help="Separation minimum of every pair, metres."),
    ] = 1000.0,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    time_tolerance: Annotated[
        float,
        typer.Option(min=0, max=3600, help="For plans that declare none, seconds."),
    ] = 0.0,
    lateral_tolerance: Annotated[
        float,
        typer.Option(min=0, max=1000, help="For plans that declare none, metres."),
    ] = 0.0,
) -> None:
    """Check plans of different parties against each other.

    A plan says its party and unit, or both are the file's name. Exits with 0 when all is clear or merely
    near (advisory), 1 when there is a conflict (critical or caution), 2 when a file is refused.
    """
    from deconflict.cli._check_answer import in_order, json_text, print_table
    from deconflict.gateways.plan_files import Undeclared

    plans = accepted(files, Undeclared(time_tolerance, lateral_tolerance))
    found = in_order(compare(plans, minimum))
    if json:
        typer.echo(json_text(plans, found))
    else:
        print_table(plans, found, minimum)
    raise typer.Exit(CONFLICT if any(pair.finding.grade != "advisory" for pair in found) else CLEAR)


def accepted(files: Sequence[Path], undeclared: "Undeclared") -> list["FilePlan"]:
    """Read all files; when anything in any is refused, say all that is, one line each, and exit."""
    from deconflict.cli._plan_problems import line
    from deconflict.gateways.plan_files import read
    from deconflict.separation.path import PathLimits

    limits = PathLimits()
    readings = [read(file, limits, undeclared) for file in shown(files, "reading")]
    problems = [problem for reading in readings for problem in reading.problems]
    for problem in problems:
        typer.echo(line(problem), err=True)
    if problems:
        raise typer.Exit(BAD_INPUT)
    return [plan for reading in readings for plan in reading.plans]


def compare(plans: Sequence["FilePlan"], minimum_m: float) -> list["PairFinding"]:
    """Compare every plan with those of other parties."""
    from deconflict.separation.among import among

    parties = {party: side for side, party in enumerate(dict.fromkeys(plan.party for plan in plans))}
    if len(parties) == 1:
        typer.echo(f"All plans are of one party, {plans[0].party}: there is nothing to compare.", err=True)
    sides = [parties[plan.party] for plan in plans]
    found = among([plan.path.track for plan in plans], sides, minimum_m)
    return [pair for of_one in shown(found, "checking", len(plans)) for pair in of_one]


def shown(items: Iterable[T], doing: str, of: int | None = None) -> Iterator[T]:
    """Pass items on; on a terminal with a progress bar on standard error, in a pipe without a word."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(items, total=of, description=doing)
