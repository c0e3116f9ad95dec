"""The commands about rendezvous and joint patrols. They only call `Client` and print."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from deconflict_client.agreement_texts import visible
from deconflict_client.errors import Unreadable
from deconflict_client.files import read_features
from deconflict_client.plain import plain
from deconflict_client.terminal import DEFAULT_URL, REFUSED, WRONG_INPUT, Url, signed_in, told
from deconflict_client.texts import Language
from deconflict_client.together import MeetingPlace
from deconflict_client.together_texts import WORDS, joint_lines, meeting_lines
from deconflict_client.wire import JsonObject, time_of

T = TypeVar("T")

rendezvous = typer.Typer(no_args_is_help=True, help="Where and when you mean to be close to another party.")
joint = typer.Typer(no_args_is_help=True, help="Patrols of several parties under one plan.")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what came back as JSON lines.")]
Meeting = Annotated[str, typer.Argument(metavar="RENDEZVOUS", help="Its id.")]
Joint = Annotated[str, typer.Argument(metavar="JOINT-PATROL", help="Its id.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The plan as GeoJSON.")]
Patrol = Annotated[str | None, typer.Option(help="The one own patrol it is meant for; without it, all.")]


@rendezvous.command()
def propose(
    party: Annotated[
        str | None, typer.Option("--with", metavar="PARTY", help="The other party's id.")
    ] = None,
    overlap: Annotated[str | None, typer.Option(help="About this overlap: with its rival.")] = None,
    conflict: Annotated[str | None, typer.Option(help="About this conflict: with its rival.")] = None,
    lon: Annotated[float, typer.Option(help="Centre, degrees east.")] = ...,  # type: ignore[assignment]  # required
    lat: Annotated[float, typer.Option(help="Centre, degrees north.")] = ...,  # type: ignore[assignment]  # required
    start: Annotated[str, typer.Option(help="When it begins, such as 2026-12-01T12:00Z.")] = ...,  # type: ignore[assignment]  # required
    end: Annotated[str, typer.Option(help="When it ends.")] = ...,  # type: ignore[assignment]  # required
    radius_m: Annotated[float, typer.Option(help="Radius of the disc, 50 to 5000.")] = 500.0,
    patrol: Patrol = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    as_json: AsJson = False,
) -> None:
    """Propose a rendezvous: the other party is told place and time, and nothing of your plans."""
    with told(WRONG_INPUT):
        place = MeetingPlace(lon, lat, radius_m, _time(start), _time(end), patrol)
    if (party is not None) + (overlap is not None) + (conflict is not None) != 1:
        raise typer.BadParameter("give one of --with, --overlap and --conflict")
    with told(), signed_in(url) as client:
        if overlap is not None:
            proposed = client.propose_about_overlap(overlap, place)
        elif conflict is not None:
            proposed = client.propose_about_conflict(conflict, place)
        else:
            own = str(client.who_am_i().person.party)
            proposed = client.propose_rendezvous((own, str(party)), place)
        _say([proposed], lambda one: meeting_lines(one, language), as_json=as_json)


@rendezvous.command("list")
def list_rendezvous(
    url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False
) -> None:
    """List your party's rendezvous."""
    with told(), signed_in(url) as client:
        found = client.all_rendezvous()
        _say(found, lambda one: meeting_lines(one, language), as_json=as_json)
        if not found and not as_json:
            typer.echo(WORDS[language].none)


@rendezvous.command()
def confirm(
    wanted: Meeting, patrol: Patrol = None, url: Url = DEFAULT_URL, language: In = Language.ENGLISH
) -> None:
    """Confirm as your party. It takes that place and time out of the check once both have."""
    with told(), signed_in(url) as client:
        _say([client.confirm_rendezvous(wanted, patrol)], lambda one: meeting_lines(one, language))


@rendezvous.command("end")
def end_rendezvous(wanted: Meeting, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Withdraw your proposal, refuse another's, or end what was confirmed."""
    with told(), signed_in(url) as client:
        _say([client.end_rendezvous(wanted)], lambda one: meeting_lines(one, language))


@rendezvous.command()
def pass_on(
    wanted: Meeting,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="Whom it concerns.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Propose, as the room, what a party left with it."""
    with told(), signed_in(url) as client:
        _say([client.pass_on_rendezvous(wanted, party)], lambda one: meeting_lines(one, language))


@joint.command("propose")
def propose_joint(
    file: File,
    others: Annotated[list[str], typer.Option("--with", metavar="PARTY", help="May come again.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    as_json: AsJson = False,
) -> None:
    """Propose a joint patrol: the other parties are told its plan, and attach units of their own."""
    plan = _plan(file)
    with told(), signed_in(url) as client:
        proposed = client.propose_joint_patrol(plan, others)
        _say([proposed], lambda one: joint_lines(one, language), as_json=as_json)


@joint.command("amend")
def amend_joint(wanted: Joint, file: File, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Propose another plan; the one in force holds until all have countersigned the new one."""
    plan = _plan(file)
    with told(), signed_in(url) as client:
        _say([client.amend_joint_patrol(wanted, plan)], lambda one: joint_lines(one, language))


@joint.command("list")
def list_joint(url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False) -> None:
    """List the joint patrols that your party is asked to take part in."""
    with told(), signed_in(url) as client:
        found = client.joint_patrols()
        _say(found, lambda one: joint_lines(one, language), as_json=as_json)
        if not found and not as_json:
            typer.echo(WORDS[language].none)


@joint.command()
def attach(
    wanted: Joint,
    unit: Annotated[str, typer.Argument(help="Id or callsign of your unit: the others see the callsign.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Say which of your units takes part."""
    with told(), signed_in(url) as client:
        _say([client.attach_unit(wanted, unit)], lambda one: joint_lines(one, language))


@joint.command()
def countersign(
    wanted: Joint,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: it has been read.")] = False,
) -> None:
    """Show the text in both languages with its digest, ask, and countersign it."""
    with told(), signed_in(url) as client:
        text = client.joint_patrol(wanted)
        for each in Language:
            _say([text], lambda one, each=each: joint_lines(one, each))  # type: ignore[misc]  # bound now
        question = " · ".join(WORDS[each].ask for each in Language)
        if not yes and not typer.confirm(question):
            typer.echo(WORDS[language].not_countersigned_now)
            raise typer.Exit(REFUSED)
        _say([client.countersign(text)], lambda one: joint_lines(one, language))


@joint.command("withdraw")
def withdraw_joint(wanted: Joint, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """End it for all. Your own patrol is withdrawn unless it has started."""
    with told(), signed_in(url) as client:
        _say([client.withdraw_joint_patrol(wanted)], lambda one: joint_lines(one, language))


def _plan(file: Path) -> JsonObject:
    with told(WRONG_INPUT):
        features = read_features(file, None)
        if len(features) != 1:
            raise Unreadable(pointer="/features", expected="one plan")
    return features[0]


def _time(text: str) -> datetime:
    return time_of(text, text)


def _say(items: Iterable[T], lines: Callable[[T], Iterable[str]], *, as_json: bool = False) -> None:
    for item in items:
        if as_json:
            typer.echo(json.dumps(plain(item), ensure_ascii=False))
        else:
            for line in lines(item):
                typer.echo(visible(line))
