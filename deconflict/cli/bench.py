"""`deconflict bench`: what the service is able to do on this machine, beside its peers."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
bench = typer.Typer(no_args_is_help=True)
app.add_typer(bench, name="bench", help="Measure what this machine is able to do.")


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
    import json
    from datetime import UTC, datetime

    import uvloop
    from rich.console import Console

    from deconflict.bench.progress import Stages
    from deconflict.bench.runner import Options, run
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    options = Options(count, seed, queries, days, http, data)
    with Stages() as stages:
        report = uvloop.run(run(Settings.load(), options, datetime.now(UTC), stages))
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        Console().print(report.as_table())


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
    import json

    from rich.console import Console

    from deconflict.bench.progress import Stages
    from deconflict.bench.window import measure_windows
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    with Stages() as stages:
        report = measure_windows(Settings.load(), count, queries, data, stages)
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        Console().print(report.as_table())


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
    import json

    from rich.console import Console

    from deconflict.bench.live import measure_live
    from deconflict.bench.progress import Stages
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("error", "bench")
    sizes = units or [1000, 10_000, 100_000]
    with Stages() as stages:
        report = measure_live(Settings.load(), sizes, ticks, seed, data, stages)
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        Console().print(report.as_table())


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
    import json

    import uvloop
    from rich.console import Console

    from deconflict.bench.hidden import measure_hidden
    from deconflict.bench.progress import Stages
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.settings import Settings

    configure_logs("critical", "bench")
    with Stages() as stages:
        report = uvloop.run(measure_hidden(Settings.load(), samples, data, stages))
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        Console().print(report.as_table())
    raise typer.Exit(0 if report.same else 1)
