"""`deconflict up`: everything on one machine, from an empty folder to a port that answers."""

import http.client
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deconflict.runtime.children import Part
    from deconflict.runtime.datafolder import DataFolder
    from deconflict.runtime.settings import Settings
    from deconflict.runtime.supervisor import Supervisor

app = typer.Typer()


@app.command()
def up(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the private database.")] = None,
    workers: Annotated[int | None, typer.Option(help="How many API processes share the port.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="An administrator's URL of a database to use instead.")
    ] = None,
) -> None:
    """Run everything: a private database, the API and the engine."""
    from deconflict.runtime.settings import Settings

    run(Settings.load(host=host, port=port, data_dir=data, workers=workers, database_url=database_url))


def run(settings: "Settings") -> None:
    """Bring everything up, say so on standard output, and keep it running until stopped."""
    from deconflict.runtime.children import api_workers, engines, gateway, notifier
    from deconflict.runtime.datafolder import DataFolder
    from deconflict.runtime.listening import address, listen
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.supervisor import Supervisor, stoppable

    stoppable()
    configure_logs(settings.log_level, "up")
    try:
        with DataFolder(settings.data_dir) as folder, listen(settings.host, settings.port) as listener:
            parts = [
                *api_workers(listener, settings.workers, folder.for_children),
                *engines(folder.for_children),
                *([notifier(folder.for_children)] if settings.goes_out_of_band else []),
                *gateway(settings, folder.for_children),
            ]
            with Supervisor(
                [part.child for part in parts]
            ) as supervisor:  # they load while the database comes up
                keep_up(settings, folder, address(listener, settings.host), parts, supervisor)
    except KeyboardInterrupt:
        return


def keep_up(
    settings: "Settings", folder: "DataFolder", place: str, parts: "Sequence[Part]", supervisor: "Supervisor"
) -> None:
    """Bring the database up, brief the children, say when everything is ready, and tend to it all."""
    from deconflict.runtime.children import briefings
    from deconflict.runtime.embedded import database_in

    with database_in(folder, settings) as (settings, cluster):
        prepare(settings)
        told = briefings(parts, settings)
        supervisor.run(told, lambda: ready(place), lambda: say(f"ready {place}"), cluster)


def prepare(settings: "Settings") -> None:
    """Migrate the database and, the first time, let an operator in."""
    import asyncio

    from deconflict.cli._first_run import LOGIN, first_operator
    from deconflict.runtime.migrate import upgrade

    upgrade(settings.url, settings.key)
    password = asyncio.run(first_operator(settings))
    if password is not None:
        say(f"first login (shown once): {LOGIN}  password: {password}")


def ready(place: str) -> bool:
    """Tell whether the service says of itself that it can do its work."""
    connection = http.client.HTTPConnection(place.removeprefix("http://"), timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(line: str) -> None:
    """Tell whoever started us, at once even in a pipe."""
    print(line, flush=True)
