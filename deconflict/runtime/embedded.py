"""The database that `up` runs on: a private cluster in the data folder, or the one that is named."""

from collections.abc import Iterator
from contextlib import contextmanager

from deconflict.runtime.datafolder import DataFolder
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings

DATABASE = "deconflict"


@contextmanager
def database(settings: Settings) -> Iterator[tuple[Settings, Cluster | None]]:
    """Yield what `database_in` does, on the data folder that the settings name."""
    with DataFolder(settings.data_dir) as folder, database_in(folder, settings) as found:
        yield found


@contextmanager
def database_in(folder: DataFolder, settings: Settings) -> Iterator[tuple[Settings, Cluster | None]]:
    """Yield the settings with an administrator's URL and a key, and the cluster if it is ours to keep.

    The key is kept in the data folder unless the settings bring one.
    """
    key = settings.context_key or folder.context_key()
    if settings.database_url is not None:
        yield settings.with_secrets(settings.url, key.get_secret_value()), None
        return
    cluster = Cluster(folder.home())
    try:
        cluster.start()
        cluster.ensure_database(DATABASE)
        url = cluster.url(DATABASE).render_as_string(hide_password=False)
        yield settings.with_secrets(url, key.get_secret_value()), cluster
    finally:
        cluster.stop()
