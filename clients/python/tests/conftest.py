"""What the client's tests lean on: alerts, a clock that a test moves, a small service on loopback."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import uvicorn

from clients.python.tests.manual_time import ManualTime
from clients.python.tests.small_service import Service, make_agreement, make_patrol, make_wire
from deconflict_client.alerts import Alert
from deconflict_client.reading_alerts import read_alert
from deconflict_client.wire import JsonObject, Record

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def wire() -> Callable[..., JsonObject]:
    """An alert as it comes."""
    return make_wire


@pytest.fixture
def alert() -> Callable[..., Alert]:
    """An alert as it is read."""
    return lambda seq, epoch="e1", **fields: read_alert(Record(make_wire(seq, epoch, **fields)))


@pytest.fixture
def exact() -> dict[str, object]:
    """The exact fields of a conflict between two patrols, as they come."""
    place = {"lon": 13.2, "lat": 32.8, "time": "2026-12-01T08:10:00Z"}
    names = {"party_name": "Command", "patrol_reference": "P3-2M4Q", "version": 1}
    return {
        "state": "open",
        "episode": 1,
        "grade": "critical",
        "distance_m": 812.4,
        "lag_s": 310,
        "nominal_distance_m": 2431.0,
        "least_lag_s": 240,
        "at_a": place,
        "at_b": place,
        "first_a": "2026-12-01T08:05:00Z",
        "last_a": None,
        "first_b": None,
        "last_b": None,
        "a": {"party": "1", "callsign": "K-1", "patrol": "p1", **names},
        "b": {"party": "2", "callsign": "W-2", "patrol": "p2", **names},
        "zone": None,
        "zone_name": None,
        "zone_kind": None,
    }


@pytest.fixture
def sos_record() -> Callable[..., JsonObject]:
    """A call for help as it comes to its own party."""
    known = {
        "id": "s1",
        "reference": "T4-7WPB",
        "party": "1",
        "party_name": "Command",
        "unit": "u1",
        "callsign": "Falcon 2",
        "place": {"lon": 13.19, "lat": 32.88, "at": "2026-12-01T08:00:00Z"},
        "note": "Ambush",
        "raised_at": "2026-12-01T08:00:03Z",
        "ended_at": None,
        "by_desk": False,
    }
    return lambda **fields: {**known, **fields}


@pytest.fixture
def encounter_record() -> Callable[..., JsonObject]:
    """An encounter as it comes to a party at live level 3."""
    other = {"party": "p2", "party_name": "West", "callsign": "W-7", "at": "2026-12-01T12:00:00Z"}
    known = {
        "id": "e1",
        "reference": "RX-9C3H",
        "level": 3,
        "revision": 2,
        "unit": "u1",
        "callsign": "E-1",
        "sight": "exact",
        "state": "open",
        "closeness": "predicted",
        "distance_m": 430.0,
        "closest_at": "2026-12-01T12:03:05Z",
        "late": False,
        "own": None,
        "other": {**other, "lon": None, "lat": None, "bearing_deg": 65},
        "nearby": [],
        "octant": None,
        "within_m": None,
        "opened_at": "2026-12-01T12:00:04Z",
        "updated_at": "2026-12-01T12:00:04Z",
    }
    return lambda **fields: {**known, **fields}


@pytest.fixture
def halt_record() -> Callable[..., JsonObject]:
    """A halt as it comes to the desk."""
    answers = {
        "party": "1",
        "party_name": "Command",
        "acknowledged": [{"by": "Salem", "at": "2026-12-01T08:00:20Z"}],
        "outstanding": ["Omar"],
    }
    known = {
        "id": "h1",
        "reference": "T4-7WPB",
        "by": "desk",
        "area": [[13.1, 32.8], [13.2, 32.8], [13.2, 32.9]],
        "note": "convoy",
        "raised_at": "2026-12-01T08:00:03Z",
        "lifted_at": None,
        "answers": [answers],
    }
    return lambda **fields: {**known, **fields}


@pytest.fixture
def time() -> ManualTime:
    """A clock at zero."""
    return ManualTime()


@pytest.fixture
def drafted() -> Callable[..., dict[str, object]]:
    """Make a drafted agreement as it comes."""
    return make_agreement


@pytest.fixture
def service() -> Iterator[Service]:
    """The small service, running on a free port of loopback."""
    served = Service()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    served.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(served.app, ws="websockets-sansio", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield served
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def feature() -> dict[str, object]:
    """A plan as GeoJSON."""
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]},
        "properties": {
            "unit": "K-1",
            "coordinateProperties": {"times": ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]},
            "time_tolerance_s": 600,
            "lateral_tolerance_m": 50,
            "class": "routine",
        },
    }


@pytest.fixture
def patrol_record(feature: dict[str, object]) -> dict[str, object]:
    """A patrol as it comes."""
    return make_patrol("p1", feature)


@pytest.fixture
def check_record() -> Callable[..., dict[str, object]]:
    """Make a question as the service sends it, answered with nothing unless told otherwise."""
    plain = {"id": "c1", "unit": "u1", "state": "answered", "hours": [], "areas": []}
    times = {"asked_at": "2026-11-30T17:12:09Z", "answer_by": "2026-11-30T17:12:20Z"}
    return lambda **fields: {**plain, **times, **fields}


@pytest.fixture
def budget_record() -> Callable[..., dict[str, object]]:
    """Make a unit's budget as the service sends it, used up unless told otherwise."""
    drawn = {
        "overlaps": {"drawn": 20, "limit": 20},
        "what_ifs": {"drawn": 0, "limit": 10},
        "amendments": {"drawn": 1, "limit": 20},
        "passages": {"drawn": 2, "limit": 20},
    }
    plain = {"unit": "u1", "callsign": "Falcon 2", "notices_used": True, "until": "2026-12-01T00:00:00Z"}
    return lambda **fields: {**plain, **drawn, **fields}


@pytest.fixture
def figures_record() -> Callable[..., dict[str, object]]:
    """Make a party's figures as the service sends them."""
    counts = {
        "registered": 41,
        "withdrawn": 2,
        "finished": 30,
        "ghosts": 3,
        "questions": 4,
        "budgets_used": 0,
    }
    plain = {"party": "p1", "name": "East", "ghost_ratio": 0.1, "acknowledged_within_s": 95.0}
    return lambda **fields: {**plain, **counts, **fields}


@pytest.fixture
def suspension_record() -> Callable[..., dict[str, object]]:
    """Make a suspension as the service sends it to the desk."""
    patrol = {"patrol": "x", "patrol_reference": "K7-2M4Q", "callsign": "Falcon 2"}
    plain = {"id": "s1", "party": "p1", "party_name": "East", "reason": "why", "restored_at": None}
    plain |= {"suspended_at": "2026-11-30T17:12:09Z"}
    patrols = [{**patrol, "standing": "widening", "reach_m": 1500.0}]
    return lambda **fields: {**plain, "patrols": patrols, **fields}


@pytest.fixture
def glass_record() -> Callable[..., dict[str, object]]:
    """Make a request to see plans as the service sends it, allowed unless told otherwise."""
    who = {"party": "p1", "party_name": "East", "asked_role": "facilitator", "decided_role": "oversight"}
    what = {"patrol": None, "box": [13.0, 32.5, 13.5, 33.0]}
    what |= {"start": "2026-11-30T06:00:00Z", "end": "2026-11-30T12:00:00Z"}
    when = {"asked_at": "2026-11-30T17:12:09Z", "ends_at": "2026-11-30T20:00:00Z"}
    when |= {"decided_at": None, "closed_at": None}
    plain = {"id": "g1", "reference": "T4-7WPB", "reason": "why", "state": "approved"}
    return lambda **fields: {**plain, **who, **what, **when, **fields}


PLACES = [
    {"party": "p1", "party_name": "East", "present": True},
    {"party": "p2", "party_name": "West", "present": False},
]


@pytest.fixture
def room_record() -> Callable[..., dict[str, object]]:
    """Make a joint room as the service sends it."""
    plain = {"id": "r1", "name": "Coast road", "parties": PLACES, "chair_role": "facilitator"}
    plain |= {"chairing": False, "seated": False, "opened_at": "2026-11-30T17:12:09Z", "closed_at": None}
    return lambda **fields: {**plain, **fields}


@pytest.fixture
def screen_record() -> Callable[..., dict[str, object]]:
    """Make a joint room's screen as the service sends it."""
    start = {"lon": 13.19, "lat": 32.88, "time": "2026-12-01T08:00:00Z"}
    path = [start, {**start, "lon": 13.52, "time": "2026-12-01T08:40:00Z"}]
    sides = [{"party": "p1", "callsign": "Falcon 2"}, {"party": "p2", "callsign": "Heron 5"}]
    conflict = {"grade": "critical", "distance_m": 120.0, "nominal_distance_m": None, "sides": sides}
    plan = {"party": "p1", "callsign": "Falcon 2", "path": path}
    plain = {"parties": PLACES, "zones": [], "conflicts": [conflict], "plans": [plan]}
    return lambda **fields: {**plain, **fields}
