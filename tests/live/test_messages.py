"""The published messages: each has a type and an example that is true, and the protocol judges them alike."""

import json
from datetime import UTC, datetime

import jsonschema_rs
import pytest

from deconflict.alerts.model import Snooze
from deconflict.live import contract, messages
from deconflict.live.protocol import CloseCode, Fault, LiveProtocol, Phase, Refuse, Welcome

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def schema() -> dict:
    """The published schema."""
    return contract.describe()


def validator(schema: dict, who: str) -> jsonschema_rs.Validator:
    """What judges the messages of one side."""
    return jsonschema_rs.validator_for({"anyOf": payloads(schema, who), "components": schema["components"]})


def payloads(schema: dict, who: str) -> list[dict]:
    """Where the schema of each message of one side is."""
    said = [message["$ref"].rpartition("/")[2] for message in schema["operations"][who]["messages"]]
    return [schema["components"]["messages"][name]["payload"] for name in said]


def test_every_example_is_true_and_every_message_has_one(schema: dict) -> None:
    for who in schema["operations"]:
        for payload in payloads(schema, who):
            definition = schema["components"]["schemas"][
                payload["$ref"].removeprefix("#/components/schemas/")
            ]
            for example in definition["examples"]:
                validator(schema, who).validate(example)


def test_what_is_written_is_what_is_published(schema: dict) -> None:
    judge = validator(schema, "send")
    written = [
        messages.receipt("e1", 3, "Salem", AT),
        messages.tick(AT),
        messages.snooze("e1", Snooze(3, AT)),
        messages.snooze("e1", None),
        messages.welcome(Welcome("e1", recovered=True, seq=3)),
        messages.refusal(Refuse(Fault.HELLO_TWICE)),
    ]
    for text in written:
        judge.validate(json.loads(text))
    assert json.loads(written[0]) == {
        "type": "receipt",
        "epoch": "e1",
        "seq": 3,
        "fact": "acknowledged",
        "by": "Salem",
        "at": "2026-12-01T08:00:00Z",
    }
    assert json.loads(written[-1]) == {"type": "error", "code": "hello_twice"}


@pytest.mark.parametrize(
    "said",
    [
        {"type": "hello", "epoch": None, "after": 0},
        {"type": "hello", "epoch": "e1", "after": 3},
        {"type": "hello", "epoch": "", "after": 3},
        {"type": "hello", "epoch": "e1", "after": -1},
        {"type": "hello", "epoch": "e1", "after": "3"},
        {"type": "hello", "epoch": "e1", "after": 3, "colour": "red"},
        {"type": "hello", "after": 3},
        {"type": "goodbye"},
    ],
)
def test_the_protocol_and_the_schema_agree_about_clients(schema: dict, said: dict) -> None:
    protocol = LiveProtocol()
    protocol.heard(json.dumps(said))
    assert (protocol.phase is Phase.PLACING) == validator(schema, "receive").is_valid(said)


def test_every_close_code_has_words() -> None:
    assert set(messages.CLOSINGS) == set(CloseCode)
    assert all(len(reason.encode()) <= 123 for reason in messages.CLOSINGS.values())
