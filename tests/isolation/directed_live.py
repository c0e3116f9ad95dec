"""Pairs of histories in which units report where they are, made by hand: in both the viewer is told the same (LIV-06).

Whoever drives `NOW` keeps to its plan while it stands at 15.01° E on its lane: it may run an hour early or late.
"""

from collections.abc import Sequence
from typing import Final

from acts import Act, Slot
from situations import Drive

Rounds = list[tuple[list[Slot], dict[str, tuple[int, ...]]]]

NOW: Final = Drive(0.0, 1, 3600.0)
APART: Final = Drive(0.3, 1, 3600.0)
TODAY: Final = (498919, 498920, 498921)
"""The hours from 7 to 9 UTC, in which such drives may be under way."""
FOLLOW: Final = Act("engine", "follow")
NEAR, NEARER, BETWEEN, BESIDE, BESIDE_TOO = 0.0055, 0.005, 0.004, 0.0017, 0.0014
"""Some 610, 550, 440, 190 and 155 metres to the north, in degrees: three outside the safety distance, two inside."""


def registers(who: str, drive: Drive, unit: str = "U1") -> Act:
    """Somebody registers a drive."""
    return Act(who, "register", (f"{who}{unit[1:]}", unit, drive))


def stands(who: str, lane: float, unit: str = "U1") -> Act:
    """Somebody's unit reports from there."""
    return Act(who, "stand", (unit, lane))


def hands_in(who: str, lane: float, unit: str = "U1") -> Act:
    """Somebody adds afterwards where a unit stood."""
    return Act(who, "hand_in", (unit, lane))


def moment(one: Sequence[Act], other: Sequence[Act], *shown: Act) -> Slot:
    """What is done in one world and in the other, and then in both by the viewer."""
    return Slot((tuple(one), tuple(other)), shown)


FOLLOWED: Final = moment([FOLLOW], [FOLLOW])
A: Final = registers("a", NOW)
B, C = (registers(who, Drive(NEAR, 1, 3600.0)) for who in "bc")
CLOSER: Final = registers("b", Drive(NEARER, 1, 3600.0))
MINE: Final = stands("a", 0.0)
EASTWARDS, WESTWARDS = (Act("b", "stand", ("U1", 0.04, lon)) for lon in (15.05, 14.97))
"""Away from A's, beyond where anybody is told, without coming nearer on the way."""
HANDED_IN_EAST, HANDED_IN_WEST = (Act("b", "hand_in", ("U1", 0.0, lon)) for lon in (15.015, 15.005))

EXACT: Final[dict[str, Rounds]] = {
    "an encounter of others": [
        (
            [
                moment([stands("c", 0.3, "U2"), stands("b", 0.3 + NEAR, "U2"), FOLLOW], [FOLLOW]),
                moment([stands("b", NEAR)], [stands("b", NEAR)], MINE),
                FOLLOWED,
            ],
            {},
        ),
        ([moment([stands("c", 0.3 + BESIDE, "U2")], []), FOLLOWED], {}),
    ],
    "two at once": [
        (
            [
                moment(
                    [stands("b", NEAR), FOLLOW, stands("c", 0.3 + NEAR), FOLLOW],
                    [stands("c", 0.3 + NEAR), FOLLOW, stands("b", NEAR), FOLLOW],
                ),
                moment([], [], MINE, stands("a", 0.3, "U2")),
                FOLLOWED,
            ],
            {},
        )
    ],
    "which way it went": [
        ([moment([stands("b", NEAR)], [stands("b", NEAR)], MINE), FOLLOWED], {}),
        ([moment([EASTWARDS], [WESTWARDS], MINE), FOLLOWED], {}),
        ([FOLLOWED], {}),
    ],
    "handed in by others": [
        (
            [
                moment([hands_in("c", 0.3), hands_in("b", 0.3 + NEAR, "U2"), FOLLOW], [FOLLOW]),
                moment([hands_in("b", NEAR)], [hands_in("b", NEAR)], hands_in("a", 0.0)),
                FOLLOWED,
            ],
            {},
        )
    ],
    "on which side it stood": [
        ([moment([HANDED_IN_EAST], [HANDED_IN_WEST], hands_in("a", 0.0)), FOLLOWED], {}),
    ],
    "no encounter any more": [
        ([moment([stands("b", NEAR)], [stands("b", NEAR)], MINE), FOLLOWED], {}),
        (
            [
                moment([], [], Act("a", "lower", ("b", 2))),
                moment([stands("b", NEAR)], [stands("b", BETWEEN)], MINE),
                FOLLOWED,
            ],
            {},
        ),
        ([moment([EASTWARDS], []), FOLLOWED], {}),
    ],
}
"""Pairs at live level 3, where the viewer is told exactly of what is near, and of nothing else."""

LIVE: Final[dict[str, Rounds]] = {
    "one more beside": [
        (
            [
                moment([B, C], [B, C], A),
                moment([stands("b", NEAR), stands("c", NEAR)], [stands("b", NEAR)], MINE),
                FOLLOWED,
            ],
            {"a1": TODAY},
        ),
        ([moment([stands("c", 0.3)], []), FOLLOWED], {"a1": TODAY}),
    ],
    "whose units": [
        (
            [
                moment([B, C], [B, C], A),
                moment([stands("b", NEAR)], [stands("c", NEAR)], MINE),
                FOLLOWED,
            ],
            {"a1": TODAY},
        )
    ],
    "sooner than the tick": [
        (
            [
                moment([B], [B], A),
                moment([stands("b", NEAR)], [], MINE),
                FOLLOWED,
                moment([], [stands("b", NEAR)]),
                FOLLOWED,
            ],
            {"a1": TODAY},
        )
    ],
    "how near in the cell": [
        (
            [
                moment([B], [CLOSER], A),
                moment([stands("b", NEAR)], [stands("b", NEARER)], MINE),
                FOLLOWED,
            ],
            {"a1": TODAY},
        )
    ],
    "handed in near": [
        (
            [
                moment([B], [B], A),
                moment([hands_in("b", NEAR)], [hands_in("b", 0.3)], hands_in("a", 0.0)),
                FOLLOWED,
            ],
            {"a1": TODAY},
        )
    ],
    "without a plan": [
        ([moment([stands("b", NEAR)], [stands("b", 0.3)], MINE), FOLLOWED], {}),
        ([moment([stands("b", 0.3)], [stands("b", NEAR)]), FOLLOWED], {}),
    ],
    "sealed and near": [
        (
            [
                moment([], [], Act("a", "lower", ("c",))),
                moment([C], [C], A),
                moment([stands("c", NEAR)], [], MINE),
                FOLLOWED,
            ],
            {"a1": ()},
        )
    ],
    "how near they are stopped": [
        ([moment([stands("b", BESIDE)], [stands("b", BESIDE_TOO)], MINE), FOLLOWED], {}),
    ],
    "who reported first": [
        (
            [
                moment([stands("b", BESIDE), FOLLOW], [stands("c", 0.3 + BESIDE), FOLLOW]),
                moment([stands("c", 0.3 + BESIDE), FOLLOW], [stands("b", BESIDE), FOLLOW]),
                moment([], [], MINE, stands("a", 0.3, "U2")),
                FOLLOWED,
            ],
            {},
        )
    ],
    "others fall silent": [
        (
            [
                moment([registers("b", APART)], [registers("b", APART)], A),
                moment([Act("b", "move", ("b1", "start")), stands("b", 0.3)], [], MINE),
                FOLLOWED,
            ],
            {"a1": ()},
        ),
        ([FOLLOWED], {"a1": ()}),
        ([FOLLOWED], {"a1": ()}),
    ],
    "others leave their plan": [
        (
            [
                moment([registers("b", APART)], [registers("b", APART)], A),
                moment([Act("b", "move", ("b1", "start")), stands("b", 0.6)], [], MINE),
                FOLLOWED,
            ],
            {"a1": ()},
        ),
        ([moment([stands("b", 0.6)], []), FOLLOWED], {"a1": ()}),
    ],
} | EXACT
LEVELS: Final = {"how near in the cell": 2} | dict.fromkeys(EXACT, 3)
TIMES: Final = {
    "others fall silent": (0, 5, 6),
    "others leave their plan": (0, 3),
    "which way it went": (2, 0, 3),
    "no encounter any more": (0, 2, 4),
}
"""Histories in which time passes: minutes after eight at each tick."""
