"""Pure decisions about who is connected."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from deconflict.presence.model import GONE_AFTER, Presence, Seen


def by_person(seen: Iterable[Seen], now: datetime) -> list[Presence]:
    """Return everybody once: the connected first, by how long they are; then who was seen last."""
    in_order = sorted(seen, key=lambda each: each.person.int)
    found = [_of_person(list(own), now) for _, own in groupby(in_order, key=lambda each: each.person)]
    here = sorted((each.since, each.person.int, each) for each in found if each.since is not None)
    gone = sorted((now - each.seen_at, each.person.int, each) for each in found if each.since is None)
    return [each for *_, each in (*here, *gone)]


def _of_person(own: Sequence[Seen], now: datetime) -> Presence:
    first = own[0]
    connected = [each.since for each in own if each.seen_at > now - GONE_AFTER]
    since = min(connected) if connected else None
    seen_at = max(each.seen_at for each in own)
    return Presence(first.person, first.party, first.name, first.role, first.unit, since, seen_at)
