"""The story's people are added once, by an operator of the demonstration's own."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL

from deconflict.api.wire_people import DemonstrationOut
from deconflict.demo.logins import OPERATOR, keep, let_operator_in, logins, welcome
from deconflict.demo.stage import LOGINS
from deconflict.demo.story import the_story
from deconflict.flows.deployment import Deployment
from deconflict.flows.sign_in import PasswordKnock, sign_in
from deconflict.parties.model import Role
from deconflict.runtime.database import Database
from deconflict.runtime.settings import Settings


async def test_the_operator_can_sign_in(database_url: URL, api_database: Database) -> None:
    await let_operator_in(database_url.render_as_string(hide_password=False), "a long password")
    knock = PasswordKnock(OPERATOR, "a long password")
    signed_in = await sign_in(api_database, knock, Deployment.of(Settings()), datetime.now(UTC))
    assert signed_in.viewer.role is Role.OPERATOR


def test_passwords_are_for_this_account_alone(tmp_path: Path) -> None:
    keep(tmp_path / LOGINS, {"room": "a long password"})
    assert (tmp_path / LOGINS).stat().st_mode & 0o777 == 0o600


def test_visitors_may_be_everybody_of_the_story_but_the_operator(tmp_path: Path) -> None:
    story = the_story()
    passwords = {member.login: f"of {member.login}" for member in story.members} | {OPERATOR: "nobody's"}
    welcome(story, passwords, tmp_path / "visitors.json")
    told = DemonstrationOut.model_validate_json((tmp_path / "visitors.json").read_bytes())
    assert {who.login: who.password for who in told.people} == {
        login: password for login, password in passwords.items() if login != OPERATOR
    }
    salem = next(who for who in told.people if who.login == "salem@east")
    assert (salem.role, salem.side) == (Role.LIAISON, "Eastern Joint Command / القيادة المشتركة الشرقية")


def test_a_second_performance_signs_in_with_what_the_first_has_kept(tmp_path: Path) -> None:
    keep(tmp_path / LOGINS, {"room": "a long password"})
    nowhere = "http://127.0.0.1:9"
    assert logins(the_story(), Settings.load(data_dir=tmp_path), nowhere) == {"room": "a long password"}
    assert json.loads((tmp_path / LOGINS).read_text()) == {"room": "a long password"}
