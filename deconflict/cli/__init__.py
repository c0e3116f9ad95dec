"""The command `deconflict`: each module here brings one command or one group, imported when it is named.

Such a module holds a Typer application called `app` and imports nothing heavy at its top: `deconflict --help`
and `deconflict check` answer at once. A module whose name begins with an underscore brings no command.
"""

import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import typer

from deconflict.cli._sentences import sentence
from deconflict.errors import DeconflictError

REFUSED: Final = 2


def names() -> list[str]:
    """Return the names of all commands and groups."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in modules if not name.startswith("_"))


def application(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line with the command the arguments name, or else with all of them."""
    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

    @app.callback()
    def deconflict() -> None:
        """Patrols of parties that do not trust each other, without collisions."""

    known = names()
    for name in [name for name in arguments[:1] if name in known] or known:
        app.add_typer(import_module(f"{__name__}.{name}").app)
    return app


def main() -> None:
    """Run the command line; what we refuse is one sentence and exit status 2, never a traceback."""
    try:
        application(sys.argv[1:])()
    except DeconflictError as error:
        print(f"deconflict: {sentence(error)}", file=sys.stderr)
        raise SystemExit(REFUSED) from None
