"""Lends a command on the machine itself the administrator's way into the database, whether it is running or not."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy.engine import URL

from deconflict.runtime.datafolder import DataFolderInUse, noted_home
from deconflict.runtime.embedded import DATABASE, database
from deconflict.runtime.postgres import SUPERUSER, running_socket
from deconflict.runtime.settings import Settings


@contextmanager
def administrator(settings: Settings) -> Iterator[str]:
    """Yield an administrator's URL: of the database that is named, or of the private one of the data folder.

    The private one is used as it runs; when it does not, it is started (and made, if need be) and stopped
    afterwards. DataFolderInUse while somebody else is starting or stopping it.
    """
    if settings.database_url is not None:
        yield settings.url
        return
    with ExitStack() as stopping:
        try:
            ours, _ = stopping.enter_context(database(settings))
        except DataFolderInUse as in_use:
            running = running_url(settings)
            if running is None:
                raise in_use
            url = running
        else:
            from deconflict.runtime.migrate import (
                upgrade,
            )  # loads Alembic, which a running database needs not

            upgrade(ours.url, ours.key)
            url = ours.url
        yield url


def running_url(settings: Settings) -> str | None:
    """Return the URL of the cluster that somebody else runs from the data folder; None while there is none."""
    socket = running_socket(noted_home(settings.data_dir) / "postgres")
    if socket is None:
        return None
    url = URL.create("postgresql+psycopg", SUPERUSER, database=DATABASE, query={"host": str(socket)})
    return url.render_as_string(hide_password=False)
