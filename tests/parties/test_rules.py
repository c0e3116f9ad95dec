"""Which role goes with a party, who may do what, and how a login reads."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pyotp import TOTP

from deconflict.parties.errors import RolePartyMismatch, RoleRefused
from deconflict.parties.model import (
    OFFICERS,
    PARTY_ROLES,
    Binding,
    PartyId,
    PersonId,
    Role,
    UnitId,
    Viewer,
)
from deconflict.parties.rules import (
    as_digits,
    fitting_role,
    is_with,
    otpauth,
    require_officer,
    require_role,
    split_login,
    step_of,
)


@pytest.mark.parametrize("role", Role)
def test_a_role_fits_with_a_party_or_without_one_never_both(role: Role) -> None:
    fits, clashes = (uuid4(), None) if role in PARTY_ROLES else (None, uuid4())
    assert fitting_role(role, fits) is role
    with pytest.raises(RolePartyMismatch) as refused:
        fitting_role(role, clashes)
    assert refused.value.fields() == {"role": role.value}


def test_a_viewer_of_another_role_is_refused_by_its_own_role() -> None:
    viewer = Viewer(uuid4(), uuid4(), uuid4(), Role.CREW, None, datetime(2026, 12, 1, tzinfo=UTC))
    assert require_role(viewer, Role.LIAISON, Role.CREW) is viewer
    with pytest.raises(RoleRefused) as refused:
        require_role(viewer, Role.LIAISON)
    assert refused.value.fields() == {"role": "crew"}


@pytest.mark.parametrize("role", Role)
def test_an_officer_acts_for_their_party_and_nobody_else_does(role: Role) -> None:
    party = uuid4() if role in PARTY_ROLES else None
    viewer = Viewer(uuid4(), uuid4(), party, role, None, datetime(2026, 12, 1, tzinfo=UTC))
    if role in OFFICERS:
        assert require_officer(viewer) == party
        return
    with pytest.raises(RoleRefused):
        require_officer(viewer)


@pytest.mark.parametrize(
    ("login", "parts"),
    [
        ("salem@east", ("salem", "east")),
        ("desk", ("desk", None)),
        ("salem@", ("salem", "")),
        ("a@b@c", ("a", "b@c")),
    ],
)
def test_a_login_is_a_handle_and_for_parties_a_slug(login: str, parts: tuple[str, str | None]) -> None:
    assert split_login(login) == parts


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")],
)
def test_a_code_is_the_one_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B, SHA-1, of which an app shows the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890
    assert step_of(secret, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize("offset", [-2, -1, 0, 1, 2])
def test_a_code_is_of_this_step_or_a_neighbour(offset: int) -> None:
    secret, step = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 55_000_000
    now = datetime.fromtimestamp(step * 30 + 17, UTC)
    code = TOTP(secret).generate_otp(step + offset)
    assert step_of(secret, code, now) == (step + offset if abs(offset) <= 1 else None)


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "١٢٣٤٥٦", "12345é", "123²56", "12 456", "-12345", "12345\n"]
)
def test_a_code_is_six_digits_and_nothing_else_is_of_any_step(code: str) -> None:
    assert step_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code, datetime(2026, 12, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("١٢٣٤٥٦", "123456"),
        ("۱۲۳ ۴۵۶", "123456"),
        ("１２３\u00a0456", "123456"),
        (" 123 456 ", "123456"),
        ("k7qm-2m4q", "k7qm-2m4q"),
        ("12²½Ⅷ", "12²½Ⅷ"),
    ],
)
def test_digits_are_read_in_whatever_script_they_are_typed(typed: str, read: str) -> None:
    assert as_digits(typed) == read


def test_what_an_app_reads_names_the_service_and_the_login() -> None:
    uri = otpauth("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "salem@east")
    assert (
        uri
        == "otpauth://totp/deconflict:salem%40east?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=deconflict"
    )


def test_who_reported_for_a_unit_is_with_it_unless_their_officers_said_otherwise() -> None:
    said_at, moment = datetime(2026, 12, 1, 8, tzinfo=UTC), timedelta(seconds=1)
    unit, another = UnitId(uuid4()), UnitId(uuid4())

    def said(of: UnitId | None) -> Binding:
        return Binding(PersonId(uuid4()), PartyId(uuid4()), of, said_at)

    assert is_with(None, unit, said_at)
    assert is_with(said(unit), unit, said_at - moment)
    assert not is_with(said(another), unit, said_at + moment)
    assert is_with(said(None), unit, said_at + moment)
    assert not is_with(said(None), unit, said_at)
