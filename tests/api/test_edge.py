"""What requests and sockets stand on is found through the application that serves them."""

from starlette.applications import Starlette
from starlette.requests import Request

from deconflict.api.edge import Edge, edge_of, served


async def test_a_request_finds_what_its_application_stands_on() -> None:
    app = Starlette()
    app.state.edge = edge = Edge(None, None, None, frozenset(), secure_cookies=False)
    request = Request({"type": "http", "app": app})
    assert edge_of(request) is edge
    assert await served(request) is edge


def test_those_who_wait_for_acknowledgements_are_called() -> None:
    edge, called = Edge(None, None, None, frozenset(), secure_cookies=False), []
    edge.acknowledged()
    edge.on_acknowledgement.extend([lambda: called.append(1), lambda: called.append(2)])
    edge.acknowledged()
    assert called == [1, 2]
