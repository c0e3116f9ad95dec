"""The client for plain Python: the same methods as the async one, blocking. A test holds the two together."""

from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

import httpx2

from deconflict_client import calls, models, reading
from deconflict_client.agreements import Agreement, Holding, Key, Levels, Lowering, Terms
from deconflict_client.alerts import Alert, AlertPage
from deconflict_client.async_client import AsyncClient
from deconflict_client.base_alert import Cursor
from deconflict_client.calls import Call, Page
from deconflict_client.conduct_client import ConductClient
from deconflict_client.cursors import CursorStore
from deconflict_client.delivery_client import DeliveryClient
from deconflict_client.desk_client import DeskClient
from deconflict_client.device_client import DeviceClient
from deconflict_client.distress_client import DistressClient
from deconflict_client.feed import Feed
from deconflict_client.following import STEADY, AsyncFeed, Pace
from deconflict_client.http import PATIENT, Http, Manner
from deconflict_client.incident_client import IncidentClient
from deconflict_client.near_client import NearClient
from deconflict_client.places_client import PlacesClient
from deconflict_client.plan import Plan
from deconflict_client.position_client import PositionClient
from deconflict_client.room_client import RoomClient
from deconflict_client.signing import SigningKey
from deconflict_client.talk_client import TalkClient
from deconflict_client.together_client import TogetherClient
from deconflict_client.wire import JsonObject

T = TypeVar("T")


class Client(
    TogetherClient,
    TalkClient,
    RoomClient,
    PositionClient,
    PlacesClient,
    NearClient,
    DistressClient,
    IncidentClient,
    DeviceClient,
    DeskClient,
    DeliveryClient,
    ConductClient,
):
    """The service at `url`, as whoever signs in; `close` it, or use it as a context manager.

    Every method may raise a `Problem`. What may safely be sent again is retried with backoff, the rest never.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        manner: Manner = PATIENT,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.url = url
        self.token = token
        self._manner = manner
        self._http = Http(url, manner, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the connections; the session stays open."""
        self._http.close()

    # Sessions

    def sign_in(self, login: str, password: str, code: str | None = None) -> models.Session:
        """Sign in a person; the token is used from here on. `code`: after `second_factor_required`."""
        return self._signed_in(self._send(calls.sign_in(login, password, code)))

    def sign_in_device(self, device: str, secret: str) -> models.Session:
        """Sign in a device with its own credential; the token is used from here on."""
        return self._signed_in(self._send(calls.sign_in_device(device, secret)))

    def sign_out(self) -> None:
        """End the session."""
        self._send(calls.sign_out())
        self.token = None

    def change_password(self, password: str, new_password: str, code: str | None = None) -> None:
        """Change one's own password, and end one's other sessions; `code` is of one's second factor."""
        self._send(calls.change_password(password, new_password, code))

    def who_am_i(self) -> models.Session:
        """Read who is signed in."""
        return self._send(calls.who_am_i())

    # Patrols

    def register(self, plan: Plan | JsonObject, *, key: str | None = None) -> models.Patrol:
        """Put a patrol on record (PAT-02); safe to repeat with the same `key`, drawn when absent (PAT-08)."""
        return self._send(calls.register(plan, key or uuid4().hex))

    def amend(
        self, patrol: str, plan: Plan | JsonObject, version: int, *, key: str | None = None
    ) -> models.Patrol:
        """Replace the plan of `version`; Stale when another version stands (PAT-04)."""
        return self._send(calls.amend(patrol, plan, version, key or uuid4().hex))

    def confirm(self, patrol: str, version: int | None = None) -> models.Patrol:
        """Register a draft."""
        return self._send(calls.move(patrol, "register", version))

    def start(self, patrol: str, version: int | None = None) -> models.Patrol:
        """Say that the patrol sets out."""
        return self._send(calls.move(patrol, "start", version))

    def end(self, patrol: str, version: int | None = None) -> models.Patrol:
        """Say that the patrol is over."""
        return self._send(calls.move(patrol, "end", version))

    def withdraw(self, patrol: str, version: int | None = None) -> models.Patrol:
        """Withdraw a patrol that has not started; it stays on record (PRB-03)."""
        return self._send(calls.move(patrol, "withdraw", version))

    def off_plan(self, patrol: str, version: int | None = None) -> models.Patrol:
        """Declare that the unit has left its plan (PAT-07)."""
        return self._send(calls.move(patrol, "off-plan", version))

    def contingent(self, patrol: str, version: int | None = None) -> models.Patrol:
        """Declare a contingency; it ends only by ending (PAT-07)."""
        return self._send(calls.move(patrol, "contingent", version))

    def patrol(self, patrol: str) -> models.Patrol:
        """Read one patrol."""
        return self._send(calls.patrol(patrol))

    def versions(self, patrol: str) -> list[models.Version]:
        """Read every version of a patrol's plan, oldest first."""
        return self._all(calls.versions(patrol))

    def patrols(self) -> list[models.Patrol]:
        """Read all patrols this viewer may see."""
        return self._all(calls.collection("patrols", reading.patrol))

    # Overlaps, conflicts, zones, reviews

    def overlaps(self) -> list[models.Overlap]:
        """Read one's own overlaps with rivals."""
        return self._all(calls.collection("overlaps", reading.overlap))

    def overlap(self, overlap: str) -> models.Overlap:
        """Read one overlap."""
        return self._send(calls.overlap(overlap))

    def acknowledge_overlap(self, overlap: str) -> models.Overlap:
        """Acknowledge an overlap; never consent (ALR-03)."""
        return self._send(calls.acknowledge_overlap(overlap))

    def conflicts(self) -> list[models.Conflict]:
        """Read conflicts: exactly for the desk and the facilitator, a party's own views from level 3 on."""
        return self._all(calls.collection("conflicts", reading.conflict))

    def conflict(self, conflict: str) -> models.Conflict:
        """Read one conflict."""
        return self._send(calls.conflict(conflict))

    def shared_plans(self) -> list[models.SharedPlan]:
        """Read rivals' whole plans, from level 4 on."""
        return self._all(calls.collection("shared-plans", reading.shared_plan))

    def acknowledge_conflict(self, conflict: str) -> models.Conflict:
        """Acknowledge a conflict: the desk for both sides, a party at level 3 for its own (CON-04)."""
        return self._send(calls.answer_conflict(conflict, "acknowledge"))

    def accept_conflict(self, conflict: str) -> models.Conflict:
        """Accept a conflict as it is: over once the desk, or both sides at level 3, have (CON-04)."""
        return self._send(calls.answer_conflict(conflict, "accept"))

    def assign_conflict(self, conflict: str, party: str | None) -> models.Conflict:
        """Say which party adjusts, as the neutral desk; None takes it back (CON-05)."""
        return self._send(calls.assign_conflict(conflict, party))

    def ask_overlap_shift(self, overlap: str) -> models.Shift:
        """Ask by how much one's patrol would have to shift to be clear; answered at a tick (SEP-11)."""
        return self._send(calls.ask_overlap_shift(overlap))

    def overlap_shift(self, overlap: str) -> models.Shift:
        """Read what was asked last about an overlap, and the answer once there is one."""
        return self._send(calls.overlap_shift(overlap))

    def ask_conflict_shifts(self, conflict: str) -> tuple[models.Shift, ...]:
        """Ask by how much either side of a conflict would have to shift, as the desk; as a party how much one's own."""
        return self._send(calls.ask_conflict_shifts(conflict))

    def conflict_shifts(self, conflict: str) -> tuple[models.Shift, ...]:
        """Read what the desk, or one's own party, asked last about a conflict."""
        return self._send(calls.conflict_shifts(conflict))

    def zones(self) -> list[models.Zone]:
        """Read the zones this viewer may see."""
        return self._all(calls.zone_features())

    def zone(self, zone: str) -> models.Zone:
        """Read one zone."""
        return self._send(calls.zone(zone))

    def remove_zone(self, zone: str) -> None:
        """Take a zone off."""
        self._send(calls.remove_zone(zone))

    def add_zone(self, zone: models.Zone | JsonObject) -> models.Zone:
        """Put a zone on record."""
        return self._send(calls.add_zone(zone))

    def reviews(self) -> list[models.Review]:
        """Read what the neutral desk has to look at."""
        return self._all(calls.collection("reviews", reading.review))

    def close_review(self, review: str, outcome: str | None = None) -> models.Review:
        """Close something that was looked at."""
        return self._send(calls.close_review(review, outcome))

    def picture(self) -> models.Picture:
        """Read everything this viewer may see, with the number of the feed it is true at."""
        return self._send(calls.picture())

    # Alerts

    def alerts(self, epoch: str | None = None, after: int = 0, limit: int | None = None) -> AlertPage:
        """Read one's own feed after a number; EpochChanged after a restore (IDN-05)."""
        return self._send(calls.alerts(epoch, after, limit))

    def receive(self, epoch: str, seq: int) -> Alert:
        """State that this device has the alert."""
        return self._send(calls.state(epoch, seq, "receive"))

    def see(self, epoch: str, seq: int) -> Alert:
        """State that a person saw the alert."""
        return self._send(calls.state(epoch, seq, "see"))

    def acknowledge(self, epoch: str, seq: int) -> Alert:
        """Acknowledge the alert; never consent (ALR-03)."""
        return self._send(calls.state(epoch, seq, "acknowledge"))

    # Agreements

    def draft_agreement(self, terms: Terms | JsonObject) -> Agreement:
        """Draft what one's own party and another could sign (as the facilitator: any two); it binds nobody."""
        return self._send(calls.draft_agreement(terms))

    def agreements(self) -> list[Agreement]:
        """Read one's own party's agreements, drafts included."""
        return self._all(calls.agreements_of_ones_own())

    def agreement(self, agreement: str) -> Agreement:
        """Read one agreement."""
        return self._send(calls.agreement(agreement))

    def sign(self, text: Agreement, key: SigningKey) -> Agreement:
        """Sign what was read, as one's party: a lower text lowers at once, a higher one raises once both signed."""
        return self._send(calls.sign(text, key))

    def withdraw_agreement(self, agreement: str) -> Agreement:
        """Withdraw what is not ratified; what one's own signature lowered stays low until both sign again."""
        return self._send(calls.withdraw_agreement(agreement))

    def lower(self, other: str, levels: Levels) -> Lowering:
        """Give another party no more than these levels from now on, alone and at once (DIS-02)."""
        return self._send(calls.lower(other, levels))

    def levels(self, other: str, party: str | None = None) -> Holding:
        """Read what holds now with another party; the neutral staff name both."""
        return self._send(calls.levels(other, party))

    def keys(self) -> list[Key]:
        """Read the public keys of one's own party and of those it has agreements or drafts with."""
        return self._all(calls.keys())

    def register_key(self, name: str, public: str) -> Key:
        """Register the public half of a `SigningKey` of this device's."""
        return self._send(calls.register_key(name, public))

    def revoke_key(self, key: str) -> Key:
        """Have nothing more signed with a key of one's own party."""
        return self._send(calls.revoke_key(key))

    # Administration

    def units(self) -> list[models.Unit]:
        """Read the units this viewer may see."""
        return self._all(calls.collection("units", reading.unit))

    def parties(self) -> list[models.Party]:
        """Read the parties."""
        return self._all(calls.collection("parties", reading.party))

    def add_party(self, slug: str, name: str) -> models.Party:
        """Add a party (operator)."""
        return self._send(calls.add_party(slug, name))

    def add_unit(self, party: str, callsign: str) -> models.Unit:
        """Add a unit of a party (operator or desk)."""
        return self._send(calls.add_unit(party, callsign))

    def add_person(
        self,
        party: str | None,
        login: str,
        name: str,
        role: str,
        password: str,
        own_password: str,
        *,
        own_code: str | None = None,
        unit: str | None = None,
    ) -> models.Person:
        """Add somebody who signs in (operator, with their own password).

        `party` is None for neutral roles; a crew is bound to `unit`, if it is named.
        """
        call = calls.add_person(party, login, name, role, password, own_password, own_code, unit)
        return self._send(call)

    def crews(self) -> list[models.CrewMember]:
        """Read who of one's own party's crews is with which unit (officers and operator)."""
        return self._send(calls.crews())

    def bind_crew(self, person: str, unit: str) -> models.CrewMember:
        """Say with which unit somebody of a crew is (officers and operator)."""
        return self._send(calls.bind_crew(person, unit))

    def release_crew(self, person: str) -> None:
        """Say that somebody of a crew is with no unit any more (officers and operator)."""
        self._send(calls.release_crew(person))

    def add_device(self, person: str, name: str, password: str, code: str | None = None) -> models.Device:
        """Enrol a device (operator, with their own password); its secret is told this once."""
        return self._send(calls.add_device(person, name, password, code))

    # The feed

    def watch(
        self, start: Cursor | CursorStore | None = None, *, pace: Pace = STEADY, positions: bool = False
    ) -> Feed:
        """Follow one's own feed from a place on, or from where the store left it; None: from its beginning.

        `with client.watch() as feed: for event in feed: …`; a background thread keeps the line.
        """

        def open_feed() -> tuple[AsyncFeed, AsyncClient]:
            client = AsyncClient(self.url, token=self.token, manner=self._manner)
            return client.watch(start, pace=pace, positions=positions), client

        return Feed(open_feed)

    def _signed_in(self, session: models.Session) -> models.Session:
        self.token = session.token
        return session

    def _send(self, call: Call[T]) -> T:
        return self._http.send(call, self.token)

    def _all(self, first: Call[Page[T]]) -> list[T]:
        page = self._send(first)
        items = list(page.items)
        while page.next_page is not None:
            page = self._send(replace(first, path=page.next_page))
            items += page.items
        return items
