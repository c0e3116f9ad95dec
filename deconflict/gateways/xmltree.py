"""XML as a tree, with nothing in it that reaches beyond the file: no document type, so no entities of any sort.

GPX and KML are read from it by their elements' local names, as the same elements come in several
namespaces. (The libraries for them were tried: one takes a time without a zone for UTC and fails on a
track with a missing point.)
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from deconflict.gateways.errors import DoctypeRefused, XmlMalformed


def tree(data: bytes, file: str) -> Element:
    """Return the root. Raises XmlMalformed, DoctypeRefused."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise DoctypeRefused(file) from None
    except (ParseError, ValueError, LookupError):
        raise XmlMalformed(file) from None
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def below(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of these names anywhere below, and the element itself, in the order of the file."""
    return (each for each in element.iter() if local(each) in names)


def children(element: Element, *names: str) -> list[Element]:
    """Return the direct children of these names."""
    return [each for each in element if local(each) in names]


def text_of(element: Element, name: str) -> str | None:
    """Return the text of the first direct child of a name, None when there is none or it is blank."""
    texts = [(child.text or "").strip() for child in children(element, name)]
    return texts[0] or None if texts else None
