"""The live part of the story: units that move, and who must be told what of it before it is too late."""

from typing import Final

from deconflict.demo.cast import COAST, EAST, HIGHLAND, ROOM
from deconflict.demo.model import Calls, Chapter, Due, Moves, Registers, Route, SetsOut, Stop, Told, Turns
from deconflict.demo.places import town

OMAR: Final = ("omar@east",)
IDRIS: Final = ("idris@highland",)
ADIL: Final = ("adil@highland",)
SAMI: Final = ("sami@coast",)
SPEED_MS: Final = 15.0
APART_KM: Final = 8.0
LANES_KM: Final = 0.3
PAIR: Final = frozenset({"Jabal 6", "Bahri 4"})
ALL_OF_THE_PAIR: Final = (*HIGHLAND, *IDRIS, *COAST, *SAMI, *ROOM)


def drawing_near() -> Chapter:
    """Two units on parallel tracks towards each other: told four minutes before they pass."""
    desert = town("Al Jawf").moved(40, 30)
    return Chapter(
        "South of Al Jawf two units drive towards each other: crews, officers and the room are told before they meet.",
        (
            Moves("Jabal 6", "idris@highland", desert.moved(-APART_KM / 2, 0), east_ms=SPEED_MS),
            Moves("Bahri 4", "sami@coast", desert.moved(APART_KM / 2, LANES_KM), east_ms=-SPEED_MS),
        ),
        (Due(ALL_OF_THE_PAIR, Told("encounter", "opened", PAIR)),),
    )


def turning_round() -> Chapter:
    """Warned in time, both turn round long before they meet."""
    return Chapter("Both turn round.", tuple(Turns(callsign) for callsign in sorted(PAIR)))


def clear_of_each_other() -> Chapter:
    """Half a minute after they have turned, everybody who was told hears that it is over."""
    return Chapter(
        "The two that turned round are clear of each other: everybody who was told hears that it is over.",
        (),
        (Due(ALL_OF_THE_PAIR, Told("all_clear", "resolved", PAIR)),),
    )


def gone_quiet() -> Chapter:
    """A post under way says where it is once, then nothing: its officers and the room are told, nobody else."""
    post = town("Nālūt").moved(-20, -60)
    silent = frozenset({"Jabal 7"})
    return Chapter(
        "South of Nālūt a unit under way falls silent: its officers and the room are told that nothing is heard.",
        (
            Registers(Route("Jabal 7", (Stop(post, 0), Stop(post, 60)))),
            SetsOut("Jabal 7"),
            Moves("Jabal 7", "adil@highland", post, falls_silent=True),
        ),
        (Due((*HIGHLAND, *ROOM), Told("overdue", "opened", silent)),),
    )


def off_its_route() -> Chapter:
    """A unit leaves its post: its own side hears it first, after a grace the room too, and the plan counts as left."""
    post = town("Tobruk").moved(-30, -40)
    astray = frozenset({"Saqr 10"})
    own = (*EAST, *OMAR)
    return Chapter(
        "South-west of Tobruk a unit leaves its plan: its own side is told first, then the room.",
        (
            Registers(Route("Saqr 10", (Stop(post, 0), Stop(post, 60)))),
            SetsOut("Saqr 10"),
            Moves("Saqr 10", "omar@east", post.moved(0.9, 0), north_ms=2.0),
        ),
        (
            Due(own, Told("patrol", "straying", astray)),
            Due((*own, *ROOM), Told("patrol", "off_plan", astray)),
        ),
    )


def a_call_for_help() -> Chapter:
    """A crew calls for help: its own people, the room, and the party that sees it live."""
    return Chapter(
        "The crew of Jabal 6 calls for help: its own side, the room and the coastal guard are told.",
        (Calls("Jabal 6", "idris@highland", "Two wounded, need a medic."),),
        (Due((*ALL_OF_THE_PAIR, *ADIL), Told("sos", "raised", frozenset({"Jabal 6"}))),),
    )
