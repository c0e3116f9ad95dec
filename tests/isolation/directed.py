"""Pairs of histories made by hand: what the viewer is told is the same in both, and one thing beside it differs."""

from collections.abc import Sequence
from typing import Final

from acts import Act, Example, Round, Slot
from directed_live import LEVELS as LIVE_LEVELS
from directed_live import LIVE
from directed_live import TIMES as LIVE_TIMES
from situations import Drive

HERE: Final = Drive(0.0, 122, 0.0)
NEAR: Final = Drive(0.02, 122, 0.0)
LATER: Final = Drive(0.0, 127, 0.0)
LATEST: Final = Drive(0.0, 142, 0.0)
NEXT: Final = Drive(0.0, 185, 0.0)
FAR: Final = Drive(0.3, 122, 0.0)
TEN: Final = (498922,)
ELEVEN: Final = (498923,)
NOTHING: Final[tuple[int, ...]] = ()
"""The hours 10 and 11 UTC of the day of all histories, since 1970."""

CHECK: Final = Act("engine", "check")
SOON: Final = Drive(0.0, 123, 0.0)
NORTHWARDS: Final = Drive(0.0, 122, 0.0, 0.3)
SOUTHWARDS: Final = Drive(0.0, 122, 0.0, -0.3)


def registers(who: str, drive: Drive, name: str = "", unit: str = "U1") -> Act:
    """Somebody registers a drive."""
    return Act(who, "register", (name or f"{who}0", unit, drive))


def amends(name: str, drive: Drive, version: int = 1) -> Act:
    """Somebody changes a drive of theirs."""
    return Act(name[0], "amend", (name, "U1", drive, version))


def stands(who: str, lane: float) -> Act:
    """Somebody's first unit is somewhere."""
    return Act(who, "stand", ("U1", lane))


def moment(one: Sequence[Act], other: Sequence[Act], *shown: Act) -> Slot:
    """What is done in one world and in the other, and then in both by the viewer."""
    return Slot((tuple(one), tuple(other)), shown)


A: Final = registers("a", HERE)
TWO: Final = registers("a", NEXT, "a1", "U2")
B: Final = registers("b", HERE)
C: Final = registers("c", HERE)

HISTORIES: Final[dict[str, list[tuple[list[Slot], dict[str, tuple[int, ...]]]]]] = {
    "busy elsewhere": [
        ([moment([registers("b", FAR)], [], A), moment([registers("c", FAR)], [], TWO)], {"a0": NOTHING}),
    ],
    "meeting": [([moment([registers("b", FAR), registers("c", FAR)], [], A)], {"a0": NOTHING})],
    "sealed": [([moment([B], [], A)], {"a0": NOTHING})],
    "zones": [
        (
            [
                moment([Act("b", "zone", ("camp", 0.0))], [], A),
                moment([], [], Act("a", "zone", ("camp", 0.3))),
            ],
            {"a0": NOTHING},
        )
    ],
    "locked out": [([moment([Act("b", "fail")] * 11, [], A)], {"a0": NOTHING})],
    "tracked elsewhere": [
        (
            [
                moment([Act("b", "track", ("U1", 0.0))], [], Act("a", "track", ("U2", 0.3))),
                moment([Act("b", "track", ("U2", 0.0))], [], Act("a", "track", ("U1", 0.6))),
            ],
            {},
        )
    ],
    "more units": [([moment([Act("desk", "unit", ("b",))], [], A)], {"a0": NOTHING})],
    "read before": [([moment([], [], A), moment([Act("b", "read")], [])], {"a0": NOTHING})],
    "sooner or later": [
        ([moment([], [], A), moment([B, CHECK], []), moment([], [B, CHECK]), moment([], [])], {"a0": TEN}),
    ],
    "before or after": [
        ([moment([B, CHECK], [], A), moment([CHECK], [B, CHECK]), moment([], [])], {"a0": TEN}),
    ],
    "in whichever order": [
        ([moment([], [], A), moment([], [], TWO)], {"a0": NOTHING, "a1": NOTHING}),
        (
            [
                moment([B, CHECK], [registers("b", NEXT, "b1", "U2"), CHECK]),
                moment([registers("b", NEXT, "b1", "U2"), CHECK], [B, CHECK]),
            ],
            {"a0": TEN, "a1": ELEVEN},
        ),
        (
            [
                moment(
                    [Act("b", "move", ("b0", "withdraw")), CHECK],
                    [Act("b", "move", ("b1", "withdraw")), CHECK],
                ),
                moment(
                    [Act("b", "move", ("b1", "withdraw")), CHECK],
                    [Act("b", "move", ("b0", "withdraw")), CHECK],
                ),
            ],
            {"a0": NOTHING, "a1": NOTHING},
        ),
    ],
    "one more, one less": [
        ([moment([B, C], [B], A)], {"a0": TEN}),
        ([moment([Act("c", "move", ("c0", "withdraw"))], [])], {"a0": TEN}),
    ],
    "one or two": [([moment([B, C], [B], A), moment([], [], TWO)], {"a0": TEN, "a1": NOTHING})],
    "by whom": [([moment([B], [C], A)], {"a0": TEN})],
    "exact end": [([moment([B], [registers("b", LATER)], A)], {"a0": TEN})],
    "how close": [([moment([B], [registers("b", NEAR)], A)], {"a0": TEN})],
    "how it ended": [
        ([moment([B], [B], A)], {"a0": TEN}),
        (
            [moment([Act("b", "move", ("b0", "withdraw"))], [Act("b", "amend", ("b0", "U1", FAR, 1))])],
            {"a0": NOTHING},
        ),
    ],
    "agreed elsewhere": [
        ([moment([Act("b", "agree", ("c",)), Act("b", "lower", ("c",))], [], A)], {"a0": NOTHING})
    ],
    "sealed with one": [
        ([moment([], [], Act("a", "lower", ("c",))), moment([B, C], [B], A)], {"a0": TEN}),
        (
            [moment([Act("b", "move", ("b0", "withdraw"))], [Act("b", "move", ("b0", "withdraw"))])],
            {"a0": NOTHING},
        ),
    ],
    "lowered, then gone": [
        ([moment([B, C], [C], A)], {"a0": TEN}),
        ([moment([], [], Act("a", "lower", ("b",)), Act("a", "move", ("a0", "withdraw")))], {"a0": NOTHING}),
    ],
    "within the cells": [([moment([B], [registers("b", SOON)], A)], {"a0": TEN})],
    "no cells any more": [
        ([moment([B], [B], A)], {"a0": TEN}),
        ([moment([], [], Act("a", "lower", ("b", 1))), moment([amends("b0", NEAR)], [])], {"a0": TEN}),
    ],
    "beyond the segment": [
        ([moment([registers("b", NORTHWARDS)], [registers("b", SOUTHWARDS)], A)], {"a0": TEN})
    ],
    "a conflict of others": [
        (
            [moment([registers("b", FAR, "b1", "U2"), registers("c", FAR), CHECK], []), moment([B], [B], A)],
            {"a0": TEN},
        ),
    ],
    "no segment any more": [
        ([moment([B], [B], A)], {"a0": TEN}),
        ([moment([], [], Act("a", "lower", ("b", 2))), moment([amends("b0", SOON)], [])], {"a0": TEN}),
    ],
    "no plan any more": [
        ([moment([B], [B], A)], {"a0": TEN}),
        ([moment([], [], Act("a", "lower", ("b", 2))), moment([amends("b0", SOON)], [])], {"a0": TEN}),
    ],
    "where a rival is": [
        ([moment([B, stands("b", 0.0)], [B, stands("b", 0.3)], A)], {"a0": TEN}),
    ],
    "where a rival is no more": [
        ([moment([B], [B], A)], {"a0": TEN}),
        ([moment([], [], Act("a", "lower", ("b", 3))), moment([stands("b", 0.0)], [])], {"a0": TEN}),
    ],
    "when it was over": [
        ([moment([B], [registers("b", LATER)], registers("a", LATEST))], {"a0": TEN}),
        ([moment([], [])], {"a0": TEN}),
    ],
    "a call for help": [
        (
            [moment([Act("b", "call_for_help", ("U1", 0.0)), CHECK], [], A), moment([CHECK], [])],
            {"a0": NOTHING},
        ),
        ([moment([Act("b", "end_call"), CHECK], [])], {"a0": NOTHING}),
    ],
    "what was called": [
        (
            [
                moment(
                    [Act("b", "call_for_help", ("U1", 0.0, "ambush")), CHECK],
                    [Act("b", "call_for_help", ("U1", 0.0, "flat tyre")), CHECK],
                    A,
                )
            ],
            {"a0": NOTHING},
        ),
        ([moment([], [], Act("a", "lower", ("b", 2))), moment([Act("b", "end_call")], [])], {"a0": NOTHING}),
    ],
    "an incident": [
        (
            [
                moment([Act("b", "report_incident", ("U1", 0.0, "an ambush"))], [], A),
                moment([], [], Act("a", "report_incident", ("U1", 0.0))),
            ],
            {"a0": NOTHING},
        )
    ],
    "everybody halts": [
        (
            [
                moment([Act("b", "stand", ("U1", 0.0))], [], A),
                moment([], [], Act("a", "stand", ("U1", 0.0))),
                moment([Act("desk", "halt"), CHECK], [Act("desk", "halt"), CHECK]),
            ],
            {"a0": NOTHING},
        ),
        (
            [moment([Act("b", "acknowledge")], []), moment([Act("desk", "lift")], [Act("desk", "lift")])],
            {"a0": NOTHING},
        ),
    ],
    "a halt elsewhere": [
        (
            [
                moment([Act("b", "stand", ("U1", 0.0))], [], Act("a", "stand", ("U1", 0.6))),
                moment([Act("desk", "halt"), CHECK], [], A),
                moment([Act("desk", "lift"), CHECK], []),
            ],
            {"a0": NOTHING},
        )
    ],
    "acknowledged": [
        ([moment([B], [B], A)], {"a0": TEN}),
        ([moment([Act("b", "acknowledge")], [])], {"a0": TEN}),
    ],
} | LIVE


LEVELS: Final = {
    "within the cells": 2,
    "no cells any more": 2,
    "beyond the segment": 3,
    "a conflict of others": 3,
    "no segment any more": 3,
    "no plan any more": 4,
    "what was called": 3,
    "where a rival is": 3,
    "where a rival is no more": 4,
} | LIVE_LEVELS
"""Histories at a level above 1."""
TIMES: Final = {"when it was over": (0, 134)} | LIVE_TIMES
"""Histories in which time passes: minutes after eight at each tick."""


def directed(name: str, level: int | None = None) -> Example:
    """The pair of histories of that name, at its level or another."""
    parts = HISTORIES[name]
    times = TIMES.get(name, (0,) * len(parts))
    rounds = tuple(
        Round(tuple(slots), until > 0, told, until) for (slots, told), until in zip(parts, times, strict=True)
    )
    return Example(name, ("a",), LEVELS.get(name, 1) if level is None else level, rounds, True, moving=False)
