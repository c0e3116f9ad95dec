"""The requests by which sides and the desk talk: messages, proposals, liaisons. Sends nothing."""

from typing import Literal, TypeAlias
from urllib.parse import quote

from deconflict_client import talk
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.wire import Json

Subject: TypeAlias = Literal["overlaps", "conflicts"]
Reply: TypeAlias = Literal["accept", "refuse", "withdraw"]


def say(subject: Subject, wanted: str, text: str, to: str | None, *, urgent: bool) -> Call[talk.Message]:
    """Say something about an overlap or a conflict."""
    body: Json = {"text": text, "to": to, "urgent": urgent}
    return Call("POST", f"/v1/{subject}/{_part(wanted)}/messages", _message, Repeat.IF_UNSENT, body)


def messages(subject: Subject | None, wanted: str = "") -> Call[Page[talk.Message]]:
    """Read one page of messages: all, or those about an overlap or a conflict."""
    path = "/v1/messages" if subject is None else f"/v1/{subject}/{_part(wanted)}/messages"
    return collection("messages", talk.message, path)


def propose_shift(
    subject: Subject, wanted: str, minutes: int, to: str | None, mover: str
) -> Call[talk.Proposal]:
    """Propose that one's own patrol or the other's shifts."""
    body: Json = {"shift_minutes": minutes, "to": to, "mover": mover}
    return Call("POST", f"/v1/{subject}/{_part(wanted)}/proposals", _proposal, Repeat.IF_UNSENT, body)


def proposals(subject: Subject | None, wanted: str = "") -> Call[Page[talk.Proposal]]:
    """Read one page of proposals: all, or those about an overlap or a conflict."""
    path = "/v1/proposals" if subject is None else f"/v1/{subject}/{_part(wanted)}/proposals"
    return collection("proposals", talk.proposal, path)


def proposal(wanted: str) -> Call[talk.Proposal]:
    """Read one proposal."""
    return Call("GET", f"/v1/proposals/{_part(wanted)}", _proposal, Repeat.ALWAYS)


def answer_proposal(wanted: str, reply: Reply, overlap: str | None = None) -> Call[talk.Proposal]:
    """Accept, refuse or withdraw a proposal."""
    body: Json = {"overlap": overlap} if reply == "accept" else None
    return Call("POST", f"/v1/proposals/{_part(wanted)}/{reply}", _proposal, Repeat.IF_UNSENT, body)


def liaisons() -> Call[Page[talk.Liaison]]:
    """Read one's own party's liaison."""
    return collection("liaisons", talk.liaison, "/v1/liaison")


def name_liaison(name: str, reach: str) -> Call[talk.Liaison]:
    """Name whom the other side calls; named twice it is the same."""
    body: Json = {"name": name, "reach": reach}
    return Call("PUT", "/v1/liaison", lambda answer: talk.liaison(answer.record), Repeat.ALWAYS, body)


def _message(answer: Answer) -> talk.Message:
    return talk.message(answer.record)


def _proposal(answer: Answer) -> talk.Proposal:
    return talk.proposal(answer.record)


def _part(wanted: str) -> str:
    return quote(wanted, safe="")
