"""Plays the story: does what each chapter says, waits until everybody was told, and keeps the books.

What has to be told comes from the story; from the service come only ids, to know which patrol an alert speaks of.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from deconflict.demo.agreeing import AGREED_FOR, agree, lower
from deconflict.demo.model import (
    Act,
    Agrees,
    Amends,
    Calls,
    Chapter,
    Declares,
    Enclosure,
    Lowers,
    Member,
    Moves,
    Registers,
    Route,
    Sees,
    SetsOut,
    Story,
    Told,
    Turns,
)
from deconflict.demo.report import Account, Heard, Json, expected_of, summary
from deconflict.demo.seats import Hearing, Say, Seat, Table
from deconflict_client import (
    Alert,
    AsyncClient,
    Conflict,
    OverlapAlert,
    Patrol,
    Plan,
    Problem,
    Refused,
    Waypoint,
    Zone,
)
from deconflict_client.positions import Fix
from deconflict_client.wire import Record

LOOK_AGAIN_S = 0.2
REPORT_S = 1.0
PATIENCE_S = 30.0
"""How long, beyond three ticks, a chapter may take to be told before the story goes on without it."""


@dataclass
class Play:
    """One performance, with the patrols it has put on record by callsign. Minutes of routes count from `began`.

    moves: how each unit moves, and since when; `report_s`: how often it says where it is.
    """

    story: Story
    table: Table
    began: datetime
    tick_s: float
    say: Say
    patrols: dict[str, Patrol] = field(default_factory=dict)
    moves: dict[str, tuple[Moves, float]] = field(default_factory=dict)
    due: Counter[tuple[str, Told]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    report_s: float = REPORT_S

    async def perform(self, pause_s: float) -> Json:
        """Play every chapter, wait for what nobody should hear, and return the summary."""
        since = time.monotonic()
        for number, chapter in enumerate(self.story.chapters, 1):
            self.say(f"{number}. {chapter.title}")
            await self.play(chapter)
            await asyncio.sleep(pause_s)
        await asyncio.sleep(quiet_s(self.tick_s))
        return await self.summary(time.monotonic() - since)

    async def play(self, chapter: Chapter) -> None:
        """Do what the chapter says, then wait until everybody it concerns has been told and has acknowledged.

        What the service refuses is noted, and the story goes on without it.
        """
        try:
            for act in chapter.acts:
                await self.do(act)
        except (Problem, KeyError) as fault:  # refused, or about a patrol whose registration was refused
            self.faults.append(f"{chapter.title} {type(fault).__name__} {fault}")
            self.say(f"    … {self.faults[-1]}")
            return
        self.due.update((login, due.told) for due in chapter.due for login in due.logins)
        if not await self.table.until(self.all_told, 3 * self.tick_s + PATIENCE_S):
            self.say("    … not everybody was told in time")

    async def do(self, act: Act) -> None:
        """Do one thing as whoever does it in the story."""
        match act:
            case Declares(zone):
                await self._declare(zone)
            case Registers(route):
                plan = plan_of(route, self.began)
                self.patrols[route.callsign] = await self.officer(route.callsign).register(plan)
            case Amends(route):
                old, plan = self.patrols[route.callsign], plan_of(route, self.began)
                amended = await self.officer(route.callsign).amend(old.id, plan, old.version)
                self.patrols[route.callsign] = amended
            case SetsOut(callsign):
                self.patrols[callsign] = await self.officer(callsign).start(self.patrols[callsign].id)
            case Agrees(sides):
                one, other = (self.table.client(self.story.liaison(side)) for side in sides)
                await agree(one, other, act, self.began + AGREED_FOR)
            case Sees(side, callsigns):
                await self._see(side, callsigns)
            case Moves():
                self.moves[act.callsign] = act, time.monotonic()
                self.table.go_on(self._report(act.callsign))
            case Turns(callsign):
                move, began = self.moves[callsign]
                now = time.monotonic()
                self.moves[callsign] = move.turned(now - began), now
            case Calls(callsign, login, note):
                await self.table.seats[login].client.call_for_help(callsign, note=note)
            case Lowers(side, other_side, level):
                one, other = (self.table.client(self.story.liaison(each)) for each in (side, other_side))
                self.faults += await lower(one, other, level)

    def all_told(self) -> bool:
        """Whether everything that was due so far was heard, and everything heard was acknowledged."""
        signs = self.callsigns()
        heard = Counter(
            (login, told(hearing.alert, signs))
            for login, seat in self.table.seats.items()
            for hearing in seat.hearings
            if hearing.acknowledged is not None
        )
        return self.due <= heard

    def callsigns(self) -> dict[str, str]:
        """Return whose patrol an id means."""
        return {patrol.id: callsign for callsign, patrol in self.patrols.items()}

    async def summary(self, took_s: float) -> Json:
        """Ask every feed and the room for what there is now, and compare."""
        accounts = [await self._account(seat) for seat in self.table.seats.values()]
        conflicts = await self.table.client(self._room()).conflicts()
        return summary(
            self.story,
            accounts,
            [as_conflict(item) for item in conflicts],
            frozenset((about(item), item.finding.grade) for item in conflicts if item.state != "resolved"),
            self.faults,
            took_s,
        )

    async def _see(self, side: str, callsigns: frozenset[str]) -> None:
        """Wait until a side sees just those plans of others whole; what differs is a fault."""
        client = self.table.client(self.story.liaison(side))
        until = time.monotonic() + self.tick_s + PATIENCE_S
        while (seen := {plan.callsign for plan in await client.shared_plans()}) != callsigns:
            if time.monotonic() > until:
                self.faults.append(f"{side} sees the plans of {sorted(seen)}, not of {sorted(callsigns)}")
                return
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _report(self, callsign: str) -> None:
        """Report a unit again and again, from where it is then; once, if it falls silent.

        What is refused, since a visitor has said with which unit the crew is, is left out.
        """
        while True:
            move, began = self.moves[callsign]
            place = move.at(time.monotonic() - began)
            fix = Fix(datetime.now(UTC), place.lon, place.lat, 5.0)
            with suppress(Refused):
                await self.table.seats[move.login].client.report_positions(callsign, [fix])
            if move.falls_silent:
                return
            await asyncio.sleep(self.report_s)

    async def _declare(self, zone: Enclosure) -> None:
        room = self.table.client(self._room())
        if zone.name not in {known.name for known in await room.zones()}:
            await room.add_zone(Zone(id=None, kind=zone.kind, name=zone.name, rings=(zone.ring,)))

    async def _account(self, seat: Seat) -> Account:
        signs = self.callsigns()
        return Account(
            seat.member,
            expected_of(self.story, seat.member),
            tuple(_heard(hearing, signs) for hearing in seat.hearings),
            await seat.numbers(),
        )

    def officer(self, callsign: str) -> AsyncClient:
        """Return the client of whoever plans for a unit."""
        return self.table.client(self.story.liaison_of(callsign))

    def _room(self) -> Member:
        return next(member for member in self.story.members if member.role == "desk")


def quiet_s(tick_s: float) -> float:
    """Return how long to listen for alerts that nobody expects: whatever is due is out two ticks later."""
    return 2 * tick_s + 1


def plan_of(route: Route, began: datetime) -> Plan:
    """Return a route as a plan with the times of a performance."""
    return Plan(
        unit=route.callsign,
        waypoints=tuple(
            Waypoint(stop.place.lon, stop.place.lat, began + timedelta(minutes=stop.minute))
            for stop in route.stops
        ),
        time_tolerance_s=route.time_tolerance_min * 60,
        lateral_tolerance_m=route.lateral_tolerance_m,
        purpose=route.purpose,
    )


def told(alert: Alert, callsigns: Mapping[str, str]) -> Told:
    """Return what an alert tells: the units and zones it speaks of by name, and for the room the grade."""
    body = Record(alert.wire)
    sides = [body.maybe_record(side) for side in ("a", "b")]
    sides += [body.maybe_record(side) for side in ("own", "other")]
    names = {side.text("callsign") for side in sides if side is not None}
    if (own := body.maybe_text("callsign")) is not None and body.maybe_text("patrol") is None:
        names.add(own)
    if not names and (patrol := body.maybe_text("patrol")) is not None:
        names = {callsigns.get(patrol, patrol)}
    zone = body.maybe_text("zone_name")
    rivals = {area.party_name for area in alert.areas} if isinstance(alert, OverlapAlert) else set()
    about = frozenset(names | ({zone} if zone else set()))
    return Told(alert.kind, alert.change, about, body.maybe_text("grade"), frozenset(rivals))


def about(conflict: Conflict) -> frozenset[str]:
    """Return the units and zones of a conflict by name."""
    names = {conflict.a.callsign}
    if conflict.b is not None:
        names.add(conflict.b.callsign)
    if conflict.zone is not None:
        names.add(conflict.zone.name)
    return frozenset(names)


def as_conflict(conflict: Conflict) -> Json:
    """Return the main facts of a conflict as the room sees it, as JSON."""
    return {
        "about": sorted(about(conflict)),
        "reference": conflict.reference,
        "state": conflict.state,
        "grade": conflict.finding.grade,
        "distance_m": conflict.finding.distance_m,
        "lag_s": conflict.finding.lag_s,
        "nominal_distance_m": conflict.finding.nominal_distance_m,
        "least_lag_s": conflict.finding.least_lag_s,
        "resolution": conflict.resolution,
    }


def _heard(hearing: Hearing, callsigns: Mapping[str, str]) -> Heard:
    alert, answer = hearing.alert, hearing.acknowledged
    return Heard(
        told(alert, callsigns),
        alert.seq,
        alert.reference,
        hearing.at,
        None if answer is None else (answer.by, answer.at),
        Record(alert.wire).maybe_time("closest_at"),
    )
