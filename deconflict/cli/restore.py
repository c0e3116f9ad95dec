"""`deconflict restore`: a backup into an empty folder or database. A new epoch begins, so that every client notices."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from deconflict.cli._administration import AsJson, Data, DatabaseUrl, say
from deconflict.cli._restore_errors import (
    BackupOfNewerPostgreSQL,
    BackupOfNewerProgram,
    RestoreTargetNotEmpty,
)

if TYPE_CHECKING:
    from deconflict.runtime.backups import Manifest
    from deconflict.runtime.settings import Settings

app = typer.Typer()

HALF: Final = "deconflict_restoring"
"""What a private database is called until everything is in it: no `up` takes a half one for a whole one."""


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `deconflict backup` wrote.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    sign_out: Annotated[
        bool, typer.Option("--sign-out", help="End every session; for where one was revoked since.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back into an empty folder or database, and begin a new epoch."""
    from deconflict.runtime.backups import read
    from deconflict.runtime.schema import head
    from deconflict.runtime.settings import Settings

    manifest = read(file)
    if manifest.revision > head():
        raise BackupOfNewerProgram(manifest.revision, head())
    settings = Settings.load(data_dir=data, database_url=database_url)
    into = into_folder if settings.database_url is None else into_database
    epoch = into(file, manifest, settings, sign_out=sign_out)
    fields = {"file": str(file), "made_at": manifest.made_at, "epoch": epoch, "before": manifest.epoch}
    say("restored what {file} had at {made_at}; the new epoch is {epoch}", fields, as_json=as_json)


def into_folder(file: Path, manifest: "Manifest", settings: "Settings", *, sign_out: bool) -> str:
    """Restore into a data folder without a database of ours, keys included; return the new epoch."""
    from tempfile import TemporaryDirectory

    from deconflict.runtime.backups import unpack
    from deconflict.runtime.datafolder import DataFolder
    from deconflict.runtime.embedded import DATABASE
    from deconflict.runtime.migrate import upgrade
    from deconflict.runtime.postgres import Cluster

    with (
        DataFolder(settings.data_dir) as folder,
        TemporaryDirectory(prefix=".deconflict-", dir=folder.path) as work,
    ):
        dump = unpack(file, manifest, Path(work))
        cluster = Cluster(folder.home())
        try:
            cluster.start()
            if cluster.has_database(DATABASE):
                raise RestoreTargetNotEmpty(str(settings.data_dir))
            cluster.drop_database(HALF)
            cluster.ensure_database(HALF)
            url = cluster.url(HALF).render_as_string(hide_password=False)
            epoch = fill(url, dump, manifest, sign_out=sign_out)
            put_keys(Path(work) / "keys", folder.path)
            key = settings.context_key or folder.context_key()
            cluster.rename_database(HALF, DATABASE)
            upgrade(cluster.url(DATABASE), key.get_secret_value().encode())
        finally:
            cluster.stop()
    return epoch


def into_database(file: Path, manifest: "Manifest", settings: "Settings", *, sign_out: bool) -> str:
    """Restore into the empty database that is named; return the new epoch. Its key is DECONFLICT_CONTEXT_KEY."""
    from tempfile import TemporaryDirectory

    from deconflict.runtime.backups import unpack
    from deconflict.runtime.migrate import upgrade

    url, key = settings.url, settings.key
    with TemporaryDirectory(prefix=".deconflict-", dir=file.parent) as work:
        epoch = fill(url, unpack(file, manifest, Path(work)), manifest, sign_out=sign_out)
    upgrade(url, key)
    return epoch


def fill(url: str, dump: Path, manifest: "Manifest", *, sign_out: bool) -> str:
    """Bring a dump into an empty database and begin a new epoch there; return it."""
    from deconflict.cli._progress import bar
    from deconflict.runtime.binaries import installed
    from deconflict.runtime.dumps import ask, contents, load, programs
    from deconflict.runtime.migrate import make_groups

    server = ask(url)
    if server.tables:
        raise RestoreTargetNotEmpty("the database")
    if server.major < manifest.postgres:
        raise BackupOfNewerPostgreSQL(manifest.postgres, server.major)
    binaries = programs(installed(), server.major)
    make_groups(url)
    with bar("restoring", len(contents(binaries, dump))) as progress:
        load(binaries, url, dump, progress)
    return begin(url, manifest, sign_out=sign_out)


def begin(url: str, manifest: "Manifest", *, sign_out: bool) -> str:
    """Begin the new epoch; until that is done nothing can be served from the database."""
    import asyncio

    from deconflict.flows.begin_epoch import begin_epoch
    from deconflict.runtime.clock import SystemClock
    from deconflict.runtime.database import OwnerDatabase

    async def in_transaction() -> str:
        async with OwnerDatabase(url) as database, database.transaction() as owner:
            return await begin_epoch(
                owner, manifest.epoch, manifest.made_at, SystemClock().now(), sign_out=sign_out
            )

    return asyncio.run(in_transaction())


def put_keys(keys: Path, folder: Path) -> None:
    """Put the keys of a backup where the data folder keeps them, for this account alone; the folder keeps its mode."""
    for place in sorted(keys.rglob("*")):
        target = folder / place.relative_to(keys)
        if place.is_dir():
            target.mkdir(mode=0o700, exist_ok=True)
        else:
            shutil.copy2(place, target)
