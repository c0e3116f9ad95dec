"""The story of the pilot, and by hand what everybody must be told in it: never asked of the service.

Two rival commands plan between Misrata and Sirte and around Tripoli, two guards in the south and on the coast, and a
neutral room watches. Minutes count from the beginning.
"""

from deconflict.demo import moving, trust
from deconflict.demo.cast import EAST, MEMBERS, ROOM, SIDES, WEST, both_overlap, conflict
from deconflict.demo.model import (
    Amends,
    Chapter,
    Declares,
    Due,
    Enclosure,
    Place,
    Registers,
    Route,
    SetsOut,
    Stop,
    Story,
    Told,
)
from deconflict.demo.places import ABU_QURAYN, BUWAYRAT, TAWERGHA, town


def the_story() -> Story:
    """Return the story; towns are looked up by name."""
    return Story(
        sides=SIDES,
        members=MEMBERS,
        chapters=(
            the_room_opens(),
            trust.agreements(),
            an_ordinary_day(),
            head_on(),
            past_a_post(),
            only_if_late(),
            near_but_clear(),
            beside_the_hospital(),
            out_of_the_way(),
            hot_pursuit(),
            trust.sealed(),
            trust.with_cells(),
            trust.exactly(),
            trust.whole_plans(),
            trust.more_in_one_place(),
            trust.trust_rises(),
            trust.trust_falls(),
            trust.the_line_is_cut(),
            moving.drawing_near(),
            moving.turning_round(),
            moving.gone_quiet(),
            moving.off_its_route(),
            moving.clear_of_each_other(),
            moving.a_call_for_help(),
        ),
        open_conflicts=frozenset(
            {
                (frozenset({"Saqr 2", "Nakhla 2"}), "critical"),
                (frozenset({"Saqr 3", "Nakhla 3"}), "caution"),
                (frozenset({"Saqr 7", "Hospital"}), "critical"),
                (frozenset({"Saqr 6", "Nakhla 6"}), "critical"),
                (frozenset({"Saqr 8", "Jabal 2"}), "critical"),
                (frozenset({"Saqr 9", "Bahri 1"}), "critical"),
                (frozenset({"Nakhla 8", "Bahri 2"}), "critical"),
                (frozenset({"Nakhla 9", "Jabal 4"}), "critical"),
                (frozenset({"Nakhla 10", "Jabal 5"}), "critical"),
            }
        ),
    )


def the_room_opens() -> Chapter:
    """Zones that every party sees; nobody is near them yet."""
    return Chapter(
        "The coordination room marks a hospital and a minefield.",
        (
            Declares(Enclosure("Hospital", "protected_site", hospital().square(0.2))),
            Declares(Enclosure("Minefield", "no_go", TAWERGHA.moved(9, -6).square(2))),
        ),
    )


def an_ordinary_day() -> Chapter:
    """The same road five hours apart is neither a conflict nor an overlap; a third party is far away."""
    zliten, khums, yafran, zintan = town("Zliten"), town("Al Khums"), town("Yafran"), town("Zintan")
    return Chapter(
        "Both commands use the road between Zliten and Al Khums, five hours apart; the highlands are elsewhere.",
        (
            Registers(Route("Nakhla 4", (Stop(zliten, 180), Stop(khums, 220)), "logistics")),
            Registers(Route("Saqr 4", (Stop(khums, 520), Stop(zliten, 560)), "relief")),
            Registers(Route("Jabal 1", (Stop(yafran, 180), Stop(zintan, 230)))),
        ),
    )


def head_on() -> Chapter:
    """Two patrols on the coast road, towards each other at the same time: the first way to conflict."""
    return Chapter(
        "On the coast road two patrols would meet head-on.",
        (Registers(eastbound()), Registers(Route("Saqr 1", (Stop(BUWAYRAT, 180), Stop(ABU_QURAYN, 240))))),
        (*both_overlap("Saqr 1", "Nakhla 1"), conflict("critical", "Saqr 1", "Nakhla 1")),
    )


def past_a_post() -> Chapter:
    """An escort drives by a post that stands beside its road: the second way."""
    post = town("Tarhuna").moved(0.25, 0.42)
    way = (
        Stop(town("Bani Walid"), 150),
        Stop(town("Tarhuna"), 240),
        Stop(town("Tarhuna").moved(-15, 15), 262),
    )
    return Chapter(
        "At Tarhuna an escort would pass a post of the other side at 500 m.",
        (
            Registers(Route("Nakhla 2", (Stop(post, 190), Stop(post, 290)))),
            Registers(Route("Saqr 2", way, "escort")),
        ),
        (*both_overlap("Saqr 2", "Nakhla 2"), conflict("critical", "Saqr 2", "Nakhla 2")),
    )


def only_if_late() -> Chapter:
    """Ways cross 25 minutes apart, each side may be 15 late or early: the third way, and only by being late."""
    crossing = town("Qaşr Bin Ghashīr")
    south, north = town("Al ‘Azīzīyah"), town("Tripoli")
    westbound = (Stop(crossing.moved(-11, 4), 185), Stop(crossing, 200), Stop(crossing.moved(25, 2), 235))
    northbound = (Stop(south, 195), Stop(crossing, 225), Stop(north, 255))
    return Chapter(
        "South of Tripoli two ways cross 25 minutes apart: too close only if one is late.",
        (
            Registers(Route("Nakhla 3", westbound, time_tolerance_min=15)),
            Registers(Route("Saqr 3", northbound, time_tolerance_min=15)),
        ),
        (*both_overlap("Saqr 3", "Nakhla 3"), conflict("caution", "Saqr 3", "Nakhla 3")),
    )


def near_but_clear() -> Chapter:
    """A relief post 1.6 km beside a way: no conflict, so nothing for the room, yet an overlap for both sides."""
    sirte = town("Sirte")
    post = sirte.moved(4.5, -6.9)
    return Chapter(
        "South of Sirte a relief post stays 1.6 km beside a patrol's way: clear, yet in the same cells and hours.",
        (
            Registers(Route("Saqr 5", (Stop(sirte, 180), Stop(sirte.moved(6, -15), 205)))),
            Registers(Route("Nakhla 5", (Stop(post, 170), Stop(post, 230)), "relief")),
        ),
        both_overlap("Saqr 5", "Nakhla 5"),
    )


def beside_the_hospital() -> Chapter:
    """A patrol passes a protected site too near: its own side and the room are told, nobody else."""
    before, after = hospital().moved(-6, 0.25), hospital().moved(6, 0.25)
    return Chapter(
        "At Bani Walid a patrol would pass 50 m from the hospital's fence.",
        (Registers(Route("Saqr 7", (Stop(before, 300), Stop(after, 318)))),),
        (
            Due(EAST, Told("zone", "opened", frozenset({"Saqr 7", "Hospital"}))),
            conflict("critical", "Saqr 7", "Hospital"),
        ),
    )


def out_of_the_way() -> Chapter:
    """The head-on meeting is amended away: everyone who was told is told that too."""
    over = frozenset({"Saqr 1", "Nakhla 1"})
    return Chapter(
        "The western patrol of the coast road leaves six hours later: all clear for everyone who was told.",
        (Amends(eastbound().later(360)),),
        (
            Due(EAST, Told("all_clear", "resolved", frozenset({"Saqr 1"}))),
            Due(WEST, Told("all_clear", "resolved", frozenset({"Nakhla 1"}))),
            Due(ROOM, Told("all_clear", "resolved", over, "critical")),
        ),
    )


def hot_pursuit() -> Chapter:
    """A pursuit that nobody had planned runs into an active patrol: taken at once, and reviewed by the room."""
    gate = town("Sirte").moved(-10, 1)
    chase = (Stop(gate.moved(-18, -13), 0), Stop(gate.moved(-12.5, 2.5), 25), Stop(gate.moved(-11.5, 4), 28))
    return Chapter(
        "West of Sirte a hot pursuit runs into a patrol that has set out.",
        (
            Registers(Route("Saqr 6", (Stop(gate, 5), Stop(gate.moved(-25, 5), 45)))),
            SetsOut("Saqr 6"),
            Registers(Route("Nakhla 6", chase, "hot_pursuit")),
        ),
        (
            Due(ROOM, Told("review", "opened", frozenset({"Nakhla 6"}))),
            *both_overlap("Saqr 6", "Nakhla 6"),
            conflict("critical", "Saqr 6", "Nakhla 6"),
        ),
    )


def eastbound() -> Route:
    """The western command's patrol of the coast road."""
    return Route("Nakhla 1", (Stop(ABU_QURAYN, 180), Stop(BUWAYRAT, 240)))


def into_the_way() -> Route:
    """What a visitor may register as the western command: the road of Saqr 4, at its time."""
    return Route("Nakhla 7", (Stop(town("Zliten"), 520), Stop(town("Al Khums"), 560)))


def hospital() -> Place:
    """The middle of the protected site."""
    return town("Bani Walid").moved(3, 2)
