"""What two parties at level 4 show and tell each other, as everybody else sees the database: not at all."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from deconflict.runtime.context import sign
from deconflict.runtime.database import conninfo
from deconflict.runtime.roles import drop_privileges

# What only parties that trust each other fill: seen by the two, of some the desk, and by nobody else.
BETWEEN_PARTNERS = {
    *("segment", "segment_told", "shared_plan", "shared_position", "assignment", "advice", "reservation"),
    *("message", "liaison", "proposal", "shift_offer", "sos_told"),
}


@pytest.mark.rule("SEC-01", "DIS-03")
@pytest.mark.parametrize("who", ["c", "facilitator", "oversight", "operator"])
def test_what_two_partners_show_each_other_is_seen_by_nobody_else(
    trusting: Any, context_key: bytes, looking_class: type, who: str
) -> None:
    for table in BETWEEN_PARTNERS:
        assert trusting.sql(f"SELECT count(*) FROM {table}") != [(0,)], table
    url = drop_privileges(trusting.url, "api", context_key)
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        looking = looking_class(connection).as_context(
            sign(trusting.viewers[who].context, context_key, datetime.now(UTC))
        )
        seen = {table for table, rows in looking.everything().items() if rows} & BETWEEN_PARTNERS
    assert seen == ({"assignment"} if who == "facilitator" else set())
