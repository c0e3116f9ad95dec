"""What stands before everybody who is not signed in: the ways in that there are, and no error for being a stranger."""

from typing import Any

import pytest

from tests.scenarios.conftest import staged

PASSKEY = {"en": "Sign in with a passkey", "ar": "الدخول بمفتاح مرور"}
PAGES = ["room", "liaison", "mobile"]
KNOCK = {"selector": ".sign-in form"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_stranger_is_offered_no_way_that_is_closed_and_meets_no_error(
    stage: Any, browser: Any, language: str
) -> None:
    for page in PAGES:
        await browser.open(f"{stage.url}/{page}/", language)
        await browser("sees", **KNOCK)
        await browser("misses", selector=f"button:text-is('{PASSKEY[language]}')")
        assert await browser("complaints") == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_where_passkeys_are_taken_they_are_a_way_in(
    database_url: Any, owner_database: Any, context_key: bytes, clock: Any, browser: Any, language: str
) -> None:
    bound = {"public_origin": "http://localhost"}
    async with staged(database_url, owner_database, context_key, clock, **bound) as stage:
        await browser.open(f"{stage.url}/room/", language)
        await browser("sees", **KNOCK)
        await browser("sees", selector=f"button:text-is('{PASSKEY[language]}')")
        assert await browser("axe") == []
