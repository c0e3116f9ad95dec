"""Both clients can do the same about the room's own work."""

import inspect

from deconflict_client.async_client import AsyncClient
from deconflict_client.client import Client
from deconflict_client.desk_client import AsyncDeskClient, DeskClient, noted


def methods(of: type) -> dict[str, inspect.Signature]:
    found = inspect.getmembers(of, inspect.isfunction)
    return {name: inspect.signature(method) for name, method in found if not name.startswith("_")}


def test_the_two_have_the_same_methods_with_the_same_words() -> None:
    assert methods(DeskClient) == methods(AsyncDeskClient)
    assert len(methods(DeskClient)) == 5


def test_the_clients_are_made_of_them() -> None:
    assert issubclass(Client, DeskClient)
    assert issubclass(AsyncClient, AsyncDeskClient)


def test_a_note_is_sent_with_what_it_is_about() -> None:
    said = noted("call", "holds", ("conflict", "c1"), "p1", "Huda")
    assert said["about"] == {"kind": "conflict", "id": "c1"}
    assert noted("note", "quiet", None, None, None)["about"] is None
