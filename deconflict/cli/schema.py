"""`deconflict schema`: print the published contracts, which are committed under docs/ and compared by a test."""

from enum import StrEnum
from typing import Annotated, Any

import typer

app = typer.Typer()


class Contract(StrEnum):
    """What other programs build on."""

    OPENAPI = "openapi"
    LIVE = "live"


@app.command()
def schema(
    contract: Annotated[
        Contract, typer.Argument(help="The HTTP edge (OpenAPI 3.1), or the live socket (AsyncAPI 3.0).")
    ],
) -> None:
    """Print a contract as JSON: of the HTTP edge, or of the messages on the live socket."""
    print(text(contract), end="")


def text(contract: Contract) -> str:
    """Return a contract as it is committed: indented, keys sorted, Unicode as it is."""
    import json

    return json.dumps(_document(contract), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _document(contract: Contract) -> dict[str, Any]:
    if contract is Contract.LIVE:
        from deconflict.live.contract import describe as describe_live

        return describe_live()
    from deconflict.api.contract import describe
    from deconflict.app import bare_app

    return describe(bare_app())
