"""The commands by which sides talk: messages, proposals, shifts, liaisons. They only call `Client` and print."""

import json
from collections.abc import Callable, Iterable
from typing import Annotated, Literal, TypeVar

import typer

from deconflict_client.plain import plain
from deconflict_client.talk_texts import WORDS, liaison_line, message_line, proposal_line, shift_line
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language

T = TypeVar("T")

app = typer.Typer()
proposals = typer.Typer(no_args_is_help=True, help="Shifts that you and others propose to each other.")
app.add_typer(proposals, name="proposal")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what came back as JSON lines.")]
About = Annotated[str, typer.Argument(metavar="ID", help="The id of an overlap, or of a conflict.")]
OfConflict = Annotated[
    bool,
    typer.Option("--conflict", help="The id is that of a conflict: at level 3 and above, and at the desk."),
]
Proposed = Annotated[str, typer.Argument(metavar="PROPOSAL", help="The proposal's id.")]
To = Annotated[
    str | None, typer.Option(metavar="PARTY", help="A rival that the overlap names; without it the desk.")
]


@app.command()
def say(
    about: About,
    text: Annotated[str, typer.Argument(help="What to say.")],
    to: To = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    urgent: Annotated[bool, typer.Option("--urgent", help="Ring on the other side.")] = False,
    conflict: OfConflict = False,
) -> None:
    """Say something about an overlap to the desk, or at level 2 to the other side; at level 3 in a conflict."""
    with told(), signed_in(url) as client:
        say_about = client.say_about_conflict if conflict else client.say_about_overlap
        said = say_about(about, text, to, urgent=urgent)
        _say([said], lambda one: message_line(one, language), as_json=False)


@app.command()
def messages(
    about: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only about this one.")] = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    conflict: OfConflict = False,
    as_json: AsJson = False,
) -> None:
    """List what your side sent and received, newest first."""
    if conflict and about is None:
        raise typer.BadParameter("--conflict needs the conflict's id")
    with told(), signed_in(url) as client:
        found = client.messages_about_conflict(about) if conflict and about else client.messages(about)
        _say(found, lambda one: message_line(one, language), as_json=as_json, none=WORDS[language].none)


@app.command()
def shift(
    about: About,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    conflict: OfConflict = False,
    read: Annotated[bool, typer.Option("--read", help="Do not ask: read what was asked last.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask by how much your patrol would have to shift to be clear of what you know of; answered at the next tick."""
    with told(), signed_in(url) as client:
        if conflict:
            each = client.conflict_shifts(about) if read else client.ask_conflict_shifts(about)
        else:
            each = (client.overlap_shift(about) if read else client.ask_overlap_shift(about),)
        _say(each, lambda one: shift_line(one, language, named=conflict), as_json=as_json)


@app.command()
def liaison(
    name: Annotated[str | None, typer.Argument(help="Whom the other side calls.")] = None,
    reach: Annotated[str | None, typer.Argument(help="A telephone number, a channel.")] = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Show your party's liaison, or name it: the other side sees it at level 2."""
    if (name is None) != (reach is None):
        raise typer.BadParameter("give NAME and REACH, or neither")
    with told(), signed_in(url) as client:
        named = client.liaisons() if name is None or reach is None else [client.name_liaison(name, reach)]
        _say(named, lambda one: liaison_line(one, language), as_json=False, none=WORDS[language].none)


@proposals.command("shift")
def propose(
    about: About,
    minutes: Annotated[int, typer.Argument(help="Later; with a minus sign (after --) earlier.")],
    to: To = None,
    mover: Annotated[
        Literal["self", "other"],
        typer.Option(help="Whose patrol would shift; of the desk's it is always other."),
    ] = "self",
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    conflict: OfConflict = False,
) -> None:
    """Propose that your patrol, or the other's, shifts."""
    with told(), signed_in(url) as client:
        propose_shift = client.propose_shift_of_side if conflict else client.propose_shift
        proposed = propose_shift(about, minutes, to, mover)
        _say([proposed], lambda one: proposal_line(one, language), as_json=False)


@proposals.command("list")
def list_proposals(
    url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False
) -> None:
    """List what your side proposed and received, newest first."""
    with told(), signed_in(url) as client:
        found = client.proposals()
        _say(found, lambda one: proposal_line(one, language), as_json=as_json, none=WORDS[language].none)


@proposals.command()
def accept(
    proposal: Proposed,
    overlap: Annotated[
        str | None, typer.Option(help="Which of your overlaps' patrols moves, where several could.")
    ] = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Accept: if your patrol is to move, its slot is kept for half an hour; amend its plan."""
    with told(), signed_in(url) as client:
        _say(
            [client.accept_proposal(proposal, overlap)],
            lambda one: proposal_line(one, language),
            as_json=False,
        )


@proposals.command()
def refuse(proposal: Proposed, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Refuse what you received."""
    with told(), signed_in(url) as client:
        _say([client.refuse_proposal(proposal)], lambda one: proposal_line(one, language), as_json=False)


@proposals.command()
def withdraw(proposal: Proposed, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Withdraw what your side proposed."""
    with told(), signed_in(url) as client:
        _say([client.withdraw_proposal(proposal)], lambda one: proposal_line(one, language), as_json=False)


def _say(found: Iterable[T], line: Callable[[T], str], *, as_json: bool, none: str = "") -> None:
    said = [json.dumps(plain(one), ensure_ascii=False) if as_json else line(one) for one in found]
    for each in said or ([none] if none and not as_json else []):
        typer.echo(each)
