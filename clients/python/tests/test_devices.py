"""Units' devices are read from what the service sends, and typed into apps."""

from deconflict_client.devices import enrolled, listed, offered
from deconflict_client.wire import Record

DEVICE = {"id": "d1", "name": "phone", "callsign": "صقر 2"}


def test_a_code_comes_with_what_it_is_for() -> None:
    said = {"unit": "u1", "code": "K7QM-2M4Q", "expires_at": "2026-12-01T08:15:00Z"}
    found = offered(Record.of(DEVICE | said))
    assert (found.unit, found.callsign, found.code, found.expires_at.minute) == (
        "u1",
        "صقر 2",
        "K7QM-2M4Q",
        15,
    )


def test_a_secret_is_typed_into_one_app_in_two_fields_and_into_the_other_in_one() -> None:
    device = enrolled(Record.of(DEVICE | {"secret": "s3cret"}))
    assert device.identifier == "d1.s3cret"
    said = device.owntracks("https://service")
    assert (said["_type"], said["mode"], said["url"]) == (
        "configuration",
        3,
        "https://service/gateways/owntracks",
    )
    assert (said["username"], said["password"], said["tid"]) == ("d1", "s3cret", " 2")


def test_what_stands_on_the_list_may_still_wait() -> None:
    said = {
        "owner": "صقر 2",
        "code_expires_at": "2026-12-01T08:15:00Z",
        "enrolled_at": None,
        "revoked_at": None,
    }
    found = listed(Record.of(DEVICE | said))
    assert (found.owner, found.enrolled_at, found.revoked_at) == ("صقر 2", None, None)
