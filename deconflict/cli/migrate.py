"""`deconflict migrate`: bring a database to this program's schema, or back."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def migrate(
    database_url: Annotated[
        str | None, typer.Option(help="An administrator's URL; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    down: Annotated[
        str | None,
        typer.Option(metavar="REVISION", help="Go back to a revision; `base` removes every table and row."),
    ] = None,
) -> None:
    """Bring a database to this program's schema."""
    from deconflict.runtime.migrate import downgrade, upgrade
    from deconflict.runtime.schema import head
    from deconflict.runtime.settings import Settings

    settings = Settings.load(database_url=database_url)
    if down is None:
        upgrade(settings.url, settings.key)
    else:
        downgrade(settings.url, settings.key, down)
    print(f"migrated to {down or head()}")
