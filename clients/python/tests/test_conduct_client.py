"""Both clients can do the same about conduct."""

import inspect

from deconflict_client.async_client import AsyncClient
from deconflict_client.client import Client
from deconflict_client.conduct_client import AsyncConductClient, ConductClient


def methods(of: type) -> dict[str, inspect.Signature]:
    found = inspect.getmembers(of, inspect.isfunction)
    return {name: inspect.signature(method) for name, method in found if not name.startswith("_")}


def test_the_two_have_the_same_methods_with_the_same_words() -> None:
    assert methods(ConductClient) == methods(AsyncConductClient)
    assert len(methods(ConductClient)) == 15


def test_the_clients_are_made_of_them() -> None:
    assert issubclass(Client, ConductClient)
    assert issubclass(AsyncClient, AsyncConductClient)
