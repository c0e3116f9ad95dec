"""The part of the story that is about trust: a pair of parties at each level, then one raises and others take back."""

from collections.abc import Iterator
from typing import Final

from deconflict.demo.cast import COAST, EAST, HIGHLAND, WEST, conflict, overlap, updated
from deconflict.demo.model import Agrees, Chapter, Due, Lowers, Place, Registers, Route, Sees, Stop, Told
from deconflict.demo.places import town

STILL_SHARED: Final = (2, 3, 5, 6)
"""The numbers of the patrols that share time and place with the other command's of that number in the end."""


def agreements() -> Chapter:
    """Who agrees on what; the two commands have nothing but the deployment's default, level 1."""
    return Chapter(
        "Each pair of parties agrees on a level of its own; the two commands on none.",
        (
            Agrees(("east", "highland"), 0),
            Agrees(("east", "coast"), 2),
            Agrees(("west", "coast"), 3),
            Agrees(("highland", "coast"), 4),
            Agrees(("west", "highland"), 1, around=town("Sabha"), around_level=3),
        ),
    )


def sealed() -> Chapter:
    """Level 0: two patrols meet, and the room alone knows."""
    return Chapter(
        "At Hūn two patrols would meet whose parties tell each other nothing: the room alone is told.",
        crossing(town("Hūn"), "Saqr 8", "Jabal 2"),
        (conflict("critical", "Saqr 8", "Jabal 2"),),
    )


def with_cells() -> Chapter:
    """Level 2: each learns where and with whom, not how close."""
    return Chapter(
        "At Bin Jawwād two patrols would meet; both parties see the shared cells and whose they are.",
        crossing(town("Bin Jawwād"), "Saqr 9", "Bahri 1"),
        (
            overlap(EAST, "Saqr 9", "coast"),
            overlap(COAST, "Bahri 1", "east"),
            conflict("critical", "Saqr 9", "Bahri 1"),
        ),
    )


def exactly() -> Chapter:
    """Level 3: both sides are told of the conflict itself, at once."""
    return Chapter(
        "At Al Burayqah two patrols would meet; both parties see the conflict itself, at once.",
        crossing(town("Al Burayqah"), "Nakhla 8", "Bahri 2"),
        (
            *exact("Nakhla 8", WEST, "coast", "Bahri 2", COAST, "west"),
            conflict("critical", "Nakhla 8", "Bahri 2"),
        ),
    )


def whole_plans() -> Chapter:
    """Level 4: each sees the other's whole plans, conflict or not."""
    brak, ubari = town("Brak"), town("Ubari")
    return Chapter(
        "The highland and the coastal guard share their whole plans, far apart as they are.",
        (
            Registers(Route("Jabal 3", (Stop(brak, 180), Stop(brak.moved(0, 10), 200)))),
            Registers(Route("Bahri 3", (Stop(ubari, 180), Stop(ubari.moved(10, 0), 200)), "relief")),
            Sees("coast", frozenset({"Jabal 1", "Jabal 2", "Jabal 3"})),
            Sees("highland", frozenset({"Bahri 1", "Bahri 2", "Bahri 3"})),
            Sees("west", frozenset()),
        ),
    )


def more_in_one_place() -> Chapter:
    """An area with a higher level: the same two parties, exactly at Sabha, by the hour at Murzuk."""
    return Chapter(
        "Around Sabha two parties trust each other more than elsewhere: exact there, only hours at Murzuk.",
        (*crossing(town("Sabha"), "Nakhla 9", "Jabal 4"), *crossing(town("Murzuk"), "Nakhla 10", "Jabal 5")),
        (
            *exact("Nakhla 9", WEST, "highland", "Jabal 4", HIGHLAND, "west"),
            conflict("critical", "Nakhla 9", "Jabal 4"),
            overlap(WEST, "Nakhla 10"),
            overlap(HIGHLAND, "Jabal 5"),
            conflict("critical", "Nakhla 10", "Jabal 5"),
        ),
    )


def trust_rises() -> Chapter:
    """Both commands sign level 2: of what is told already, each now learns where, and with whom."""
    return Chapter(
        "Both commands sign an agreement: each now sees the shared cells, and whose they are.",
        (Agrees(("east", "west"), 2),),
        (*updated(EAST, still("Saqr"), "west"), *updated(WEST, still("Nakhla"), "east")),
    )


def trust_falls() -> Chapter:
    """The western command takes it back alone: at once nobody reads a cell any more, the hours stay."""
    return Chapter(
        "The western command takes it back: from that moment on only the hours are to be seen.",
        (Lowers("west", "east", 1),),
        (*updated(EAST, still("Saqr")), *updated(WEST, still("Nakhla"))),
    )


def the_line_is_cut() -> Chapter:
    """From level 3 to nothing: what was told is withheld from both, and neither may take that for an all-clear."""
    return Chapter(
        "The western command seals itself from the coastal guard: what was told is withheld, and no all-clear.",
        (Lowers("west", "coast", 0),),
        (*withheld(WEST, "Nakhla 8"), *withheld(COAST, "Bahri 2")),
    )


def withheld(logins: tuple[str, ...], callsign: str) -> Iterator[Due]:
    """A side's officers are told that conflict and overlap are withheld from now on."""
    about = frozenset({callsign})
    yield Due(logins, Told("withheld", "withheld", about))
    yield Due(logins, Told("overlap", "withheld", about))


def exact(
    ours: str, us: tuple[str, ...], rival_of_us: str, theirs: str, them: tuple[str, ...], rival_of_them: str
) -> Iterator[Due]:
    """Both sides are told of the conflict at once, and of the overlap at the tick."""
    for logins, callsign, rival in ((us, ours, rival_of_us), (them, theirs, rival_of_them)):
        yield conflict("critical", ours, theirs, to=logins)
        yield overlap(logins, callsign, rival)


def crossing(at: Place, one: str, other: str) -> tuple[Registers, Registers]:
    """Two patrols through the same place at the same time, one eastwards, one northwards."""
    east, north = (at.moved(-10, 0), at.moved(10, 0)), (at.moved(0, -10), at.moved(0, 10))
    first, second = (
        Registers(Route(callsign, (Stop(begin, 180), Stop(end, 210))))
        for callsign, (begin, end) in ((one, east), (other, north))
    )
    return first, second


def still(callsign: str) -> Iterator[str]:
    """Yield the callsigns of a command's patrols whose overlap with the other command goes on."""
    return (f"{callsign} {number}" for number in STILL_SHARED)
