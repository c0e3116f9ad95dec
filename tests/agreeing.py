"""Two parties that agree, and rooms in which people take seats together, in the small world."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deconflict.agreements.model import Agreement, Clause, Level, Levels, Lowering
from deconflict.agreements.signing import canonical
from deconflict.flows.draft_agreement import Draft, draft_agreement
from deconflict.flows.keep_keys import register_key
from deconflict.flows.lower_level import lower_level
from deconflict.flows.open_room import open_room
from deconflict.flows.sign_agreement import SignedWith, sign_agreement
from deconflict.flows.sign_in import digest
from deconflict.flows.take_seat import take_seat
from deconflict.parties import store as parties
from deconflict.parties.model import SessionId
from deconflict.rooms.model import Room
from tests.worlds import World


@dataclass
class Agreeing:
    """Two parties of a world drafting, signing and taking back; each has a private key, as on a device of its own."""

    world: World
    keys: dict[str, tuple[UUID, Ed25519PrivateKey]] = field(default_factory=dict)

    def asked(
        self,
        level: int = 2,
        *clauses: Clause,
        between: tuple[str, str] = ("a", "b"),
        days: float = 30,
        minimum_m: int = 1000,
        lead_time_s: int = 0,
        right_of_way: str | None = None,
    ) -> Draft:
        """What two parties could agree on."""
        one, other = (self.world.parties[slug].id for slug in between)
        return Draft(
            parties=(one, other),
            levels=Levels(Level(level), clauses),
            minimum_m={one: minimum_m, other: minimum_m},
            lead_time_s=lead_time_s,
            right_of_way=self.world.parties[right_of_way].id if right_of_way else None,
            safety_clause=True,
            expires_at=self.world.now() + timedelta(days=days),
        )

    async def draft(self, level: int = 2, *clauses: Clause, by: str = "a", **asked: Any) -> Agreement:
        """A draft by that person."""
        return await self.draft_of(by, self.asked(level, *clauses, **asked))

    async def draft_of(self, by: str, draft: Draft) -> Agreement:
        """That draft, by that person."""
        return await self.world.act(by, draft_agreement, draft, self.world.deployment.terms, self.world.now())

    async def key(self, who: str) -> tuple[UUID, Ed25519PrivateKey]:
        """The registered key of that person's, made when it is first asked for."""
        if who not in self.keys:
            private = Ed25519PrivateKey.generate()
            public = private.public_key().public_bytes_raw()
            key = await self.world.act(who, register_key, f"key of {who}", public, self.world.now())
            self.keys[who] = (key.id, private)
        return self.keys[who]

    async def sign(self, who: str, agreement: Agreement) -> Agreement:
        """That person's signature under a text."""
        key, private = await self.key(who)
        by = SignedWith(key, private.sign(canonical(agreement.text)))
        terms = self.world.deployment.terms
        return await self.world.act(who, sign_agreement, agreement.id, by, terms, self.world.now())

    async def ratify(self, level: int = 2, *clauses: Clause, **asked: Any) -> Agreement:
        """A text that both have signed."""
        between = asked.get("between", ("a", "b"))
        agreement = await self.draft(level, *clauses, by=between[0], **asked)
        for who in between:
            agreement = await self.sign(who, agreement)
        return agreement

    async def lower(self, who: str, other: str, level: int, *clauses: Clause) -> Lowering:
        """What that person's party takes back from another."""
        levels = Levels(Level(level), clauses)
        return await self.world.act(
            who,
            lower_level,
            self.world.parties[other].id,
            levels,
            self.world.deployment.terms,
            self.world.now(),
        )


@dataclass
class Seating:
    """A joint room of a world, and people taking seats there, each by an open session."""

    world: World

    async def opened(self, *slugs: str, chair: str = "facilitator") -> Room:
        """A room for those parties, for A and B unless others are named."""
        named = [self.world.parties[slug].id for slug in slugs or ("a", "b")]
        return await self.world.act(chair, open_room, "Coast road", named, self.world.now())

    async def sit(self, room: Room, *people: str) -> None:
        """Sign those people in and let them take seats."""
        for who in people:
            signed_in = replace(
                self.world.viewers[who],
                session=SessionId(uuid4()),
                expires_at=datetime(2200, 1, 1, tzinfo=UTC),  # as the machine's clock sees it, too
            )
            self.world.viewers[who] = signed_in
            async with self.world.database.transaction(signed_in.context) as session:
                await parties.open_session(session, signed_in, digest(secrets.token_hex(8)), self.world.now())
            await self.world.act(who, take_seat, room.id, self.world.now())
