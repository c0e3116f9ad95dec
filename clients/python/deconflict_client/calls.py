"""Every request this client makes, each described once for the sync and the async client. Sends nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from deconflict_client import agreements, models, reading
from deconflict_client.alerts import Alert, AlertPage
from deconflict_client.plan import Plan
from deconflict_client.reading_alerts import read_alert, read_page
from deconflict_client.signing import SigningKey
from deconflict_client.wire import Json, JsonObject, Record

T = TypeVar("T")


class Repeat(Enum):
    """May the request be sent again?"""

    ALWAYS = "sending it twice does no more than sending it once"
    IF_UNSENT = "only when it certainly did not reach the service"
    NEVER = "it says when it was sent, so that it has to be made anew"


@dataclass(frozen=True)
class Answer:
    """What came back: the body, and the path of the next page where there is one."""

    body: Json
    next_page: str | None = None

    @property
    def record(self) -> Record:
        """The body, which must be an object."""
        return Record.of(self.body)


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request and how its answer is read."""

    method: str
    path: str
    read: Callable[[Answer], T]
    repeat: Repeat
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Part of a collection, and where it goes on."""

    items: tuple[T, ...]
    next_page: str | None


def _get(path: str, read: Callable[[Record], T]) -> Call[T]:
    return Call("GET", path, lambda answer: read(answer.record), Repeat.ALWAYS)


def _post(
    path: str, read: Callable[[Record], T], body: Json = None, repeat: Repeat = Repeat.IF_UNSENT
) -> Call[T]:
    return Call("POST", path, lambda answer: read(answer.record), repeat, body)


def _nothing(_answer: Answer) -> None:
    return None


def _at(*parts: str | int) -> str:
    return "/v1/" + "/".join(quote(str(part), safe="") for part in parts)


def _feature(plan: Plan | JsonObject) -> JsonObject:
    return plan.feature() if isinstance(plan, Plan) else plan


def _version(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


# Sessions


def sign_in(login: str, password: str, code: str | None = None) -> Call[models.Session]:
    """A person signs in. Repeated at most leaves a session that nobody holds; a code is good once."""
    knock = {"login": login, "password": password}
    if code is None:
        return _post(_at("session"), reading.session, knock, Repeat.ALWAYS)
    return _post(_at("session"), reading.session, {**knock, "code": code})


def sign_in_device(device: str, secret: str) -> Call[models.Session]:
    """A device signs in with its own credential."""
    return _post(_at("session"), reading.session, {"device": device, "secret": secret}, Repeat.ALWAYS)


def sign_out() -> Call[None]:
    """End the session."""
    return Call("DELETE", _at("session"), _nothing, Repeat.ALWAYS)


def change_password(password: str, new_password: str, code: str | None = None) -> Call[None]:
    """Change one's own password, and end one's other sessions. Sent twice it would be refused."""
    body = {"password": password, "new_password": new_password, "code": code}
    return Call("PUT", _at("session", "password"), _nothing, Repeat.IF_UNSENT, body)


def who_am_i() -> Call[models.Session]:
    """Read who is signed in."""
    return _get(_at("session"), reading.session)


# Patrols


def register(plan: Plan | JsonObject, key: str) -> Call[models.Patrol]:
    """Put a patrol on record; the key makes repeating safe (PAT-08)."""
    headers = {"Idempotency-Key": key}
    return Call("POST", _at("patrols"), _patrol, Repeat.ALWAYS, _feature(plan), headers)


def amend(patrol: str, plan: Plan | JsonObject, version: int, key: str) -> Call[models.Patrol]:
    """Replace the plan of `version` (PAT-04); the key makes repeating safe (PAT-08)."""
    headers = {**_version(version), "Idempotency-Key": key}
    return Call("PUT", _at("patrols", patrol), _patrol, Repeat.ALWAYS, _feature(plan), headers)


def move(patrol: str, to: str, version: int | None) -> Call[models.Patrol]:
    """Move the patrol: register, start, end, withdraw, off-plan, contingent (PAT-01)."""
    headers = {} if version is None else _version(version)
    return Call("POST", _at("patrols", patrol, to), _patrol, Repeat.IF_UNSENT, headers=headers)


def patrol(patrol: str) -> Call[models.Patrol]:
    """Read one patrol."""
    return _get(_at("patrols", patrol), reading.patrol)


def versions(patrol: str) -> Call[Page[models.Version]]:
    """Read every version of a patrol's plan, oldest first."""
    return collection("versions", reading.version, _at("patrols", patrol, "versions"))


def _patrol(answer: Answer) -> models.Patrol:
    return reading.patrol(answer.record)


# Collections


def collection(name: str, read: Callable[[Record], T], path: str | None = None) -> Call[Page[T]]:
    """Read one page of a collection: the first, or the one at `path`."""

    def page(answer: Answer) -> Page[T]:
        items = answer.record.records(name.replace("-", "_"))
        return Page(tuple(read(item) for item in items), answer.next_page)

    return Call("GET", path or _at(name), page, Repeat.ALWAYS)


def zone_features(path: str | None = None) -> Call[Page[models.Zone]]:
    """Read one page of zones, which come as a FeatureCollection."""

    def page(answer: Answer) -> Page[models.Zone]:
        features = answer.record.records("features")
        return Page(tuple(reading.zone(feature) for feature in features), answer.next_page)

    return Call("GET", path or _at("zones"), page, Repeat.ALWAYS)


def add_zone(zone: models.Zone | JsonObject) -> Call[models.Zone]:
    """Put a zone on record."""
    return _post(_at("zones"), reading.zone, zone.feature() if isinstance(zone, models.Zone) else zone)


def zone(zone: str) -> Call[models.Zone]:
    """Read one zone."""
    return _get(_at("zones", zone), reading.zone)


def remove_zone(zone: str) -> Call[None]:
    """Take a zone off; what was found because of it is checked again."""
    return Call("DELETE", _at("zones", zone), _nothing, Repeat.IF_UNSENT)


def overlap(overlap: str) -> Call[models.Overlap]:
    """Read one overlap."""
    return _get(_at("overlaps", overlap), reading.overlap)


def acknowledge_overlap(overlap: str) -> Call[models.Overlap]:
    """Acknowledge an overlap; not consent (ALR-03)."""
    return _post(_at("overlaps", overlap, "acknowledge"), reading.overlap, repeat=Repeat.ALWAYS)


def conflict(conflict: str) -> Call[models.Conflict]:
    """Read one conflict."""
    return _get(_at("conflicts", conflict), reading.conflict)


def answer_conflict(conflict: str, how: str) -> Call[models.Conflict]:
    """The desk's acknowledge or accept (CON-04)."""
    return _post(_at("conflicts", conflict, how), reading.conflict)


def assign_conflict(conflict: str, party: str | None) -> Call[models.Conflict]:
    """The desk's call of who adjusts (CON-05); said twice it is the same."""
    return _post(_at("conflicts", conflict, "assign"), reading.conflict, {"party": party}, Repeat.ALWAYS)


def ask_overlap_shift(overlap: str) -> Call[models.Shift]:
    """Ask by how much one's patrol would have to shift; asked twice it is one question."""
    return _post(_at("overlaps", overlap, "shift"), reading.shift, repeat=Repeat.ALWAYS)


def overlap_shift(overlap: str) -> Call[models.Shift]:
    """Read what was asked last about an overlap."""
    return _get(_at("overlaps", overlap, "shift"), reading.shift)


def ask_conflict_shifts(conflict: str) -> Call[tuple[models.Shift, ...]]:
    """Ask by how much either side of a conflict would have to shift."""
    return _post(_at("conflicts", conflict, "shift"), reading.shifts, repeat=Repeat.ALWAYS)


def conflict_shifts(conflict: str) -> Call[tuple[models.Shift, ...]]:
    """Read what was asked last about a conflict."""
    return _get(_at("conflicts", conflict, "shift"), reading.shifts)


def close_review(review: str, outcome: str | None) -> Call[models.Review]:
    """Close something that was looked at."""
    body: Json = {} if outcome is None else {"outcome": outcome}
    return _post(_at("reviews", review, "close"), reading.review, body)


def picture() -> Call[models.Picture]:
    """Read everything this viewer may see, in one snapshot."""
    return _get(_at("picture"), reading.picture)


# Alerts


def alerts(epoch: str | None, after: int, limit: int | None = None) -> Call[AlertPage]:
    """Read the feed after a number; only a first reading, from the beginning, has no epoch (IDN-05)."""
    given = {"epoch": epoch, "after": after, "limit": limit}
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return _get(f"{_at('alerts')}?{query}", lambda record: read_page(record, after))


def state(epoch: str, seq: int, fact: str) -> Call[Alert]:
    """Receive, see or acknowledge an alert; stating it twice changes nothing."""
    return _post(_at("alerts", epoch, seq, fact), read_alert, repeat=Repeat.ALWAYS)


# Agreements


def draft_agreement(terms: agreements.Terms | JsonObject) -> Call[agreements.Agreement]:
    """Draft what two parties could sign."""
    body = terms.wire() if isinstance(terms, agreements.Terms) else terms
    return _post(_at("agreements"), agreements.agreement, body)


def agreements_of_ones_own() -> Call[Page[agreements.Agreement]]:
    """Read one page of agreements."""
    return collection("agreements", agreements.agreement)


def keys() -> Call[Page[agreements.Key]]:
    """Read the public keys that this viewer may see."""
    return collection("keys", agreements.key)


def agreement(agreement: str) -> Call[agreements.Agreement]:
    """Read one agreement."""
    return _get(_at("agreements", agreement), agreements.agreement)


def sign(text: agreements.Agreement, key: SigningKey) -> Call[agreements.Agreement]:
    """Sign the canonical text that was read, with a key that is registered."""
    body: Json = {"key": key.id, "signature": key.sign(text.canonical)}
    return _post(_at("agreements", text.id, "sign"), agreements.agreement, body)


def withdraw_agreement(agreement: str) -> Call[agreements.Agreement]:
    """Withdraw what is not ratified."""
    return _post(_at("agreements", agreement, "withdraw"), agreements.agreement)


def lower(other: str, levels: agreements.Levels) -> Call[agreements.Lowering]:
    """Take back what another party gets; taken back twice it is no lower."""
    body: Json = {"other": other, "levels": levels.wire()}
    return _post(_at("lowerings"), agreements.lowering, body, Repeat.ALWAYS)


def levels(other: str, party: str | None) -> Call[agreements.Holding]:
    """Read what holds between two parties."""
    given = {"other": other} if party is None else {"party": party, "other": other}
    return _get(f"{_at('levels')}?{urlencode(given)}", agreements.holding)


def register_key(name: str, public: str) -> Call[agreements.Key]:
    """Register the public half of a key."""
    return _post(_at("keys"), agreements.key, {"name": name, "public": public})


def revoke_key(key: str) -> Call[agreements.Key]:
    """Have nothing more signed with a key."""
    return _post(_at("keys", key, "revoke"), agreements.key)


# Administration


def add_party(slug: str, name: str) -> Call[models.Party]:
    """Add one side."""
    return _post(_at("parties"), reading.party, {"slug": slug, "name": name})


def add_unit(party: str, callsign: str) -> Call[models.Unit]:
    """Add a formation of a party."""
    return _post(_at("units"), reading.unit, {"party": party, "callsign": callsign})


def add_person(
    party: str | None,
    login: str,
    name: str,
    role: str,
    password: str,
    own_password: str,
    own_code: str | None = None,
    unit: str | None = None,
) -> Call[models.Person]:
    """Add somebody who signs in, with one's own password, and a code of one's second factor."""
    person = {"party": party, "login": login, "name": name, "role": role, "password": password, "unit": unit}
    body = {**person, "proof": {"password": own_password, "code": own_code}}
    return _post(_at("people"), reading.person, body)


def crews() -> Call[list[models.CrewMember]]:
    """Read who of one's own party's crews is with which unit."""
    return _get(_at("crews"), lambda record: [reading.crew_member(one) for one in record.records("crews")])


def bind_crew(person: str, unit: str) -> Call[models.CrewMember]:
    """Say with which unit somebody is. Saying it again changes nothing."""
    path = _at("crews", person, "unit")
    return Call("PUT", path, lambda answer: reading.crew_member(answer.record), Repeat.ALWAYS, {"unit": unit})


def release_crew(person: str) -> Call[None]:
    """Say that somebody is with no unit any more."""
    return Call("DELETE", _at("crews", person, "unit"), _nothing, Repeat.ALWAYS)


def add_device(person: str, name: str, password: str, code: str | None = None) -> Call[models.Device]:
    """Enrol a device of a person; its secret is told this once."""
    return _post(
        _at("devices"), reading.device, {"person": person, "name": name, "password": password, "code": code}
    )
