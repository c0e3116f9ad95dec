"""Both clients can do the same about rendezvous and joint patrols."""

import inspect
from collections.abc import Iterator

from deconflict_client.async_client import AsyncClient
from deconflict_client.client import Client
from deconflict_client.together_client import AsyncTogetherClient, TogetherClient


def methods(of: type) -> Iterator[tuple[str, inspect.Signature]]:
    for name, method in inspect.getmembers(of, inspect.isfunction):
        if not name.startswith("_"):
            yield name, inspect.signature(method)


def test_the_two_have_the_same_methods_with_the_same_words() -> None:
    blocking = dict(methods(TogetherClient))
    assert blocking == dict(methods(AsyncTogetherClient))
    assert len(blocking) == 15


def test_the_clients_are_made_of_them() -> None:
    assert issubclass(Client, TogetherClient)
    assert issubclass(AsyncClient, AsyncTogetherClient)
