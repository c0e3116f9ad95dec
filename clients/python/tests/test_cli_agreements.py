"""The commands about agreements against a real service on loopback."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deconflict_client.cli import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, without a session."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DECONFLICT_TOKEN", raising=False)
    return tmp_path / "deconflict"


@pytest.fixture
def run(service, monkeypatch: pytest.MonkeyPatch):
    """Run a command against the service, signed in."""
    monkeypatch.setenv("DECONFLICT_URL", service.url)

    def invoke(*arguments: str, said: str | None = None) -> Result:
        return RUN.invoke(app, arguments, input=said)

    assert invoke("login", "salem@east", said="right\n").exit_code == 0
    return invoke


@pytest.fixture
def with_key(run):
    assert run("key", "new", "--name", "laptop").exit_code == 0
    return run


@pytest.mark.rule("DIS-02")
def test_a_key_is_made_here_and_only_its_public_half_leaves(run, service, home: Path) -> None:
    made = run("key", "new", "--name", "laptop")
    assert made.exit_code == 0, made.output
    [kept] = home.glob("key-*.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    private = json.loads(kept.read_text())["private"]
    assert private not in json.dumps(service.registered) + made.output
    assert service.registered[0]["name"] == "laptop"
    again = run("key", "new")
    assert (again.exit_code, len(service.registered)) == (2, 1)
    assert "holds a key already" in again.stderr


@pytest.mark.rule("DIS-02")
def test_one_sees_the_text_in_both_languages_and_its_digest_before_one_is_asked(with_key, service) -> None:
    drafted = json.loads(with_key("agreement", "draft", "--with", "west", "--json").stdout)
    refused = with_key("agreement", "sign", drafted["id"], said="n\n")
    assert refused.exit_code == 1
    for shown in ("Level 1.", "المستوى 1.", drafted["digest"], "Sign this text", "هل توقّع"):
        assert shown in refused.stdout
    assert service.agreements[drafted["id"]]["signatures"] == []
    signed = with_key("agreement", "sign", drafted["id"], said="y\n")
    assert signed.exit_code == 0, signed.output
    assert "signed by one side" in signed.stdout
    assert len(service.agreements[drafted["id"]]["signatures"]) == 1


def test_signing_can_be_told_not_to_ask_and_speaks_arabic(with_key, service, drafted) -> None:
    service.agreements["g1"] = drafted("g1")
    signed = with_key("agreement", "sign", "g1", "--yes", "--language", "ar")
    assert signed.exit_code == 0, signed.output
    assert "وقّعه طرف واحد" in signed.stdout


@pytest.mark.rule("DIS-02")
def test_without_a_key_or_with_one_that_others_can_read_nothing_is_signed(
    run, service, home: Path, drafted
) -> None:
    service.agreements["g1"] = drafted("g1")
    missing = run("agreement", "sign", "g1", "--yes")
    assert (missing.exit_code, "deconflict-client key new" in missing.stderr) == (2, True)
    assert run("key", "new").exit_code == 0
    [kept] = home.glob("key-*.json")
    kept.chmod(0o644)
    exposed = run("agreement", "sign", "g1", "--yes")
    assert (exposed.exit_code, "others may read" in exposed.stderr) == (2, True)
    assert service.agreements["g1"]["state"] == "drafted"


@pytest.mark.rule("DIS-02")
def test_a_text_whose_digest_is_anothers_is_not_signed(with_key, service, drafted) -> None:
    service.agreements["g1"] = drafted("g1") | {"digest": "0" * 64}
    assert with_key("agreement", "sign", "g1", "--yes").exit_code == 1
    assert service.agreements["g1"]["signatures"] == []


def test_a_draft_comes_from_options_or_from_a_file(run, service, tmp_path: Path) -> None:
    done = run("agreement", "draft", "--with", "west", "--level", "2", "--minimum-m", "1500", "--days", "7")
    assert done.exit_code == 0, done.output
    assert "nobody is bound" in done.stdout
    body = json.loads(str(service.agreements["g1"]["canonical"]))
    assert (body["parties"], body["levels"]["elsewhere"]) == (["east", "west"], 2)
    assert body["minimum_m"] == {"east": 1500, "west": 1500}
    file = tmp_path / "terms.json"
    file.write_text(json.dumps({**body, "right_of_way": "west"}))
    assert run("agreement", "draft", str(file), "--language", "ar").exit_code == 0
    assert json.loads(str(service.agreements["g2"]["canonical"]))["right_of_way"] == "west"
    file.write_text("{}")
    assert run("agreement", "draft", str(file)).exit_code == 2
    for wrong in ([], [str(file), "--with", "west"]):
        assert run("agreement", "draft", *wrong).exit_code == 2


def test_agreements_are_listed_shown_and_withdrawn(run, service, drafted) -> None:
    assert "there are no agreements" in run("agreement", "list").stdout
    assert run("agreement", "list", "--json").stdout.strip() == ""
    service.agreements["g1"] = drafted("g1")
    assert "agreement K7-2M4Q: drafted" in run("agreement", "list").stdout
    assert json.loads(run("agreement", "list", "--json").stdout)["id"] == "g1"
    assert "the other party asks for 1500 m" in run("agreement", "show", "g1").stdout
    assert json.loads(run("agreement", "show", "g1", "--json").stdout)["terms"]["lead_time_s"] == 0
    assert "withdrawn" in run("agreement", "withdraw", "g1").stdout
    assert run("agreement", "show", "g9").exit_code == 1


@pytest.mark.rule("DIS-02")
def test_a_level_is_lowered_everywhere_or_in_some_squares(run, service) -> None:
    everywhere = run("lower", "west", "0")
    assert everywhere.exit_code == 0, everywhere.output
    assert "elsewhere: level 0 sealed" in everywhere.stdout
    some = run(
        "lower", "west", "1", "--cell", "14/1/2", "--cell", "14/1/3", "--matter", "plans", "--language", "ar"
    )
    assert "14/1/2 14/1/3" in some.stdout
    assert service.lowered[0]["levels"] == {"elsewhere": 0, "clauses": []}
    [clause] = service.lowered[1]["levels"]["clauses"]
    assert (clause["level"], clause["cells"], clause["matter"]) == (1, ["14/1/2", "14/1/3"], "plans")
    assert service.lowered[1]["levels"]["elsewhere"] == 4
    for language, words in (("en", "nothing was lowered"), ("ar", "لم يُخفَّض شيء")):
        service.answer_instead("/v1/lowerings", 409, {"code": "nothing_lowered"})
        again = run("lower", "west", "0", "--language", language)
        assert again.exit_code == 1
        assert words in again.output
    shown = run("agreement", "levels", "west")
    assert shown.stdout.count("elsewhere: level") == 3
    assert json.loads(run("agreement", "levels", "west", "--json").stdout)["minimum_m"] == 1000


@pytest.mark.rule("DIS-02")
def test_a_revoked_key_is_replaced_by_a_new_one(with_key, service, home: Path) -> None:
    [kept] = home.glob("key-*.json")
    before = kept.read_text()
    assert "your party · laptop" in with_key("key", "list").stdout
    revoked = with_key("key", "revoke", "k1", "--language", "ar")
    assert "أُلغي في" in revoked.stdout
    assert with_key("key", "new").exit_code == 0
    assert kept.read_text() != before
    assert [json.loads(line)["id"] for line in with_key("key", "list", "--json").stdout.splitlines()] == [
        "k1",
        "k2",
    ]
