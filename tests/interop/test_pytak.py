"""A real TAK client library speaks with our listener, over TLS with a certificate of ours, in Arabic too."""

from collections.abc import Callable
from typing import Any

import pytest

from deconflict.flows.raise_sos import raise_sos
from deconflict.flows.report_positions import report_positions
from deconflict.tracking.model import Fix

pytestmark = pytest.mark.slow

ARABIC = "الصقر ٢"


@pytest.mark.rule("LIV-01", "LIV-07", "ALR-03")
async def test_a_tak_device_reports_is_told_in_both_languages_calls_for_help_and_is_helped(
    tak: Any, world: Any, sa: Callable[..., str], read_event: Callable[[str], Any]
) -> None:
    await tak.unit("a", ARABIC)
    device = await tak.device("a")
    client = await tak.pytak(device)

    # it says where it is
    client.say(sa())
    fixes = [Fix(world.now(), 15.1, 32.0, speed_m_s=3.0, course_deg=10.0)]
    await world.act("a", report_positions, ARABIC, fixes, world.now(), world.now())
    heard = read_event(await client.hear(lambda line: 'type="a-f-G-U-C"' in line))

    # the other unit of its party is shown, by its Arabic callsign
    contact, point = heard.find("detail/contact"), heard.find("point")
    assert (contact.get("callsign"), float(point.get("lon"))) == (ARABIC, 15.1)

    # another unit calls for help: an emergency where it is, and a message in both languages
    place = await world.act("a", raise_sos, ARABIC, None, "كمين", world.now())
    marker = read_event(await client.hear(lambda line: 'type="b-a-o-tbl"' in line))
    assert float(marker.find("point").get("lon")) == place[0].place.lon
    chat = read_event(await client.hear(lambda line: 'type="b-t-f"' in line))
    text = chat.findtext("detail/remarks")
    assert all(part in text for part in ("SOS", "استغاثة", ARABIC, "كمين"))

    # its receipt is our receipt; before it nothing counts as received
    received = "SELECT count(*) FROM receipt WHERE fact = 'received'"
    assert world.sql(received) == [(0,)]
    message = chat.find("detail/__chat").get("messageId")
    client.say(sa(kind="b-t-f-d", detail=f'<__chatreceipt messageId="{message}"/>'))

    # its own emergency calls for help, and its end ends it
    emergency = '<emergency type="911 Alert">U1</emergency>'
    client.say(sa(uid="ANDROID-1-9-1-1", kind="b-a-o-tbl", detail=emergency))
    await client.hear(lambda line: 'type="b-a-o-tbl"' in line and "U1" in line)
    assert world.sql(received) == [(1,)]

    # its position became a fix, by its own time, with its accuracy, speed and course: what is said is done in order
    stored = world.sql("SELECT unit, lon, accuracy_m, speed_m_s, course_deg FROM last_position ORDER BY lon")
    assert stored[0] == (device.unit, 15.0, 8.5, 11.5, 87.0)

    emergency = '<emergency cancel="true">U1</emergency>'
    client.say(sa(uid="ANDROID-1-9-1-1", kind="b-a-o-can", detail=emergency))
    await client.hear(lambda line: 'type="b-a-o-can"' in line and "U1" in line)
    [(ended,)] = world.sql("SELECT ended_at FROM sos WHERE unit = %s", device.unit)
    assert ended == world.now()
