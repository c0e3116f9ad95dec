"""The requests about places. Sends nothing."""

from urllib.parse import urlencode

from deconflict_client import places
from deconflict_client.calls import Call, Page, collection


def find(typed: str, limit: int) -> Call[Page[places.NamedPlace]]:
    """Find places by what somebody types."""
    return collection("places", places.place, f"/v1/places?{urlencode({'q': typed, 'limit': limit})}")
