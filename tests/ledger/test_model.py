"""An entry's commitment covers every word of it, and nothing can be read from it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from deconflict.ledger.model import Entry, EntryKind, canonical, commitment

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
PAYLOADS = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.integers(0, 9)), max_size=4)
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(EntryKind),
    party=st.none() | st.uuids(),
    person=st.none() | st.uuids(),
    subject=st.uuids(),
    payload=PAYLOADS,
    at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@given(ENTRIES, ENTRIES, st.binary(min_size=16, max_size=16))
def test_two_entries_have_one_commitment_only_if_they_are_the_same(
    one: Entry, other: Entry, salt: bytes
) -> None:
    assert (commitment(one, salt) == commitment(other, salt)) == (one == other)


@given(ENTRIES, st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_the_same_entry_under_another_salt_cannot_be_recognised(
    entry: Entry, salt: bytes, other: bytes
) -> None:
    assert (commitment(entry, salt) == commitment(entry, other)) == (salt == other)


@given(ENTRIES)
def test_order_of_the_payload_and_the_zone_of_the_clock_do_not_matter(entry: Entry) -> None:
    turned = dict(reversed(entry.payload.items()))
    elsewhere = entry.at.astimezone(timezone(timedelta(hours=2)))
    assert canonical(replace(entry, payload=turned, at=elsewhere)) == canonical(entry)


def test_the_canonical_form_is_what_it_always_was() -> None:
    entry = Entry(EntryKind.PLAN, None, None, UUID(int=1), {"version": 1}, NOW)
    assert canonical(entry) == (
        b'{"at":"2026-12-01T08:00:00Z","kind":"plan","party":null,"payload":{"version":1},'
        b'"person":null,"subject":"00000000-0000-0000-0000-000000000001"}'
    )
