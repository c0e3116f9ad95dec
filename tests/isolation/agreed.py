"""Puts on record what every two parties of a world have agreed on, as their signing would have left it."""

from datetime import UTC, datetime
from itertools import combinations
from typing import Final
from uuid import UUID, uuid5

import psycopg

from deconflict.agreements.model import Level, Levels, Text
from deconflict.agreements.rules import ordered
from deconflict.agreements.signing import canonical
from deconflict.parties.model import PartyId

LONG_SINCE: Final = datetime(2026, 11, 1, tzinfo=UTC)
FOR_EVER: Final = datetime(2299, 1, 1, tzinfo=UTC)
"""The database knows the true time, whatever a world's clock shows: nothing must run out by it."""
NAMES: Final = UUID(int=1)

TEXT: Final = b"""
    INSERT INTO agreement (id, reference, party_a, party_b, state, text, drafted_by, drafted_at, expires_at,
        ratified_at)
    VALUES (%(id)s, %(reference)s, %(a)s, %(b)s, 'ratified', %(text)s, %(a)s, %(at)s, %(until)s, %(at)s)
    """
KEY: Final = b"""
    INSERT INTO party_key (id, party, person, name, public, registered_at)
    VALUES (%(key)s, %(party)s, %(party)s, 'laptop', %(public)s, %(at)s) ON CONFLICT DO NOTHING
    """
SIGNATURE: Final = b"""
    INSERT INTO agreement_signature (agreement, party, other, person, key, value, lowest, at, applied_at)
    VALUES (%(id)s, %(party)s, %(other)s, %(party)s, %(key)s, %(value)s, %(level)s, %(at)s, %(at)s)
    """


def agree(superuser: psycopg.Connection, parties: dict[str, UUID], level: int) -> None:
    """Let every two of the parties have ratified that level everywhere; the ids are the same in every world."""
    for one, other in combinations(sorted(parties), 2):
        pair = ordered(PartyId(parties[one]), PartyId(parties[other]))
        text = Text(
            parties=pair,
            reference=f"A-{one}{other}",
            levels=Levels(Level(level)),
            minimum_m=dict.fromkeys(pair, 1000),
            lead_time_s=0,
            right_of_way=None,
            safety_clause=True,
            expires_at=FOR_EVER,
            wording={"en": "They agree.", "ar": "اتفقا."},
        )
        values = {"id": uuid5(NAMES, one + other), "reference": text.reference, "a": pair[0], "b": pair[1]}
        values |= {"text": canonical(text), "at": LONG_SINCE, "until": FOR_EVER, "level": level}
        superuser.execute(TEXT, values)
        for party, rival in (pair, pair[::-1]):
            signer = {"party": party, "other": rival, "key": uuid5(NAMES, str(party))}
            values |= signer | {"public": signer["key"].bytes * 2, "value": bytes(64)}
            superuser.execute(KEY, values)
            superuser.execute(SIGNATURE, values)
