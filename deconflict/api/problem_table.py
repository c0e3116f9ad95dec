"""The one table from error class to HTTP status and words. A test proves it complete; no logic lives here.

Titles and details are English for developers; applications speak to people from `code` and the typed fields.
`{name}` in a detail or a pointer stands for a field of the error. Pointers lead into the body of the request.
"""

from dataclasses import dataclass
from typing import Final

from deconflict.agreements import errors as agreement
from deconflict.alerts.errors import EpochChanged
from deconflict.api import errors as edge
from deconflict.conflicts.errors import ConflictClosed
from deconflict.distress import errors as distress
from deconflict.duty import errors as duty
from deconflict.errors import DeconflictError, NotFound
from deconflict.flows.errors import PartyNotYours
from deconflict.glass import errors as glass
from deconflict.incidents import errors as incident
from deconflict.joint_patrols import errors as joint
from deconflict.messages import errors as message
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import (
    AlreadySuspended,
    AlreadyTaken,
    CodeRefused,
    DeviceRefused,
    NotOfACrew,
    NotSuspended,
    OpenedLater,
    PasskeyRefused,
    PasskeysNotOffered,
    ProofRefused,
    RolePartyMismatch,
    RoleRefused,
    SecondFactorNotOffered,
    SecondFactorRefused,
    SecondFactorRequired,
    SignedOut,
    SignInRefused,
    TooManyCodes,
)
from deconflict.patrols import errors as patrol
from deconflict.probing.errors import BudgetUsed
from deconflict.rendezvous import errors as meeting
from deconflict.resolving import errors as resolving
from deconflict.rooms.errors import NotSeated, RoomClosed
from deconflict.runtime import errors as runtime
from deconflict.separation import errors as separation
from deconflict.shiftlog import errors as shiftlog
from deconflict.summons import errors as summons
from deconflict.tracking import errors as tracking


@dataclass(frozen=True)
class Kind:
    """How one class of error is told."""

    status: int
    title: str
    detail: str
    pointer: str | None = None


PLACE: Final = "/geometry/coordinates/{index}"
TIME: Final = "/properties/coordinateProperties/times/{index}"
CORNER: Final = "/geometry/coordinates/{ring}/{index}"

TABLE: Final[dict[type[DeconflictError], Kind]] = {
    # What the edge refuses
    edge.AddressTooLong: Kind(414, "Address too long", "Path and query may have {limit_bytes} bytes each."),
    edge.HeadersTooLarge: Kind(431, "Headers too large", "All headers may have {limit_bytes} bytes."),
    edge.BodyTooLarge: Kind(413, "Body too large", "A body may have {limit_bytes} bytes."),
    edge.BodyTooSlow: Kind(408, "Body too slow", "The body did not arrive within {limit_s} s."),
    edge.BodyNotExpected: Kind(400, "Body not expected", "This request takes no body."),
    edge.MediaTypeRefused: Kind(415, "Media type refused", "The body has to be {expected}."),
    edge.MalformedJson: Kind(400, "Malformed JSON", "The body is no JSON that this service takes: {reason}."),
    edge.PayloadRefused: Kind(400, "Payload refused", "That is no message of this protocol: {reason}."),
    edge.TrackRefused: Kind(422, "Track refused", "The file is no track, at point or row {index}: {reason}."),
    edge.FieldMissing: Kind(422, "Field missing", "A field that has to be there is missing."),
    edge.FieldUnknown: Kind(422, "Field unknown", "A field is not known here, so nothing was done."),
    edge.SeveralCredentials: Kind(
        422, "Several credentials", "Sign in by password, or by passkey, or as a device: by one of them."
    ),
    edge.WrongType: Kind(422, "Wrong type", "A value is of another type than its field."),
    edge.WrongLength: Kind(422, "Wrong length", "A text or a list is too long, too short or blank."),
    edge.OutOfRange: Kind(422, "Out of range", "A number is too small or too large."),
    edge.NotOneOf: Kind(422, "Not one of the known words", "A value is none of those its field may have."),
    edge.NotATime: Kind(422, "Not a time", "Times are written as in RFC 3339, such as 2026-12-01T08:00:00Z."),
    edge.InvalidValue: Kind(422, "Invalid value", "A value is not valid for its field."),
    edge.UnknownParameter: Kind(422, "Unknown parameter", "{parameter} is not known here, or comes twice."),
    edge.InvalidParameter: Kind(422, "Invalid parameter", "{parameter} is missing or has an invalid value."),
    edge.InvalidHeader: Kind(400, "Invalid header", "{header} has an invalid value, or comes twice."),
    edge.RangeRefused: Kind(
        416, "Range refused", "One range of bytes that begins inside the file, which has {size}."
    ),
    edge.PreconditionRequired: Kind(428, "Precondition required", "Name the version you change in If-Match."),
    edge.OriginRefused: Kind(403, "Origin refused", "The session's cookie is for the service's own pages."),
    edge.TooManyAttempts: Kind(429, "Too many attempts", "Try again in {retry_after_s} s."),
    edge.TooManySockets: Kind(429, "Too many sockets", "One person may hold {limit} live sockets."),
    edge.SubprotocolRefused: Kind(400, "Subprotocol refused", "Ask for the subprotocol {expected}."),
    # Who is asking
    SignInRefused: Kind(401, "Sign-in refused", "No such login, device or secret."),
    SecondFactorRequired: Kind(
        403, "Second factor required", "Sign in again with a code of the authenticator app as well.", "/code"
    ),
    SecondFactorRefused: Kind(403, "Second factor refused", "That code is wrong, or was used.", "/code"),
    TooManyCodes: Kind(
        429, "Too many codes", "Too many wrong codes. Try again in {retry_after_s} s.", "/code"
    ),
    SecondFactorNotOffered: Kind(
        409, "No second factor offered", "There is none to confirm, or not any more: begin again."
    ),
    PasskeysNotOffered: Kind(409, "Passkeys not offered", "This deployment takes no passkeys."),
    PasskeyRefused: Kind(
        422, "Passkey refused", "The device's answer is not for this challenge and this service: begin again."
    ),
    OpenedLater: Kind(
        403, "Opened later", "That session was opened after this one: sign in again to end it."
    ),
    ProofRefused: Kind(403, "Proof refused", "Changing how one signs in takes the password.", "/password"),
    DeviceRefused: Kind(401, "Device refused", "No unit's device has that id and secret."),
    CodeRefused: Kind(403, "Code refused", "No device waits for that code, or not any more.", "/code"),
    SignedOut: Kind(401, "Signed out", "There is no session, or it has ended."),
    RoleRefused: Kind(403, "Not for this role", "The role {role} may not do this."),
    RolePartyMismatch: Kind(
        422,
        "Role and party do not fit",
        "The role {role} decides whether there is a party.",
        "/role",
    ),
    NotOfACrew: Kind(
        409, "Not of a crew", "Only somebody of a crew who signs in by themselves is bound to a unit."
    ),
    AlreadyTaken: Kind(409, "Already taken", "That {field} is in use.", "/{field}"),
    NotFound: Kind(404, "Not found", "There is nothing here, or nothing for you."),
    # Patrols
    PartyNotYours: Kind(422, "Not your party", "A plan is for one's own party.", "/properties/party"),
    patrol.MoveRefused: Kind(409, "Move refused", "A patrol that is {state} cannot become {move}."),
    patrol.Stale: Kind(412, "Stale", "Somebody changed it: the current version is {current_version}."),
    patrol.BeyondHorizon: Kind(
        422,
        "Beyond the horizon",
        "Plans start at most {horizon_days} days ahead.",
        "/properties/coordinateProperties/times/0",
    ),
    patrol.UnitNotYours: Kind(
        422, "Not your unit", "Your party has no unit of that id or callsign.", "/properties/unit"
    ),
    tracking.TrackWindowRefused: Kind(
        422,
        "Window refused",
        "Tracks are read of at most {longest_hours} hours, not longer ago than {reach_hours}.",
    ),
    tracking.TooManyFixes: Kind(
        422, "Too many fixes", "More than {most}: ask for less time, for one unit, or for longer intervals."
    ),
    tracking.ClockOff: Kind(
        422,
        "Clock off",
        "The sender's clock is off by more than {days} days. Set it, then send again.",
        "/sent_at",
    ),
    patrol.UnitBusy: Kind(
        409, "Unit busy", "The unit has another plan for some of that time.", "/properties/unit"
    ),
    patrol.PastChanged: Kind(
        409, "Past changed", "What has been driven cannot change: waypoint {index} differs.", PLACE
    ),
    patrol.IdempotencyKeyReused: Kind(
        409, "Idempotency key reused", "That Idempotency-Key came with another request before."
    ),
    BudgetUsed: Kind(
        429,
        "Budget used",
        "The unit may ask {limit} times in a UTC day; again from {until}.",
        "/properties/unit",
    ),
    AlreadySuspended: Kind(409, "Already suspended", "The party is suspended."),
    NotSuspended: Kind(409, "Not suspended", "The party is not suspended."),
    glass.ScopeTooWide: Kind(
        422,
        "Scope too wide",
        "Name one patrol, or a box of at most 1° and a time of at most 7 days: see {field}.",
    ),
    glass.EndRefused: Kind(
        422, "End refused", "A look ends after now and within {longest_hours} hours.", "/ends_at"
    ),
    glass.GlassMoveRefused: Kind(409, "Move refused", "A request that is {state} cannot become {move}."),
    glass.GlassClosed: Kind(409, "Nothing to look at", "The request is {state}, or its time is over."),
    distress.AreaInvalid: Kind(
        422,
        "Area refused",
        "The corners have to enclose one area, at most {widest_deg}° wide and high.",
        "/area",
    ),
    distress.NotStanding: Kind(409, "Over already", "It is over already; nothing was changed."),
    incident.NoSuchPatrol: Kind(
        422, "No such patrol", "Your party has no such patrol of that unit.", "/patrol"
    ),
    incident.PhotoRefused: Kind(422, "Photo refused", "That is no photo that is taken here: {reason}."),
    incident.TooManyPhotos: Kind(409, "Too many photos", "An incident has at most {most} photos."),
    incident.PhotoBudgetUsed: Kind(
        409, "No room for photos", "The photos of one party may take {limit_bytes} bytes."
    ),
    incident.TooManyUploads: Kind(429, "Too many at once", "A party sends at most {most} photos at once."),
    duty.EmptyShift: Kind(422, "Empty shift", "The shift ends before it begins.", "/end"),
    duty.ShiftTooLong: Kind(422, "Shift too long", "A shift is at most {longest_days} days.", "/end"),
    duty.ShiftOver: Kind(422, "Shift over", "The shift would be over already.", "/end"),
    duty.NoSuchOfficer: Kind(422, "No such officer", "No officer of your party has that login.", "/login"),
    duty.TooManyShifts: Kind(409, "Too many shifts", "A roster holds {most} shifts that are not over."),
    shiftlog.EmptyNote: Kind(422, "Empty note", "A note says something, or which party was called.", "/text"),
    shiftlog.NoSuchParty: Kind(422, "No such party", "No party has that id.", "/called"),
    summons.EndpointRefused: Kind(
        422, "Endpoint refused", "That push endpoint is not called: {reason}.", "/endpoint"
    ),
    summons.PushNotOffered: Kind(409, "Web push not offered", "This deployment sends no web push."),
    summons.TooManyAddresses: Kind(409, "Too many subscriptions", "One person has at most {most}."),
    RoomClosed: Kind(409, "Room closed", "The joint room is closed."),
    NotSeated: Kind(409, "Not seated", "Take a seat in the room first."),
    # Paths
    separation.PathError: Kind(422, "Path refused", "The path cannot be driven at waypoint {index}.", PLACE),
    separation.TooFewWaypoints: Kind(
        422, "Too few waypoints", "A path needs two waypoints.", "/geometry/coordinates"
    ),
    separation.TooManyWaypoints: Kind(
        422, "Too many waypoints", "A path may have {index} waypoints.", "/geometry/coordinates"
    ),
    separation.TimesMissing: Kind(
        422,
        "Times missing",
        "Every waypoint has one time; they part ways at {index}.",
        "/properties/coordinateProperties/times",
    ),
    separation.CoordinateOutOfRange: Kind(
        422, "Coordinate out of range", "Longitudes are within 180°, latitudes within 80°.", PLACE
    ),
    separation.OutOfBounds: Kind(422, "Out of bounds", "The place is outside the deployment.", PLACE),
    separation.NaiveTime: Kind(422, "Time without offset", "A time needs its offset from UTC, or Z.", TIME),
    separation.TimeOutOfRange: Kind(422, "Time out of range", "Times are between 1970 and 2199.", TIME),
    separation.TimesDecreasing: Kind(422, "Times going back", "A time is before the one before it.", TIME),
    separation.TooFast: Kind(422, "Too fast", "The leg from waypoint {index} is faster than allowed.", TIME),
    separation.TooLong: Kind(422, "Too long", "The plan takes longer than allowed.", TIME),
    separation.DwellTooLong: Kind(422, "Post too long", "The unit stays longer than allowed.", TIME),
    separation.TimeToleranceOutOfRange: Kind(
        422,
        "Time tolerance out of range",
        "The time tolerance is negative or above its cap.",
        "/properties/time_tolerance_s",
    ),
    separation.LateralToleranceOutOfRange: Kind(
        422,
        "Lateral tolerance out of range",
        "The lateral tolerance is negative or above its cap.",
        "/properties/lateral_tolerance_m",
    ),
    # Zones
    separation.EmptyWindow: Kind(
        422, "Empty window", "The window ends before it begins.", "/properties/valid_to"
    ),
    separation.OutlineError: Kind(422, "Outline refused", "The polygon is not one.", CORNER),
    separation.RingTooShort: Kind(
        422, "Ring too short", "A ring has three corners and its first again.", "/geometry/coordinates/{ring}"
    ),
    separation.RingNotClosed: Kind(422, "Ring not closed", "A ring ends where it begins.", CORNER),
    separation.RingOutOfRange: Kind(
        422, "Corner out of range", "Longitudes are within 180°, latitudes within 80°.", CORNER
    ),
    separation.OutlineCrossed: Kind(422, "Outline crossed", "Rings cross, or a hole is outside.", CORNER),
    separation.OutlineTooLarge: Kind(
        422,
        "Outline too large",
        "Too many positions, or too large.",
        "/geometry/coordinates",
    ),
    # Conflicts, overlaps, alerts
    ConflictClosed: Kind(409, "Conflict closed", "The conflict is resolved."),
    resolving.NotASide: Kind(
        422, "Not a side", "That party has no part in it, or the conflict is with a zone.", "/party"
    ),
    message.NotInTouch: Kind(
        422, "Not in touch", "The overlap names no such party: say it to the neutral desk.", "/to"
    ),
    message.TooManyMessages: Kind(429, "Too many messages", "A party may send {per_hour} in an hour."),
    resolving.ProposalClosed: Kind(
        409, "Proposal closed", "It is {state}, or not yours to answer like that, or answered already."
    ),
    resolving.WhichOverlap: Kind(
        422,
        "Which overlap",
        "Several patrols could be meant: name the overlap of the one that moves.",
        "/overlap",
    ),
    OverlapEnded: Kind(409, "Overlap ended", "The overlap has ended, or is withheld: its state says which."),
    EpochChanged: Kind(409, "Epoch changed", "Read the picture again and go on from its number."),
    # Agreements
    agreement.PartiesInvalid: Kind(
        422,
        "Parties do not fit",
        "An agreement is between two different parties, one of them yours, each with a minimum.",
    ),
    agreement.ExpiryRefused: Kind(
        422, "Expiry refused", "An agreement ends after now and within {longest_days} days.", "/expires_at"
    ),
    agreement.MinimumRefused: Kind(
        422, "Minimum refused", "A minimum is between {least_m} m and {most_m} m.", "/minimum_m"
    ),
    agreement.CellInvalid: Kind(
        422,
        "Cell not on the grid",
        "{cell} is no cell of zoom 14 or coarser.",
        "/levels/clauses/{index}/cells",
    ),
    agreement.HourInvalid: Kind(
        422, "Not a whole hour", "A clause begins and ends on a whole UTC hour.", "/levels/clauses/{index}"
    ),
    agreement.AgreementMoveRefused: Kind(
        409, "Move refused", "An agreement that is {state} cannot become {move}."
    ),
    agreement.SignatureInvalid: Kind(
        422, "Signature invalid", "It is not that key's over the canonical text.", "/signature"
    ),
    agreement.KeyRefused: Kind(
        422, "Signing key refused", "Your party has no such key, or it is revoked.", "/key"
    ),
    agreement.AlreadySigned: Kind(409, "Already signed", "Your party has signed this text."),
    agreement.TooOften: Kind(
        409,
        "Too often",
        "Your party has signed or taken back {most} times towards this party within a day. Lower the level without "
        "places or hours now, or try again tomorrow.",
    ),
    agreement.NothingLowered: Kind(
        409, "Nothing lowered", "No more than this is given since the text that both signed last."
    ),
    # Rendezvous and joint patrols
    meeting.RendezvousMoveRefused: Kind(
        409, "Move refused", "A rendezvous that is {state} cannot become {move} by this side."
    ),
    meeting.RendezvousPartiesInvalid: Kind(
        422,
        "Parties do not fit",
        "A rendezvous is between two different parties, one of them yours.",
        "/parties",
    ),
    meeting.RendezvousPlaceRefused: Kind(
        422, "Place refused", "The centre is no place on the map, or outside the deployment.", "/centre"
    ),
    meeting.RendezvousRadiusRefused: Kind(
        422, "Radius refused", "A radius is between {least_m} m and {most_m} m.", "/radius_m"
    ),
    meeting.RendezvousWindowRefused: Kind(
        422,
        "Window refused",
        "A window ends after now, is at most {longest_h} h long and begins within {horizon_days} days.",
        "/end",
    ),
    meeting.TooManyRendezvous: Kind(409, "Too many", "{limit} are open between the two; end some first."),
    meeting.RivalNotNamed: Kind(
        422, "Other side not named", "Say with whom: one that this is with.", "/with"
    ),
    joint.JointMoveRefused: Kind(409, "Move refused", "A joint patrol that is {state} has no {move}."),
    joint.JointPartiesInvalid: Kind(
        422, "Parties do not fit", "A joint patrol is of two to {most} different parties.", "/with"
    ),
    joint.DigestMismatch: Kind(409, "Another text", "That is not the digest of the text; read it again."),
    joint.NotAttached: Kind(409, "No unit attached", "Attach a unit of your party first."),
    joint.AlreadyCountersigned: Kind(409, "Already countersigned", "Your party has countersigned this text."),
    joint.BoundByJointPatrol: Kind(
        409, "Part of a joint patrol", "Its plan is amended by all: propose that at the joint patrol."
    ),
    # Underneath
    runtime.ValueRefused: Kind(422, "Value refused", "The database cannot hold one of the values."),
    runtime.DatabaseUnavailable: Kind(503, "Not available", "The database does not answer; try again."),
    runtime.DatabaseBusy: Kind(503, "Busy", "Nothing was changed; try again."),
    runtime.TransactionConflict: Kind(503, "Interrupted", "Nothing was changed; try again."),
}
"""Every error that a request can end with, and how it is told."""

TOLD_AS: Final[dict[type[DeconflictError], type[DeconflictError]]] = {
    runtime.AccessRefused: NotFound,  # hidden and absent are the same (DIS-06)
    runtime.ConstraintViolated: runtime.ValueRefused,  # the constraint's name is ours alone
    runtime.UniqueViolated: runtime.ValueRefused,
}
"""Errors whose particulars stay here."""

INTERNAL: Final[frozenset[type[DeconflictError]]] = frozenset(
    {
        runtime.DatabaseFailure,
        runtime.MissingPostGIS,
        runtime.NotMigrated,
        separation.TrackUnreadable,
        separation.CoverUnreadable,
        separation.NotUnderWay,
    }
)
"""Faults of ours or of the machine: 500 without a word of what they were (SEC-03)."""
