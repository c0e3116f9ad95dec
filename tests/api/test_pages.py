"""Cursors come back as the keys they were made of; whatever else is handed in is refused."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.api.errors import InvalidParameter
from deconflict.api.pages import EPOCH, cursor, key_of, link, next_link

TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(TIMES, st.uuids())
def test_a_cursor_comes_back_as_its_key(at: datetime, row: UUID) -> None:
    assert key_of(cursor((at, row))) == (at, row)


@given(st.text(max_size=64))
def test_anything_else_is_refused(text: str) -> None:
    try:
        key = key_of(text)
    except InvalidParameter:
        return
    assert key is not None
    assert cursor(key) == text


@pytest.mark.parametrize("text", ["", "A" * 31, "A" * 33, "دورية", "_" * 32, "A=======" * 4])
def test_a_damaged_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter):
        key_of(text)


def test_no_cursor_is_the_beginning() -> None:
    assert key_of(None) is None


def test_only_a_full_page_leads_on() -> None:
    keys = [(EPOCH + timedelta(days=1), uuid4())] * 2
    assert next_link("/v1/patrols", keys, 3) == {}
    assert next_link("/v1/patrols", [], 3) == {}
    leads = next_link("/v1/patrols", keys, 2)["Link"]
    assert leads == f'</v1/patrols?after={cursor(keys[-1]).replace("=", "%3D")}&limit=2>; rel="next"'


def test_what_leads_on_is_escaped() -> None:
    assert (
        link("/v1/alerts", epoch="a&b>", after=3)["Link"] == '</v1/alerts?epoch=a%26b%3E&after=3>; rel="next"'
    )
