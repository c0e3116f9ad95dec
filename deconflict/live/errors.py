"""What the live edge cannot go on after."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class FeedBroken(DeconflictError):
    """A feed has a gap after that number, which ALR-01 excludes: better no stream than one that skips."""

    code: ClassVar[str] = "feed_broken"
    after: int
