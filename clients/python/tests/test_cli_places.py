"""The command that finds a typed town, against a real service on loopback."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app
from deconflict_client.cli_places import line
from deconflict_client.places import NamedPlace
from deconflict_client.texts import Language

RUN = CliRunner()
TRIPOLI = {"id": "t", "kind": "town", "name_en": "Tripoli", "name_ar": "طرابلس", "lon": 13.1, "lat": 32.8}


@pytest.fixture
def run(service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command against the service, signed in, which finds these places."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DECONFLICT_TOKEN", service.token)
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(found: list[object], *arguments: str) -> Result:
        service.answer_instead("/v1/places", 200, {"places": found, "attribution": "whose"})
        return RUN.invoke(app, ["places", "trip", *arguments])

    return invoke


def test_a_town_is_found_for_people_and_for_programs(run) -> None:
    assert run([TRIPOLI]).stdout == "32.80000 13.10000  Tripoli · طرابلس (town)\n"
    assert json.loads(run([TRIPOLI], "--json").stdout)["lon"] == 13.1
    assert run([]).stdout == "no such place\n"
    assert run([], "--json").stdout == ""


def test_in_arabic_the_arabic_name_comes_first() -> None:
    said = line(NamedPlace("t", "airfield", "Mitiga", None, 13, 32), Language.ARABIC)
    assert said == "32.00000 13.00000  Mitiga (مطار)"
    assert "طرابلس · Tripoli (مدينة)" in line(
        NamedPlace("t", "town", "Tripoli", "طرابلس", 13, 32), Language.ARABIC
    )
