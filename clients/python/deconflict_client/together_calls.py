"""The requests about rendezvous and joint patrols. Sends nothing."""

from collections.abc import Sequence
from typing import Literal, TypeAlias
from urllib.parse import quote

from deconflict_client import together
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.plan import Plan
from deconflict_client.wire import Json, JsonObject

Subject: TypeAlias = Literal["overlaps", "conflicts"]


def propose(parties: Sequence[str], place: together.MeetingPlace) -> Call[together.Rendezvous]:
    """Propose a rendezvous between two parties."""
    return _meeting("/v1/rendezvous", {**place.wire(), "parties": list(parties)})


def propose_about(
    subject: Subject, wanted: str, place: together.MeetingPlace, rival: str | None
) -> Call[together.Rendezvous]:
    """Propose a rendezvous about an overlap or a conflict."""
    return _meeting(f"/v1/{subject}/{_part(wanted)}/rendezvous", {**place.wire(), "with": rival})


def confirm(wanted: str, patrol: str | None) -> Call[together.Rendezvous]:
    """Confirm a rendezvous as one's own party."""
    return _meeting(f"/v1/rendezvous/{_part(wanted)}/confirm", {"patrol": patrol})


def end(wanted: str) -> Call[together.Rendezvous]:
    """Withdraw, refuse or end a rendezvous."""
    return _meeting(f"/v1/rendezvous/{_part(wanted)}/end", None)


def pass_on(wanted: str, party: str) -> Call[together.Rendezvous]:
    """Pass on what a party left with the desk."""
    return _meeting(f"/v1/rendezvous/{_part(wanted)}/pass-on", {"party": party})


def all_rendezvous() -> Call[Page[together.Rendezvous]]:
    """Read one page of rendezvous."""
    return collection("rendezvous", together.rendezvous)


def rendezvous(wanted: str) -> Call[together.Rendezvous]:
    """Read one rendezvous."""
    return Call("GET", f"/v1/rendezvous/{_part(wanted)}", _read_meeting, Repeat.ALWAYS)


def propose_joint(plan: Plan | JsonObject, others: Sequence[str]) -> Call[together.JointPatrol]:
    """Propose a joint patrol to other parties."""
    return _joint("/v1/joint-patrols", {**_course(plan), "with": list(others)})


def amend_joint(wanted: str, plan: Plan | JsonObject) -> Call[together.JointPatrol]:
    """Propose another text for a joint patrol."""
    return _joint(f"/v1/joint-patrols/{_part(wanted)}/amend", _course(plan))


def attach(wanted: str, unit: str) -> Call[together.JointPatrol]:
    """Attach a unit of one's own party."""
    return _joint(f"/v1/joint-patrols/{_part(wanted)}/attach", {"unit": unit})


def countersign(read: together.JointPatrol) -> Call[together.JointPatrol]:
    """Countersign the text that was read."""
    return _joint(f"/v1/joint-patrols/{_part(read.id)}/countersign", {"digest": read.digest})


def withdraw_joint(wanted: str) -> Call[together.JointPatrol]:
    """End a joint patrol."""
    return _joint(f"/v1/joint-patrols/{_part(wanted)}/withdraw", None)


def all_joint_patrols() -> Call[Page[together.JointPatrol]]:
    """Read one page of joint patrols."""
    return collection("joint_patrols", together.joint_patrol, "/v1/joint-patrols")


def joint_patrol(wanted: str) -> Call[together.JointPatrol]:
    """Read one joint patrol."""
    return Call("GET", f"/v1/joint-patrols/{_part(wanted)}", _read_joint, Repeat.ALWAYS)


def _course(plan: Plan | JsonObject) -> dict[str, Json]:
    return together.course(plan)


def _meeting(path: str, body: Json) -> Call[together.Rendezvous]:
    return Call("POST", path, _read_meeting, Repeat.IF_UNSENT, body)


def _joint(path: str, body: Json) -> Call[together.JointPatrol]:
    return Call("POST", path, _read_joint, Repeat.IF_UNSENT, body)


def _read_meeting(answer: Answer) -> together.Rendezvous:
    return together.rendezvous(answer.record)


def _read_joint(answer: Answer) -> together.JointPatrol:
    return together.joint_patrol(answer.record)


def _part(value: str) -> str:
    return quote(value, safe="")
