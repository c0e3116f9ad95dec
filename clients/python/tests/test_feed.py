"""The blocking feed: the async one behind a thread, on a real line."""

import threading

import pytest

from deconflict_client.client import Client
from deconflict_client.errors import SignedOut
from deconflict_client.events import Live


def test_the_feed_is_only_followed_inside_its_block(service) -> None:
    with Client(service.url, token=service.token) as client:
        feed = client.watch()
        assert not feed.fresh
        with pytest.raises(RuntimeError):
            next(feed)


def test_waiting_in_vain_loses_nothing(service) -> None:
    with Client(service.url, token=service.token) as client, client.watch() as feed:
        assert isinstance(feed.next_within(5.0), Live)
        assert feed.next_within(0.01) is None
        assert feed.next_within(0.0) is None


def test_alerts_are_seen_and_acknowledged(service) -> None:
    service.release()
    with Client(service.url, token=service.token) as client, client.watch() as feed:
        next(feed)
        alert = next(feed)
        feed.see(alert)
        feed.acknowledge(alert.cursor)
        assert next(feed).fact == "acknowledged"


def test_leaving_the_block_ends_the_thread(service) -> None:
    before = threading.active_count()
    with Client(service.url, token=service.token) as client:
        with client.watch() as feed:
            next(feed)
            assert threading.active_count() == before + 1
        assert threading.active_count() == before


def test_a_feed_that_stops_says_why(service) -> None:
    with Client(service.url, token="revoked") as client, client.watch() as feed, pytest.raises(SignedOut):
        next(feed)


class Damaged:
    """A store that cannot be read."""

    def load(self) -> None:
        raise PermissionError

    def save(self, cursor: object) -> None:
        raise PermissionError


def test_a_feed_that_cannot_begin_leaves_no_thread(service) -> None:
    before = threading.active_count()
    with Client(service.url, token=service.token) as client:
        with pytest.raises(PermissionError):
            client.watch(Damaged()).__enter__()
        assert threading.active_count() == before
