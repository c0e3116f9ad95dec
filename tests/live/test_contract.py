"""The published contract of the socket hangs together: every name it uses is there."""

from typing import Any

from deconflict.live.contract import ADDRESS, describe
from deconflict.live.protocol import CloseCode


def references(node: Any) -> list[str]:
    """Every place that some part of a document points to."""
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [place for part in node.values() for place in references(part)]
    return [place for part in node for place in references(part)] if isinstance(node, list) else []


def found(document: dict, place: str) -> bool:
    """Whether something is at that place."""
    node: Any = document
    for name in place.removeprefix("#/").split("/"):
        if name not in node:
            return False
        node = node[name]
    return True


def test_all_that_is_pointed_to_is_there() -> None:
    document = describe()
    pointed = references(document)
    assert len(pointed) > 100
    assert [place for place in pointed if not found(document, place)] == []


def test_either_side_says_what_is_its_own_over_the_one_channel() -> None:
    document = describe()
    assert document["channels"]["live"]["address"] == ADDRESS
    said = {
        action: {message["$ref"].rpartition("/")[2] for message in operation["messages"]}
        for action, operation in document["operations"].items()
    }
    assert said["receive"] == {"HelloIn", "StatementIn", "PositionIn"}
    assert {"WelcomeOut", "ConflictAlert", "EncounterAlert", "TickOut", "ErrorOut"} <= said["send"]
    assert said["receive"] | said["send"] == document["channels"]["live"]["messages"].keys()


def test_every_code_with_which_a_socket_closes_is_explained() -> None:
    explained = describe()["channels"]["live"]["x-close-codes"]
    assert explained.keys() == {str(int(code)) for code in CloseCode}
