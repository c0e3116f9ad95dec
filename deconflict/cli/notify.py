"""`deconflict notify`: sends what goes out of band, "open the app" and no more. Listens to nobody."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def notify(
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    supervised: Annotated[bool, typer.Option(hidden=True, help="Take the settings from the parent.")] = False,
) -> None:
    """Summon people by web push, text message and Apprise, as far as the settings open these ways."""
    import uvloop

    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.preflight import require_fit, weaken
    from deconflict.runtime.processes import briefing, until_stopped
    from deconflict.runtime.settings import Settings
    from deconflict.summoning.loop import run

    if supervised:
        line = briefing()
        if line is None:
            return
        given = Settings.briefed(line)
    else:
        given = Settings.load(database_url=database_url)
    settings = weaken(given, "api")
    configure_logs(settings.log_level, "notify")

    async def send() -> None:
        await require_fit(settings, "api")
        await run(settings)

    uvloop.run(until_stopped(send()))
