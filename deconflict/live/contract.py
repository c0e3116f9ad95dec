"""What is said on `/v1/live` as an AsyncAPI 3.0 document, for programs of others and for generated types.

`receive` is what the service receives, `send` what it sends.
"""

from typing import Any, Final

from pydantic import TypeAdapter

from deconflict.live.messages import CLOSINGS, SUBPROTOCOL, FromClient, FromServer

ADDRESS: Final = "/v1/live"
SCHEMA: Final = "#/components/schemas/{model}"
ABOUT: Final = (
    f"One websocket with the subprotocol `{SUBPROTOCOL}`: for one's alerts in order and without gaps, for where units "
    "are, and for reporting where one is. Whoever connects is known by the session's cookie (then the Origin is "
    "checked), by a bearer token, or by a ticket for one time, offered as a second subprotocol `ticket.…`. The client "
    "speaks first: `hello`, with the place in the feed that it has kept. `welcome` says whether that place holds; "
    "where it does not, the client reads `/v1/picture` and says hello again with the number it has from there."
)


def describe() -> dict[str, Any]:
    """Return the document."""
    said, schemas = _schemas()
    names = [name for each in said.values() for name in each]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"{SUBPROTOCOL} on {ADDRESS}", "version": "1.0.0", "description": ABOUT},
        "defaultContentType": "application/json",
        "channels": {
            "live": {
                "address": ADDRESS,
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
                "bindings": {"ws": {"method": "GET"}},
                "x-close-codes": {str(int(code)): reason for code, reason in CLOSINGS.items()},
            }
        },
        "operations": {action: _operation(action, each) for action, each in said.items()},
        "components": {
            "messages": {
                name: {"name": name, "payload": {"$ref": SCHEMA.format(model=name)}} for name in names
            },
            "schemas": schemas,
        },
    }


def _schemas() -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Return the names of the messages by what the service does with them, and every schema by name."""
    adapters = {
        "receive": (TypeAdapter(FromClient), "validation"),
        "send": (TypeAdapter(FromServer), "serialization"),
    }
    inputs = [(action, mode, adapter) for action, (adapter, mode) in adapters.items()]
    parts, definitions = TypeAdapter.json_schemas(inputs, ref_template=SCHEMA)  # type: ignore[arg-type]  # literals
    said = {
        action: [each["$ref"].rpartition("/")[2] for each in part["anyOf"]]
        for (action, _), part in parts.items()
    }
    return said, definitions["$defs"]


def _operation(action: str, names: list[str]) -> dict[str, Any]:
    of_channel = [{"$ref": f"#/channels/live/messages/{name}"} for name in names]
    return {"action": action, "channel": {"$ref": "#/channels/live"}, "messages": of_channel}
