"""What Traccar Client, OsmAnd and trackers send is accepted and stored: https://www.traccar.org/osmand/.

They keep a point until it is answered 200, and send the oldest first.
"""

import json
from typing import Any

import pytest

IN_SECONDS = "id={id}&lat=48.8566&lon=2.3522&timestamp=1796111990"
IN_MILLISECONDS = "id={id}&lat=48.8566&lon=2.3522&timestamp=1796111990000"
IN_FULL = "deviceid={id}&lat=48.8566&lon=2.3522&timestamp=2026-12-01T07:59:50Z&speed=15"
IN_FULL += "&bearing=270&altitude=35&accuracy=10&hdop=0.8&batt=75"
WITH_CELLS = "id={id}&lat=48.8566&lon=2.3522&timestamp=1796111990000&cell=208,10,12345,67890,50"
WITH_CELLS += "&wifi=00:11:22:33:44:55,-70"
FROM_OSMAND = "id={id}&lat=48.8566&lon=2.3522&timestamp=1796111990000&hdop=4.2&altitude=35.1&speed=7.7"
FROM_CLIENT_8 = "id={id}&timestamp=1796111990&lat=48.8566&lon=2.3522&speed=0.0&bearing=0.0&altitude=0.0"
FROM_CLIENT_8 += "&accuracy=20.0&batt=57.0&charge=true"
FROM_CLIENT_9 = {
    "location": {
        "timestamp": "2026-12-01T07:59:50.000Z",
        "coords": {
            "latitude": 48.8566,
            "longitude": 2.3522,
            "accuracy": 10,
            "speed": 7.5,
            "heading": 270,
            "altitude": 35,
        },
        "is_moving": True,
        "odometer": 1200.5,
        "event": "motionchange",
        "battery": {"level": 0.57, "is_charging": False},
        "activity": {"type": "in_vehicle"},
        "extras": {},
    },
}
STORED = "SELECT lon, lat, extract(epoch FROM at)::int FROM last_position"


@pytest.mark.parametrize(
    "query", [IN_SECONDS, IN_MILLISECONDS, IN_FULL, WITH_CELLS, FROM_OSMAND, FROM_CLIENT_8]
)
@pytest.mark.parametrize("way", ["get", "post", "form"])
async def test_parameters_in_the_address_or_as_a_form(
    world: Any, http: Any, enrol: Any, query: str, way: str
) -> None:
    said = query.format(id=(await enrol()).identifier)
    if way == "form":
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await http.post("/gateways/osmand", content=said, headers=headers)
    else:
        answer = await http.request(way, f"/gateways/osmand?{said}")
    assert answer.status_code == 200, answer.text
    assert world.sql(STORED) == [(2.3522, 48.8566, 1796111990)]


async def test_fifteen_knots_are_not_quite_eight_metres_a_second(world: Any, http: Any, enrol: Any) -> None:
    await http.get(f"/gateways/osmand?{IN_FULL.format(id=(await enrol()).identifier)}")
    [(speed, course, accuracy)] = world.sql("SELECT speed_m_s, course_deg, accuracy_m FROM last_position")
    assert (round(speed, 2), course, accuracy) == (7.72, 270.0, 10.0)


async def test_json_of_traccar_client_nine(world: Any, http: Any, enrol: Any) -> None:
    said = FROM_CLIENT_9 | {"device_id": (await enrol()).identifier}
    assert (await http.post("/gateways/osmand", json=said)).status_code == 200
    assert world.sql(STORED) == [(2.3522, 48.8566, 1796111990)]
    assert world.sql("SELECT speed_m_s, course_deg FROM last_position") == [(7.5, 270.0)]


async def test_json_is_known_by_itself_whatever_it_is_called(http: Any, enrol: Any) -> None:
    body = json.dumps(FROM_CLIENT_9)
    identifier = (await enrol()).identifier
    for headers in ({"Content-Type": "text/plain"}, {}):
        answer = await http.post(f"/gateways/osmand?id={identifier}", content=body, headers=headers)
        assert answer.status_code == 200


async def test_points_that_were_kept_are_taken_in_their_order(world: Any, http: Any, enrol: Any) -> None:
    identifier = (await enrol()).identifier
    for second in range(1796110000, 1796112000, 200):
        said = f"id={identifier}&lat=32&lon=15&timestamp={second}"
        assert (await http.post(f"/gateways/osmand?{said}")).status_code == 200
    assert world.sql("SELECT count(*), extract(epoch FROM max(last_at))::int FROM upload") == [
        (10, 1796111800)
    ]


@pytest.mark.parametrize("word", ["timestamp=1609459200000", "timestamp=1609459200", "timestamp=4102444800"])
async def test_a_point_of_another_year_does_not_hold_up_the_rest(
    world: Any, http: Any, enrol: Any, word: str
) -> None:
    said = f"id={(await enrol()).identifier}&lat=48.8566&lon=2.3522&{word}"
    assert (await http.get(f"/gateways/osmand?{said}")).status_code == 200
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]
