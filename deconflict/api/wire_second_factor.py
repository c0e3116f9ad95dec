"""Second factors on the wire: what is told once, and what stands afterwards."""

from datetime import datetime
from typing import Self

from pydantic import Field

from deconflict.api.wire import In, Out, example
from deconflict.api.wire_proof import Code
from deconflict.flows.set_second_factor import Offered
from deconflict.parties.model import FactorState


class FactorStateOut(Out):
    """Since when one signs in with a second factor (null: not), and how many recovery codes are left."""

    model_config = example({"held_since": "2026-12-01T08:02:11Z", "recovery_codes": 10})

    held_since: datetime | None
    recovery_codes: int

    @classmethod
    def of(cls, state: FactorState) -> Self:
        """Show it."""
        return cls.model_validate(state)


class FactorOfferedOut(Out):
    """What to enter into an authenticator app, or to show it as a picture; told this once, and good for nothing yet."""

    model_config = example(
        {
            "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "uri": "otpauth://totp/deconflict:salem%40east?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=deconflict",
            "expires_at": "2026-12-01T08:10:00Z",
        }
    )

    secret: str
    uri: str
    expires_at: datetime

    @classmethod
    def of(cls, offered: Offered) -> Self:
        """Show it."""
        return cls(secret=offered.offer.secret, uri=offered.uri, expires_at=offered.offer.expires_at)


class ConfirmIn(In):
    """A code that the app shows now."""

    model_config = example({"code": "492039"})

    code: Code


class RecoveryCodesOut(Out):
    """Codes for whoever loses the app, each good once; told this once."""

    model_config = example({"recovery_codes": ["K7QM-2M4Q-9XRT-4WBA"]})

    recovery_codes: list[str] = Field(description="To be kept on paper.")
