"""What the administrative commands share."""

import pytest
from sqlalchemy.engine import URL

from deconflict.api.wire import Name
from deconflict.api.wire_people import Handle, NewPassword, Slug
from deconflict.cli._administration import NotFitting, PartyUnknown, PersonUnknown, as_owner, fitting, say
from deconflict.cli._sentences import sentence
from deconflict.runtime.errors import NotMigrated


@pytest.mark.parametrize(
    ("value", "kind", "fits"),
    [
        ("east", Slug, "east"),
        ("  Saqr 1 ", Name, "Saqr 1"),
        ("salem", Handle, "salem"),
        (" with spaces around ", NewPassword, " with spaces around "),
        ("East", Slug, None),
        ("", Name, None),
        ("\u0000", Name, None),
        ("salem@east", Handle, None),
        ("a b", Handle, None),
        ("seven77", NewPassword, None),
    ],
)
def test_the_machine_asks_of_a_text_what_the_interface_asks(
    value: str, kind: object, fits: str | None
) -> None:
    if fits is None:
        with pytest.raises(NotFitting):
            fitting(value, kind, "value", "better")
    else:
        assert fitting(value, kind, "value", "better") == fits


def test_a_database_that_was_not_migrated_is_left_alone(empty_database_url: URL) -> None:
    async def work(_: object, __: object) -> None:
        pytest.fail("it was let in")

    with pytest.raises(NotMigrated):
        as_owner(work, None, empty_database_url.render_as_string(hide_password=False))


def test_an_answer_is_a_sentence_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    say("added {name}", {"name": "شرق"}, as_json=False)
    say("added {name}", {"name": "شرق"}, as_json=True)
    assert capsys.readouterr().out == 'added شرق\n{"name": "شرق"}\n'


@pytest.mark.parametrize(
    "error", [NotFitting("slug", "short"), PartyUnknown("east"), PersonUnknown("salem@east")]
)
def test_what_is_refused_is_a_sentence_that_says_what_to_do(error: Exception) -> None:
    assert sentence(error).endswith(".")
    assert "(" not in sentence(error)
