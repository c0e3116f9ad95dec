"""`deconflict bench`: what the service is able to do on this machine, beside its peers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer()
bench = typer.Typer(no_args_is_help=True)
app.add_typer(bench, name="bench", help="Measure what this machine is able to do.")


class Report(Protocol):
    """What was measured."""

    def as_json(self) -> dict[str, Any]:
        """Return the figures for a program."""
        ...

    def as_table(self) -> "Table":
        """Return the figures for people."""
        ...


def show(report: Report, *, as_json: bool) -> None:
    """Print what was measured."""
    import json

    from rich.console import Console

    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        Console().print(report.as_table())


@bench.callback()
def group() -> None:
    """Measure what this machine is able to do."""


@bench.command()
def plans(
    count: Annotated[
        int, typer.Option("-n", "--plans", min=10, help="How many plans are in force.")
    ] = 100_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same plans.")] = 1,
    queries: Annotated[int, typer.Option(min=1, help="How many plans are checked.")] = 1000,
    days: Annotated[
        float, typer.Option(min=0.1, max=20, help="Within how many days the plans set out.")
    ] = 7.0,
    http: Annotated[
        float, typer.Option(min=0, help="Register over HTTP, each way for so many seconds; 0 leaves it out.")
    ] = 0.0,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the private cluster; otherwise a temporary one.")
    ] = None,
) -> None:
    """Measure checking, storing and registering plans, on a database of its own that is gone afterwards."""
    from datetime import UTC, datetime

    import uvloop

    from deconflict.bench.progress import Stages
    from deconflict.bench.runner import Options, run
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    options = Options(count, seed, queries, days, http, data)
    with Stages() as stages:
        report = uvloop.run(run(Settings.load(), options, datetime.now(UTC), stages))
    show(report, as_json=as_json)


@bench.command()
def window(
    count: Annotated[int, typer.Option("-n", "--plans", min=100, help="How many plans there are.")] = 100_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    queries: Annotated[int, typer.Option(min=1, help="How many windows are asked for.")] = 500,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the private cluster; otherwise a temporary one.")
    ] = None,
) -> None:
    """Measure what row policies cost a window of the map, beside the same query without them."""
    from deconflict.bench.progress import Stages
    from deconflict.bench.window import measure_windows
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    with Stages() as stages:
        report = measure_windows(Settings.load(), count, queries, data, stages)
    show(report, as_json=as_json)


@bench.command()
def live(
    units: Annotated[
        list[int] | None,
        typer.Option("-n", "--units", min=10, help="How many units; several times for several sizes."),
    ] = None,
    ticks: Annotated[int, typer.Option(min=5, help="How many seconds, after some to warm up.")] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same units.")] = 1,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the private cluster; otherwise a temporary one.")
    ] = None,
) -> None:
    """Measure the live tick with every unit sending once a second, beside PostGIS; 1 000 to 100 000 units."""
    from deconflict.bench.live import measure_live
    from deconflict.bench.progress import Stages
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    sizes = units or [1000, 10_000, 100_000]
    with Stages() as stages:
        report = measure_live(Settings.load(), sizes, ticks, seed, data, stages)
    show(report, as_json=as_json)


@bench.command()
def alarm(
    units: Annotated[
        int,
        typer.Option("-n", "--units", min=10, help="How many units report once a second beside the pairs."),
    ] = 10_000,
    pairs: Annotated[int, typer.Option(min=1, help="How many pairs are driven too close.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the private cluster; otherwise a temporary one.")
    ] = None,
) -> None:
    """Measure how long it takes from the fix that is too close to the alert on the desk's socket."""
    import uvloop

    from deconflict.bench.alarm import measure_alarm
    from deconflict.bench.progress import Stages
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    with Stages() as stages:
        report = uvloop.run(measure_alarm(Settings.load(), units, pairs, data, stages))
    show(report, as_json=as_json)


@bench.command()
def fanout(
    clients: Annotated[
        int, typer.Option("-n", "--clients", min=10, help="How many sockets; as many as files may be open.")
    ] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure how one process tells thousands of sockets, beside raw asyncio and `websockets.broadcast`."""
    import uvloop

    from deconflict.bench.fanout import measure_fanout
    from deconflict.bench.progress import Stages

    with Stages() as stages:
        report = uvloop.run(measure_fanout(clients, stages))
    show(report, as_json=as_json)


@bench.command()
def timing(
    samples: Annotated[
        int, typer.Option("-n", "--samples", min=20, help="How often each pair of questions is asked.")
    ] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the private cluster; otherwise a temporary one.")
    ] = None,
) -> None:
    """Measure whether the time of an answer tells of what is hidden; exits 1 when it does (Welch's t beyond 4.5)."""
    import uvloop

    from deconflict.bench.hidden import measure_hidden
    from deconflict.bench.progress import Stages
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("critical", "bench")
    with Stages() as stages:
        report = uvloop.run(measure_hidden(Settings.load(), samples, data, stages))
    show(report, as_json=as_json)
    raise typer.Exit(0 if report.same else 1)
