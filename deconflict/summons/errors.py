"""What an address can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class EndpointRefused(DeconflictError):
    """A push endpoint that is not called: no URL, not https, or a host that this deployment does not call."""

    code: ClassVar[str] = "endpoint_refused"
    reason: str


@dataclass(eq=False)
class PushNotOffered(DeconflictError):
    """This deployment sends no web push: it would pass through the browser makers' machines."""

    code: ClassVar[str] = "push_not_offered"


@dataclass(eq=False)
class TooManyAddresses(DeconflictError):
    """The person has as many push subscriptions as one may."""

    code: ClassVar[str] = "too_many_addresses"
    most: int
