"""`deconflict engine`: the checker, and the release of notices. Listens to nobody."""

import os
from typing import Annotated, Final

import typer

app = typer.Typer()

NICE: Final = 5
"""By how much the engine steps back behind the API on a busy machine: whoever waits for an answer comes first."""


@app.command()
def engine(
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    supervised: Annotated[bool, typer.Option(hidden=True, help="Take the settings from the parent.")] = False,
) -> None:
    """Check plans and release notices; a second engine stands by."""
    import uvloop

    from deconflict.engine.loop import run
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.preflight import require_fit, weaken
    from deconflict.runtime.processes import briefing, until_stopped
    from deconflict.runtime.settings import Settings

    if supervised:
        line = briefing()
        if line is None:
            return
        given = Settings.briefed(line)
    else:
        given = Settings.load(database_url=database_url)
    os.nice(NICE)
    settings = weaken(given, "checker")
    configure_logs(settings.log_level, "engine")

    async def check() -> None:
        await require_fit(settings, "checker")
        await run(settings)

    uvloop.run(until_stopped(check()))
