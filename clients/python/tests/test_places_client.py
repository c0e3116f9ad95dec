"""Both clients find places with the same words."""

import inspect

from deconflict_client.async_client import AsyncClient
from deconflict_client.client import Client
from deconflict_client.places_client import AsyncPlacesClient, PlacesClient


def test_both_clients_find_places_with_the_same_words() -> None:
    assert inspect.signature(Client.find_places) == inspect.signature(AsyncClient.find_places)
    assert issubclass(Client, PlacesClient)
    assert issubclass(AsyncClient, AsyncPlacesClient)
