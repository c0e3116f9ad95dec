"""XML that reaches beyond itself is refused before anything of it is used."""

import pytest

from deconflict.gateways.errors import DoctypeRefused, XmlMalformed
from deconflict.gateways.xmltree import below, children, local, text_of, tree

BOMB = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><gpx>&c;</gpx>"""
EXTERNAL = b'<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk><name>&x;</name></trk></gpx>'
REMOTE = b'<!DOCTYPE gpx SYSTEM "http://localhost/gpx.dtd"><gpx/>'


@pytest.mark.parametrize("data", [BOMB, EXTERNAL, REMOTE, b"<!DOCTYPE gpx><gpx/>"])
def test_a_document_type_is_refused(data):
    with pytest.raises(DoctypeRefused):
        tree(data, "a.gpx")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<gpx>",
        b"<gpx/><gpx/>",
        b"no xml",
        b"<gpx>&x;</gpx>",
        b"<?xml version='1.0' encoding='klingon'?><gpx/>",
        b"\x00",
    ],
)
def test_what_is_no_xml_is_refused(data):
    with pytest.raises(XmlMalformed):
        tree(data, "a.gpx")


def test_deep_nesting_is_only_deep():
    assert local(tree(b"<a>" * 50_000 + b"</a>" * 50_000, "a.gpx")) == "a"


def test_elements_are_found_by_local_name_in_any_namespace():
    root = tree(b'<g xmlns="urn:a" xmlns:b="urn:b"><b:p>1</b:p><q><p> 2 </p></q><n> </n></g>', "a.gpx")
    assert [each.text for each in below(root, "p")] == ["1", " 2 "]
    assert [local(each) for each in children(root, "p", "q")] == ["p", "q"]
    assert text_of(root, "p") == "1"
    assert text_of(root, "n") is None
    assert text_of(root, "none") is None
