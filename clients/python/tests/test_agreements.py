"""What an agreement says is what is signed: nothing beside the canonical text is believed."""

from datetime import UTC, datetime

import pytest

from deconflict_client import agreements
from deconflict_client.agreements import Clause, Levels, Terms
from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record

END = datetime(2027, 1, 1, tzinfo=UTC)
PLACE = {"level": 3, "cells": ["14/1/2"], "matter": "plans", "start": "2026-12-01T08:00:00Z", "end": None}


@pytest.mark.rule("DIS-02")
def test_terms_and_wording_are_those_of_the_canonical_text(drafted) -> None:
    sent = drafted("g1", levels={"elsewhere": 1, "clauses": [PLACE]})
    sent["document"] = {"levels": {"elsewhere": 4}}
    read = agreements.agreement(Record(sent))
    place = Clause(3, ("14/1/2",), "plans", datetime(2026, 12, 1, 8, tzinfo=UTC))
    assert read.terms == Terms(("east", "west"), Levels(1, (place,)), {"east": 1000, "west": 1500}, END)
    assert read.wording["ar"].startswith("الاتفاق")
    assert (read.reference, read.state, read.signatures) == ("K7-2M4Q", "drafted", ())


@pytest.mark.rule("DIS-02")
def test_a_digest_of_another_text_is_not_shown_as_this_ones(drafted) -> None:
    sent = drafted("g1")
    for wrong in ({"digest": "0" * 64}, {"canonical": str(sent["canonical"]).replace("1500", "50")}):
        with pytest.raises(Unreadable):
            agreements.agreement(Record({**sent, **wrong}))


def test_terms_go_out_as_they_are_read(drafted) -> None:
    terms = agreements.agreement(Record(drafted("g1", levels={"elsewhere": 1, "clauses": [PLACE]}))).terms
    assert agreements.terms(Record(terms.wire())) == terms


def test_an_agreement_is_between_two(drafted) -> None:
    with pytest.raises(Unreadable):
        agreements.agreement(Record(drafted("g1", parties=["east"])))


def test_what_holds_is_read_layer_by_layer() -> None:
    lowered = {
        "id": "l1",
        "party": "east",
        "other": "west",
        "levels": {"elsewhere": 0},
        "at": "2026-12-01T08:00:00Z",
    }
    said = {"parties": ["east", "west"], "elsewhere": 0, "layers": [{"elsewhere": 1}, {"elsewhere": 0}]}
    read = agreements.holding(Record({**said, "minimum_m": 1000, "in_force": True, "lowered": [lowered]}))
    assert [layer.elsewhere for layer in read.layers] == [1, 0]
    assert read.lowered[0].levels == Levels(0)
    assert read.in_force
