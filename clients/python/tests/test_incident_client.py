"""Both clients can do the same about incidents."""

import inspect

from deconflict_client.async_client import AsyncClient
from deconflict_client.client import Client
from deconflict_client.incident_client import AsyncIncidentClient, IncidentClient


def methods(of: type) -> dict[str, inspect.Signature]:
    found = inspect.getmembers(of, inspect.isfunction)
    return {name: inspect.signature(method) for name, method in found if not name.startswith("_")}


def test_the_two_have_the_same_methods_with_the_same_words() -> None:
    assert methods(IncidentClient) == methods(AsyncIncidentClient)
    assert len(methods(IncidentClient)) == 3


def test_the_clients_are_made_of_them() -> None:
    assert issubclass(Client, IncidentClient)
    assert issubclass(AsyncClient, AsyncIncidentClient)
