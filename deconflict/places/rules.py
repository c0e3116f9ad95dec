"""Finding a typed name: the same letters first, then a beginning, then what merely looks alike. Arabic and Latin.

Arabic is compared as people type it: alef without hamza or madda, ha for ta marbuta, ya for alef maqsura, no vowel
signs, no article. What looks alike shares trigrams, as in PostgreSQL's pg_trgm.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from deconflict.places.model import Place, PlaceKind

ALIKE: Final = 0.25
LETTERS: Final = str.maketrans(
    "\u0629\u0649\u06cc\u06a9\u06c1\u06d5\u06be\u0671",  # ta marbuta, alef maqsura, four of Persian and Urdu, wasla
    "\u0647\u064a\u064a\u0643\u0647\u0647\u0647\u0627",
    "\u0621\u0640\u200c\u200d\u200e\u200f'\u2019\u2018\u02bb\u02bc`\u00b4",  # hamza, tatweel, what is invisible
)
BETWEEN: Final = re.compile(r"[^\w]+")
ARTICLE: Final = re.compile(r"\b(?:ال(?=\w{2})|(?:al|an|ar|as|ash|at|az|ad|el)\s(?=\w))")
SAME, BEGINS, WORD_BEGINS, SIMILAR = range(4)
ORDER: Final = tuple(PlaceKind)

Closeness = tuple[int, float]


def plain(text: str) -> str:
    """Return a name as it is compared: `الأَبْيار` and `الابيار`, `Şabrātah` and `sabratah` are the same."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(LETTERS)
    spaced = BETWEEN.sub(" ", bare).strip()
    return ARTICLE.sub("", spaced) or spaced


def trigrams(text: str) -> frozenset[str]:
    """Return the threes of letters of each word, its beginning and end marked by spaces."""
    words = (f"  {word} " for word in text.split())
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))


class Gazetteer:
    """Places that can be found by what somebody types. `attribution` is whose names they are."""

    def __init__(self, places: Iterable[Place], attribution: str = "") -> None:
        self.attribution = attribution
        self._names: list[tuple[str, int, Place]] = []
        self._with: dict[str, list[int]] = defaultdict(list)
        for place in places:
            for name in filter(None, dict.fromkeys(map(plain, place.names))):
                threes = trigrams(name)
                for three in threes:
                    self._with[three].append(len(self._names))
                self._names.append((name, len(threes), place))

    def find(self, typed: str, limit: int) -> list[Place]:
        """Return what may be meant, the likeliest first: by closeness, then kind, then inhabitants."""
        wanted = plain(typed)
        if not wanted:
            return []
        closest: dict[str, tuple[Closeness, Place]] = {}
        for how, place in self._close_to(wanted):
            if place.id not in closest or how < closest[place.id][0]:
                closest[place.id] = (how, place)
        ranked = sorted(closest.values(), key=lambda each: (each[0], *_weight(each[1])))
        return [place for _, place in ranked[:limit]]

    def _close_to(self, wanted: str) -> Iterator[tuple[Closeness, Place]]:
        """Yield each name that is close enough: how close, and whose it is."""
        threes = trigrams(wanted)
        shared = Counter(chain.from_iterable(self._with.get(three, ()) for three in threes))
        for at, (name, count, place) in enumerate(self._names):
            if wanted in name and (begins := _begins(wanted, name)) is not None:
                yield (begins, 0.0), place
            elif at in shared:
                alike = shared[at] / (len(threes) + count - shared[at])
                if alike >= ALIKE:
                    yield (SIMILAR, -alike), place


def _begins(wanted: str, name: str) -> int | None:
    """Return whether a name is what is wanted, begins with it, or has a word that does."""
    if name == wanted:
        return SAME
    if name.startswith(wanted):
        return BEGINS
    return WORD_BEGINS if f" {wanted}" in name else None


def _weight(place: Place) -> tuple[int, int, str]:
    """Return what decides between equally close places."""
    return (ORDER.index(place.kind), -(place.inhabitants or 0), place.id)
