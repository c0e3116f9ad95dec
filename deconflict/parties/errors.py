"""What parties, people and sessions can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class SignInRefused(DeconflictError):
    """Unknown login, wrong password, unknown or revoked device: one answer for all (DIS-06)."""

    code: ClassVar[str] = "sign_in_refused"


@dataclass(eq=False)
class DeviceRefused(DeconflictError):
    """What a tracker shows is no credential of a unit's device, or not any more: one answer for all (DIS-06)."""

    code: ClassVar[str] = "device_refused"


@dataclass(eq=False)
class CodeRefused(DeconflictError):
    """No device has that code: unknown, used, run out or revoked are one answer (DIS-06)."""

    code: ClassVar[str] = "code_refused"


@dataclass(eq=False)
class SecondFactorRequired(DeconflictError):
    """The password is right, and this person signs in with a second factor as well."""

    code: ClassVar[str] = "second_factor_required"


@dataclass(eq=False)
class SecondFactorRefused(DeconflictError):
    """Neither a code of this moment nor a recovery code, or one that was used before."""

    code: ClassVar[str] = "second_factor_refused"


@dataclass(eq=False)
class TooManyCodes(DeconflictError):
    """Too many wrong codes for one person, from wherever: only somebody with the password gets to try any."""

    code: ClassVar[str] = "too_many_codes"
    retry_after_s: int


@dataclass(eq=False)
class SecondFactorNotOffered(DeconflictError):
    """There is no second factor to confirm, or its time is over."""

    code: ClassVar[str] = "second_factor_not_offered"


@dataclass(eq=False)
class PasskeysNotOffered(DeconflictError):
    """The operator has not said under which origin pages are served, so no passkey can be bound to it."""

    code: ClassVar[str] = "passkeys_not_offered"


@dataclass(eq=False)
class PasskeyRefused(DeconflictError):
    """What a device answered makes no passkey here: another challenge, origin or format, or one that is known."""

    code: ClassVar[str] = "passkey_refused"


@dataclass(eq=False)
class OpenedLater(DeconflictError):
    """A session ends none that was opened later than itself: sign in again for that (SEC-04)."""

    code: ClassVar[str] = "opened_later"


@dataclass(eq=False)
class ProofRefused(DeconflictError):
    """What somebody signed in shows once more, before changing how they sign in, is not their password."""

    code: ClassVar[str] = "proof_refused"


@dataclass(eq=False)
class SignedOut(DeconflictError):
    """No session, or one that has ended."""

    code: ClassVar[str] = "signed_out"


@dataclass(eq=False)
class RoleRefused(DeconflictError):
    """The viewer's role may never do this, whatever it concerns."""

    code: ClassVar[str] = "role_refused"
    role: str


@dataclass(eq=False)
class RolePartyMismatch(DeconflictError):
    """A party's role without a party, or a neutral role with one."""

    code: ClassVar[str] = "role_party_mismatch"
    role: str


@dataclass(eq=False)
class NotOfACrew(DeconflictError):
    """Only crew who sign in by themselves are bound to a unit: no officer, and not as whom its devices sign in."""

    code: ClassVar[str] = "not_of_a_crew"


@dataclass(eq=False)
class AlreadyTaken(DeconflictError):
    """A slug, callsign or login that exists within the same party."""

    code: ClassVar[str] = "already_taken"
    field: str


@dataclass(eq=False)
class AlreadySuspended(DeconflictError):
    """The party is suspended; there is one suspension at a time."""

    code: ClassVar[str] = "already_suspended"


@dataclass(eq=False)
class NotSuspended(DeconflictError):
    """The party is not suspended, so there is nothing to restore."""

    code: ClassVar[str] = "not_suspended"
