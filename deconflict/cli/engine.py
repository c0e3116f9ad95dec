"""`deconflict engine`: the checker, and the release of notices. Listens to nobody."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def engine(
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    supervised: Annotated[bool, typer.Option(hidden=True, help="Stop when standard input ends.")] = False,
) -> None:
    """Check plans and release notices; a second engine stands by."""
    import uvloop

    from deconflict.engine.loop import run
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.preflight import require_fit, weaken
    from deconflict.runtime.processes import stop_at_end_of_input, until_stopped
    from deconflict.runtime.settings import Settings

    settings = weaken(Settings.load(database_url=database_url), "checker")
    configure_logs(settings.log_level, "engine")
    if supervised:
        stop_at_end_of_input()

    async def check() -> None:
        await require_fit(settings, "checker")
        await run(settings)

    uvloop.run(until_stopped(check()))
