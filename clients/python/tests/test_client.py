"""The blocking client against a real service on loopback, and its likeness to the async one."""

import inspect
from datetime import UTC, datetime

import httpx2
import pytest

from deconflict_client.agreements import Levels, Terms
from deconflict_client.async_client import AsyncClient
from deconflict_client.base_alert import BaseAlert, Cursor
from deconflict_client.client import Client
from deconflict_client.cursors import CursorFile
from deconflict_client.errors import EpochChanged, NotFound, Refused, SignedOut, Stale, Unavailable
from deconflict_client.events import Live
from deconflict_client.http import Manner
from deconflict_client.models import Zone
from deconflict_client.plan import Plan, Waypoint
from deconflict_client.signing import SigningKey

AT_EIGHT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
PLAN = Plan("K-1", (Waypoint(13.19, 32.88, AT_EIGHT), Waypoint(13.52, 32.74, AT_EIGHT.replace(hour=9))))


def public(kind: type) -> dict[str, list[str]]:
    methods = inspect.getmembers(kind, inspect.isfunction)
    return {name: list(inspect.signature(call).parameters) for name, call in methods if name[0] != "_"}


def test_both_clients_have_the_same_methods() -> None:
    asynchronous = public(AsyncClient)
    del asynchronous["alerts_after"]
    assert public(Client) == asynchronous


def test_signing_in_gives_the_token_that_later_requests_carry(service) -> None:
    with Client(service.url) as client:
        session = client.sign_in("salem@east", "right")
        assert session.person.name == "Salem"
        assert session.expires_at == datetime(2026, 12, 2, tzinfo=UTC)
        assert client.who_am_i().person.role == "liaison"
        assert "cookie" not in service.requests[-1][2]
        client.sign_out()
        assert client.token is None


@pytest.mark.rule("DIS-02")
def test_what_is_drafted_is_signed_with_a_key_that_stays_here(service) -> None:
    with Client(service.url, token=service.token) as client:
        private = SigningKey.new()
        key = SigningKey(private.private, client.register_key("laptop", private.public).id)
        terms = Terms(("east", "west"), Levels(2), {"east": 1000, "west": 1000}, AT_EIGHT)
        drafted = client.draft_agreement(terms)
        assert drafted.terms == terms
        signed = client.sign(drafted, key)
        assert [item.key for item in signed.signatures] == [key.id]
        assert client.agreements() == [client.agreement(drafted.id)] == [signed]
        assert client.withdraw_agreement(drafted.id).state == "withdrawn"
        assert client.lower("west", Levels(0)).levels == Levels(0)
        assert client.levels("west").layers[-1] == Levels(0)
        assert client.levels("west", "north").parties == ("north", "west")
        [known] = client.keys()
        assert known.id == key.id
        assert client.revoke_key(str(key.id)).revoked_at is not None


def test_a_device_signs_in_with_its_secret(service) -> None:
    with Client(service.url) as client:
        assert client.sign_in_device("device-1", "right").token == service.token


def test_wrong_credentials_say_so(service) -> None:
    with Client(service.url) as client, pytest.raises(SignedOut, match=r"Login or password is wrong"):
        client.sign_in("salem@east", "wrong")


@pytest.mark.rule("PAT-08")
def test_a_repeated_registration_carries_the_same_key_and_is_one_patrol(service) -> None:
    waits: list[float] = []
    service.answer_instead("/v1/patrols", 503, "restarting")
    service.answer_instead("/v1/patrols", 502)
    with Client(service.url, token=service.token, manner=Manner(sleep=waits.append)) as client:
        patrol = client.register(PLAN)
        again = client.register(PLAN, key="my-own")
        assert client.register(PLAN, key="my-own").id == again.id != patrol.id
    keys = [headers["idempotency-key"] for method, _, headers in service.requests if method == "POST"]
    assert len(set(keys[:3])) == 1
    assert keys[3:] == ["my-own", "my-own"]
    assert len(waits) == 2


def test_a_registered_patrol_reads_back_with_its_plan_and_what_is_wrong_with_it(service) -> None:
    with Client(service.url, token=service.token) as client:
        patrol = client.register(PLAN)
    assert patrol.plan == PLAN
    assert patrol.late
    assert [(finding.code, finding.zone) for finding in patrol.findings] == [("late", None)]


def test_a_refused_plan_says_where_and_why(service, feature) -> None:
    feature["geometry"]["coordinates"].pop()
    with Client(service.url, token=service.token) as client, pytest.raises(Refused) as refused:
        client.register(feature)
    assert (refused.value.code, refused.value.status) == ("too_few_waypoints", 422)
    assert refused.value.pointer == "/geometry/coordinates"
    assert refused.value.fields == {"index": 0}


def test_collections_are_read_to_their_end(service) -> None:
    with Client(service.url, token=service.token) as client:
        for _ in range(5):
            client.register(PLAN)
        assert [patrol.id for patrol in client.patrols()] == ["p1", "p2", "p3", "p4", "p5"]


def test_the_feed_is_read_and_answered_by_number(service) -> None:
    service.release()
    service.release()
    with Client(service.url, token=service.token) as client:
        assert client.picture().seq == 2
        page = client.alerts("e1")
        assert [alert.seq for alert in page.alerts] == [1, 2]
        assert client.alerts().epoch == "e1"
        assert client.alerts("e1", after=1, limit=1).alerts[0].seq == 2
        assert client.receive("e1", 1).acknowledged is None
        assert client.see("e1", 1).acknowledged is None
        assert client.acknowledge("e1", 1).acknowledged.by == "Salem"
        with pytest.raises(EpochChanged) as changed:
            client.alerts("e0")
        assert changed.value.epoch == "e1"


def test_the_feed_is_followed_and_its_place_kept(service, tmp_path) -> None:
    service.release()
    service.release()
    place = CursorFile(tmp_path / "feed.json")
    with Client(service.url, token=service.token) as client:
        with client.watch(place) as feed:
            events = [next(feed) for _ in range(3)]
            assert feed.fresh
        assert isinstance(events[0], Live)
        assert [event.seq for event in events if isinstance(event, BaseAlert)] == [1, 2]
        assert place.load() == Cursor("e1", 2)
        service.release()
        with client.watch(place) as feed:
            assert next(feed) == Live(Cursor("e1", 2))
            assert next(feed).seq == 3


CALLS = [
    ("amend", ("a/b", PLAN, 3), "PUT", "/v1/patrols/a%2Fb"),
    ("confirm", ("p1",), "POST", "/v1/patrols/p1/register"),
    ("start", ("p1",), "POST", "/v1/patrols/p1/start"),
    ("end", ("p1", 2), "POST", "/v1/patrols/p1/end"),
    ("withdraw", ("p1",), "POST", "/v1/patrols/p1/withdraw"),
    ("off_plan", ("p1",), "POST", "/v1/patrols/p1/off-plan"),
    ("contingent", ("p1",), "POST", "/v1/patrols/p1/contingent"),
    ("patrol", ("p1",), "GET", "/v1/patrols/p1"),
    ("versions", ("p1",), "GET", "/v1/patrols/p1/versions"),
    ("overlaps", (), "GET", "/v1/overlaps"),
    ("overlap", ("o1",), "GET", "/v1/overlaps/o1"),
    ("acknowledge_overlap", ("o1",), "POST", "/v1/overlaps/o1/acknowledge"),
    ("conflicts", (), "GET", "/v1/conflicts"),
    ("conflict", ("c1",), "GET", "/v1/conflicts/c1"),
    ("acknowledge_conflict", ("c1",), "POST", "/v1/conflicts/c1/acknowledge"),
    ("accept_conflict", ("c1",), "POST", "/v1/conflicts/c1/accept"),
    ("assign_conflict", ("c1", "east"), "POST", "/v1/conflicts/c1/assign"),
    ("ask_overlap_shift", ("o1",), "POST", "/v1/overlaps/o1/shift"),
    ("overlap_shift", ("o1",), "GET", "/v1/overlaps/o1/shift"),
    ("ask_conflict_shifts", ("c1",), "POST", "/v1/conflicts/c1/shift"),
    ("conflict_shifts", ("c1",), "GET", "/v1/conflicts/c1/shift"),
    ("zone", ("z1",), "GET", "/v1/zones/z1"),
    ("remove_zone", ("z1",), "DELETE", "/v1/zones/z1"),
    ("zones", (), "GET", "/v1/zones"),
    (
        "add_zone",
        (Zone(None, "no_go", "Well", (((13.0, 32.0), (13.1, 32.0), (13.0, 32.0)),)),),
        "POST",
        "/v1/zones",
    ),
    ("reviews", (), "GET", "/v1/reviews"),
    ("close_review", ("r1", "in order"), "POST", "/v1/reviews/r1/close"),
    ("units", (), "GET", "/v1/units"),
    ("parties", (), "GET", "/v1/parties"),
    ("add_party", ("east", "East"), "POST", "/v1/parties"),
    ("add_unit", ("east", "K-1"), "POST", "/v1/units"),
    ("add_person", (None, "room", "Room", "desk", "a password", "own"), "POST", "/v1/people"),
    ("change_password", ("a password", "another"), "PUT", "/v1/session/password"),
    ("crews", (), "GET", "/v1/crews"),
    ("bind_crew", ("person-1", "K-1"), "PUT", "/v1/crews/person-1/unit"),
    ("release_crew", ("person-1",), "DELETE", "/v1/crews/person-1/unit"),
    ("add_device", ("person-1", "phone", "x"), "POST", "/v1/devices"),
]


@pytest.mark.parametrize(("name", "arguments", "method", "path"), CALLS)
def test_each_method_asks_what_the_contract_says(name: str, arguments: tuple, method: str, path: str) -> None:
    asked: list[httpx2.Request] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(404, json={"code": "not_found"}, request=request)

    with Client("http://service", transport=httpx2.MockTransport(refuse)) as client, pytest.raises(NotFound):
        getattr(client, name)(*arguments)
    assert [(request.method, request.url.raw_path.decode()) for request in asked] == [(method, path)]


@pytest.mark.parametrize(("name", "arguments", "method", "path"), CALLS)
async def test_each_async_method_asks_the_same(name: str, arguments: tuple, method: str, path: str) -> None:
    asked: list[httpx2.Request] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(404, json={"code": "not_found"}, request=request)

    async with AsyncClient("http://service", transport=httpx2.MockTransport(refuse)) as client:
        with pytest.raises(NotFound):
            await getattr(client, name)(*arguments)
    assert [(request.method, request.url.raw_path.decode()) for request in asked] == [(method, path)]


@pytest.mark.rule("PAT-04")
def test_an_amendment_names_the_version_it_changes() -> None:
    def stale(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["If-Match"] == '"3"'
        return httpx2.Response(412, json={"code": "stale", "current_version": 4}, request=request)

    with (
        Client("http://service", transport=httpx2.MockTransport(stale)) as client,
        pytest.raises(Stale) as refused,
    ):
        client.amend("p1", PLAN, 3)
    assert refused.value.current_version == 4


def test_a_move_that_may_have_arrived_is_not_sent_again() -> None:
    asked: list[str] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.method)
        return httpx2.Response(503, request=request)

    with Client("http://service", transport=httpx2.MockTransport(busy)) as client, pytest.raises(Unavailable):
        client.start("p1")
    assert asked == ["POST"]
