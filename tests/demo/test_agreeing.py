"""Two officers agree with keys of their own; what is taken back is looked for where it must not be any more."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from deconflict.demo.agreeing import agree, cells_around, lower, party_of
from deconflict.demo.model import Agrees, Place

UNTIL = datetime(2026, 12, 31, tzinfo=UTC)


@dataclass
class Officer:
    """An officer's client that notes what it was asked and reads what it was given."""

    party: str | None
    asked: list[Any] = field(default_factory=list)
    alerts_there: tuple[Any, ...] = ()
    overlaps_there: tuple[Any, ...] = ()
    conflicts_there: tuple[Any, ...] = ()

    async def who_am_i(self) -> Any:
        return SimpleNamespace(person=SimpleNamespace(party=self.party))

    async def draft_agreement(self, terms: Any) -> str:
        self.asked.append(("draft", terms.parties, terms.levels.elsewhere, terms.expires_at))
        return "text"

    async def register_key(self, name: str, public: str) -> Any:
        self.asked.append(("key", public))
        return SimpleNamespace(id="k1")

    async def sign(self, text: str, key: Any) -> str:
        self.asked.append(("sign", text, key.id, key.public))
        return f"{text}+"

    async def lower(self, other: str, levels: Any) -> None:
        self.asked.append(("lower", other, levels.elsewhere))

    async def picture(self) -> Any:
        return SimpleNamespace(epoch="e1")

    async def alerts(self, epoch: str) -> Any:
        return SimpleNamespace(alerts=self.alerts_there)

    async def overlaps(self) -> Any:
        return self.overlaps_there

    async def conflicts(self) -> Any:
        return self.conflicts_there


@pytest.mark.rule("DIS-02")
async def test_both_sign_the_same_text_each_with_its_own_key() -> None:
    one, other = Officer("p1"), Officer("p2")
    await agree(one, other, Agrees(("a", "b"), 2), UNTIL)  # type: ignore[arg-type]  # pretended
    assert one.asked[0] == ("draft", ("p1", "p2"), 2, UNTIL)
    signed = [item for officer in (one, other) for item in officer.asked if item[0] == "sign"]
    assert [item[1] for item in signed] == ["text", "text+"]
    assert signed[0][3] != signed[1][3]


def naming(party: str, reference: str, level: int) -> Any:
    """Something that was told and names a party."""
    return SimpleNamespace(reference=reference, level=level, areas=(SimpleNamespace(party=party),))


@pytest.mark.rule("DIS-02")
async def test_what_still_names_the_party_above_the_level_is_a_fault(alert: Any) -> None:
    told = (alert(1, level=2, reference="AA-1"), naming("p1", "AA-2", 2), naming("p3", "AA-3", 2))
    overlaps = (naming("p1", "BB-1", 2), naming("p1", "BB-2", 1))
    conflicts = (SimpleNamespace(reference="CC-1", level=3, b=SimpleNamespace(party="p1")),)
    one, other = Officer("p1"), Officer("p2", (), told, overlaps, conflicts)
    other.asked = []
    faults = await lower(one, other, 1)  # type: ignore[arg-type]  # pretended
    assert one.asked == [("lower", "p2", 1)]
    assert [fault.split()[0] for fault in faults] == ["AA-2", "BB-1", "CC-1"]
    assert await lower(one, other, 3) == []  # type: ignore[arg-type]  # pretended


def test_a_town_lies_in_the_middle_of_the_cells_around_it() -> None:
    cells = cells_around(Place(14.43, 27.04))
    assert len(set(cells)) == 9
    assert "10/553/431" in cells


async def test_only_parties_agree() -> None:
    with pytest.raises(ValueError, match="only parties agree"):
        await party_of(Officer(None))  # type: ignore[arg-type]  # pretended
