"""The command that finds a typed town. It only calls `Client` and prints."""

import json
from typing import Annotated, Final

import typer

from deconflict_client.agreement_texts import visible
from deconflict_client.places import NamedPlace
from deconflict_client.plain import plain
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language

app = typer.Typer()

NONE: Final = {Language.ENGLISH: "no such place", Language.ARABIC: "لا يوجد مكان بهذا الاسم"}
KINDS: Final = {
    Language.ENGLISH: {"town": "town", "district": "district", "airfield": "airfield"},
    Language.ARABIC: {"town": "مدينة", "district": "شعبية", "airfield": "مطار"},
}


@app.command()
def places(
    name: Annotated[str, typer.Argument(help="A name or its beginning, in Arabic or English.")],
    url: Url = DEFAULT_URL,
    language: Annotated[
        Language, typer.Option("--language", help="Language of what is said.")
    ] = Language.ENGLISH,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Find towns, districts and airfields: where they are, the likeliest first."""
    with told(), signed_in(url) as client:
        found = client.find_places(name)
    for place in found:
        typer.echo(
            visible(json.dumps(plain(place), ensure_ascii=False) if as_json else line(place, language))
        )
    if not found and not as_json:
        typer.echo(NONE[language])


def line(place: NamedPlace, language: Language) -> str:
    """Return a place as one line: what it is called, its latitude and longitude, what it is."""
    names = [name for name in (place.name_en, place.name_ar) if name]
    if language is Language.ARABIC:
        names.reverse()
    kind = KINDS[language].get(place.kind, place.kind)
    return f"{place.lat:.5f} {place.lon:.5f}  {' · '.join(names)} ({kind})"
