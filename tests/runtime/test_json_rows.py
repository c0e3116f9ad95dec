"""Rows of several tables as one statement."""

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

from deconflict.runtime.json_rows import as_json, change, insertion

BOAT = Table("boat", MetaData(), Column("id", Integer), Column("name", Text), Column("hull", LargeBinary))
SENT = 'json_populate_recordset(NULL::"boat", CAST(:rows{} AS json))'


def test_rows_of_several_tables_go_in_at_once() -> None:
    first = f'INSERT INTO "boat" ("id", "name") SELECT "id", "name" FROM {SENT.format(0)}'
    second = f'INSERT INTO "boat" ("hull") SELECT "hull" FROM {SENT.format(1)}'
    both = insertion(((BOAT, ("id", "name")), (BOAT, ("hull",))))
    assert str(both) == f"WITH insertion0 AS ({first}) {second}"
    assert str(insertion(((BOAT, ("id", "name")),))) == first


def test_a_change_leaves_the_key_as_it_is() -> None:
    said = str(change(BOAT, "id", ("id", "name")))
    assert said.startswith('UPDATE "boat" AS kept SET "name" = sent."name" FROM')
    assert said.endswith('WHERE kept."id" = sent."id"')


def test_bytes_go_as_the_server_reads_them_and_nothing_else_needs_help() -> None:
    assert as_json([{"hull": b"\x00\xff", "name": "فلوكة"}]) == '[{"hull":"\\\\x00ff","name":"فلوكة"}]'
    with pytest.raises(TypeError):
        as_json([{"hull": object()}])
