"""Compares what everybody was told with what the story says they must be told. Pure: asks nobody, decides alone.

A repeat counts twice, a stranger's alert is unexpected, and what reached somebody by another way than the socket
has not reached them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from deconflict.demo.model import Member, Story, Told

WIDTH: Final = 280

Json = dict[str, object]
OpenConflicts = frozenset[tuple[frozenset[str], str]]


@dataclass(frozen=True)
class Heard:
    """One alert as it came over a recipient's socket, and who acknowledged it when; None while nobody has."""

    told: Told
    seq: int
    reference: str | None
    received_at: datetime
    acknowledged: tuple[str, datetime] | None
    closest_at: datetime | None = None


@dataclass(frozen=True)
class Account:
    """What one member was due to be told, what came over their socket, and which numbers their feed then had."""

    member: Member
    expected: tuple[Told, ...]
    heard: tuple[Heard, ...]
    in_feed: frozenset[int]

    @property
    def missing(self) -> list[Told]:
        """What was due and did not come."""
        return list((Counter(self.expected) - Counter(item.told for item in self.heard)).elements())

    @property
    def came(self) -> list[Heard]:
        """What came of this performance. That a unit lost in an earlier one is heard again belongs to that one."""
        lost = {item.reference for item in self.heard if item.told.kind == "overdue"}
        return [item for item in self.heard if item.told.change != "heard" or item.reference in lost]

    @property
    def unexpected(self) -> list[Told]:
        """What came and was not due."""
        return list((Counter(item.told for item in self.came) - Counter(self.expected)).elements())

    @property
    def unacknowledged(self) -> list[int]:
        """The numbers of alerts that nobody of this side has acknowledged."""
        return [item.seq for item in self.heard if item.acknowledged is None]

    @property
    def undelivered(self) -> list[int]:
        """The numbers that the feed has and the socket did not bring."""
        return sorted(self.in_feed - {item.seq for item in self.heard})

    @property
    def is_right(self) -> bool:
        """Whether just what was due came, all of it over the socket and acknowledged."""
        return not (self.missing or self.unexpected or self.unacknowledged or self.undelivered)


def expected_of(story: Story, member: Member) -> tuple[Told, ...]:
    """Return what a member must be told in the whole story, in its order."""
    return tuple(due.told for due in story.dues() if member.login in due.logins)


def summary(
    story: Story,
    accounts: Sequence[Account],
    conflicts: Sequence[Mapping[str, object]],
    open_conflicts: OpenConflicts,
    faults: Sequence[str],
    took_s: float,
) -> Json:
    """Return the JSON summary.

    `ok` only if every account is right, the room has just the story's conflicts open, and nothing was refused.
    """
    missing = [_of(account, told) for account in accounts for told in account.missing]
    unexpected = [_of(account, told) for account in accounts for told in account.unexpected]
    return {
        "ok": all(account.is_right for account in accounts)
        and open_conflicts == story.open_conflicts
        and not faults,
        "took_s": round(took_s, 1),
        "missing": missing,
        "unexpected": unexpected,
        "unacknowledged": _numbers((account, account.unacknowledged) for account in accounts),
        "undelivered": _numbers((account, account.undelivered) for account in accounts),
        "conflicts_missing": _pairs(story.open_conflicts - open_conflicts),
        "conflicts_unexpected": _pairs(open_conflicts - story.open_conflicts),
        "faults": list(faults),
        "recipients": [_recipient(account) for account in accounts if account.expected or account.heard],
        "told_nothing": [
            account.member.login for account in accounts if not (account.expected or account.heard)
        ],
        "conflicts": list(conflicts),
    }


def as_text(value: object, indent: str = "") -> str:
    """Return JSON text for people and programs: what fits on a line is on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {as_text(item, deeper)}" for name, item in value.items()]
        opening, closing = "{", "}"
    else:
        parts = [as_text(item, deeper) for item in value]
        opening, closing = "[", "]"
    inside = ",".join(f"\n{deeper}{part}" for part in parts)
    return f"{opening}{inside}\n{indent}{closing}"


def plain(told: Told) -> Json:
    """Return what is told as JSON."""
    fields: Json = {"kind": told.kind, "change": told.change, "about": sorted(told.about)}
    if told.grade is not None:
        fields["grade"] = told.grade
    if told.rivals:
        fields["rivals"] = sorted(told.rivals)
    return fields


def _recipient(account: Account) -> Json:
    return {
        "login": account.member.login,
        "role": account.member.role,
        "expected": [plain(told) for told in account.expected],
        "received": [_heard(item) for item in account.came],
    }


def _heard(item: Heard) -> Json:
    """Return an alert as it came; of an encounter also how long before the closest approach that was."""
    before = item.closest_at and {
        "before_closest_s": round((item.closest_at - item.received_at).total_seconds(), 1)
    }
    return {
        **plain(item.told),
        "reference": item.reference,
        "seq": item.seq,
        "received_at": _utc(item.received_at),
        "acknowledged": item.acknowledged and {"by": item.acknowledged[0], "at": _utc(item.acknowledged[1])},
        **(before or {}),
    }


def _of(account: Account, told: Told) -> Json:
    return {"login": account.member.login, **plain(told)}


def _numbers(found: Iterable[tuple[Account, list[int]]]) -> list[Json]:
    return [{"login": account.member.login, "seqs": seqs} for account, seqs in found if seqs]


def _pairs(conflicts: OpenConflicts) -> list[Json]:
    return [{"about": sorted(about), "grade": grade} for about, grade in sorted(conflicts, key=_sorted)]


def _sorted(conflict: tuple[frozenset[str], str]) -> tuple[list[str], str]:
    about, grade = conflict
    return sorted(about), grade


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
