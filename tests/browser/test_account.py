"""Sessions and devices in a real browser: where one is signed in, a phone let in by a code, a second factor."""

from typing import Any

import psycopg
import pytest
from pyotp import TOTP

from deconflict_client.async_client import AsyncClient
from deconflict_client.errors import SignedOut
from tests.scenarios.conftest import PASSWORD

WORDS = {
    "en": {
        "sign_in": "Sign in",
        "sign_out": "Sign out",
        "login": "Login",
        "password": "Password",
        "code": "Code of the app, or recovery code",
        "by_code": "Sign in with a code",
        "device_code": "Code made on another screen",
        "menu": "Menu",
        "account": "Sessions and devices",
        "others": "End all opened earlier",
        "let_in": "Let a phone in",
        "make": "Make a code",
        "name": "What it is called",
        "proof": "Password, to prove that it is you",
        "wrong": "The password is wrong.",
        "set_up": "Set up",
        "confirm": "Then enter the code that it shows",
        "hold": "Confirm",
        "remove_passkey": "Remove \u2068laptop\u2069",
        "change": "Change the password",
        "another": "New password, at least 8 letters",
        "required": "Enter the code of your authenticator app as well.",
    },
    "ar": {
        "sign_in": "دخول",
        "sign_out": "خروج",
        "login": "اسم الدخول",
        "password": "كلمة المرور",
        "code": "رمز التطبيق أو رمز الاسترداد",
        "by_code": "الدخول برمز",
        "device_code": "رمز أُنشئ على شاشة أخرى",
        "menu": "القائمة",
        "account": "الجلسات والأجهزة",
        "others": "إنهاء كل ما فُتح قبلها",
        "let_in": "أدخل هاتفاً",
        "make": "أنشئ رمزاً",
        "name": "اسم الجهاز",
        "proof": "كلمة المرور، لإثبات أنك أنت",
        "wrong": "كلمة المرور غير صحيحة.",
        "set_up": "إعداد",
        "confirm": "ثم أدخل الرمز الذي يعرضه",
        "hold": "تأكيد",
        "remove_passkey": "إزالة \u2068laptop\u2069",
        "change": "غيّر كلمة المرور",
        "another": "كلمة مرور جديدة، 8 أحرف على الأقل",
        "required": "أدخل أيضاً رمز تطبيق المصادقة.",
    },
}
LOOKS = [("en", "light", 1280), ("ar", "dark", 360)]
PASSKEYS = "main.account > section:nth-of-type(4)"
OWN_PASSWORD = "main.account > section:nth-of-type(5)"
SESSIONS, DEVICES = "main.account > section:nth-of-type(1)", "main.account > section:nth-of-type(2)"


class Hands:
    """Somebody at the page, in their language."""

    def __init__(self, browser: Any, words: dict[str, str]) -> None:
        self.browser, self.words = browser, words

    async def press(self, word: str) -> None:
        """Press a button."""
        await self.browser("press", role="button", name=self.words[word])

    async def fill(self, **said: str) -> None:
        """Fill fields in."""
        for label, text in said.items():
            await self.browser("fill", label=self.words[label], text=text)

    async def sign_in(self) -> None:
        """Go in as the room, by password."""
        await self.fill(login="room", password=PASSWORD)
        await self.press("sign_in")

    async def opens_account(self, width: int) -> None:
        """Go to one's sessions and devices, which a phone has behind its menu."""
        if width < 640:
            await self.press("menu")
        await self.press("account")

    async def is_sound(self, name: str) -> None:
        """Nothing sticks out, and nobody stumbles; a picture is kept."""
        assert await self.browser("axe") == []
        assert (await self.browser("document"))["overflow"] <= 0
        await self.browser.shot(name)


@pytest.mark.rule("SEC-04")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_a_lost_laptop_is_signed_out_and_a_phone_let_in_by_a_code(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    hands = Hands(browser, WORDS[language])
    lost = await stage.token("room")
    await browser.open(f"{stage.url}/room/", language, theme, width)
    await hands.sign_in()
    await hands.opens_account(width)
    await browser("counts", selector=f"{SESSIONS} .way", times=3)  # this one, the lost one, the stage's own
    await hands.is_sound(f"account-{language}-{theme}")
    await hands.press("others")
    await browser("misses", selector=f"{SESSIONS} .way + .way")
    await browser("counts", selector=f"{SESSIONS} .way", times=1)
    async with AsyncClient(stage.url, token=lost) as client:
        with pytest.raises(SignedOut):
            await client.who_am_i()

    await hands.press("let_in")
    await hands.fill(name="phone", proof="a guess")
    await hands.press("make")
    await browser.says(hands.words["wrong"], selector=f"{DEVICES} .fault")
    await hands.fill(proof=PASSWORD)
    await hands.press("make")
    code = await browser("sees", selector=f"{DEVICES} .code")
    await hands.is_sound(f"account-code-{language}-{theme}")

    await browser.open(f"{stage.url}/room/", language, theme, width)  # another device
    await hands.press("by_code")
    await hands.is_sound(f"sign-in-by-code-{language}-{theme}")
    await hands.fill(device_code=code)
    await hands.press("sign_in")
    await hands.opens_account(width)
    await browser("counts", selector=f"{SESSIONS} .way", times=2)
    await browser.says("phone", selector=f"{DEVICES} .way")
    # Whoever holds it now sees the door: the session ended with the device.
    await browser("press", selector=f"{DEVICES} .way button")
    await browser("sees", selector=f"{DEVICES} .fault, .stream.lost")


@pytest.mark.rule("SEC-04")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_whoever_sets_up_a_second_factor_is_asked_for_its_code(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    hands = Hands(browser, WORDS[language])
    await browser.open(f"{stage.url}/room/", language, theme, width)
    await hands.sign_in()
    await hands.opens_account(width)
    await hands.press("set_up")
    await hands.fill(proof=PASSWORD)
    await hands.press("set_up")
    app = TOTP((await browser("sees", selector=".code.secret")).replace(" ", ""))
    await hands.is_sound(f"factor-offered-{language}-{theme}")
    await hands.fill(confirm=app.at(stage.clock.now()))
    await hands.press("hold")
    await browser("counts", selector=".codes li", times=10)
    await hands.is_sound(f"factor-held-{language}-{theme}")

    await hands.press("sign_out")
    await hands.sign_in()
    await browser.says(hands.words["required"], selector=".fault")
    await hands.is_sound(f"sign-in-second-factor-{language}-{theme}")
    stage.clock.advance(30)
    await hands.fill(code=app.at(stage.clock.now()))
    await hands.press("sign_in")
    await browser("sees", selector=".stream:not(.soft):not(.lost)")


@pytest.mark.rule("SEC-04")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_a_passkey_is_removed_with_the_password(
    stage: Any, browser: Any, database_url: Any, language: str, theme: str, width: int
) -> None:
    hands = Hands(browser, WORDS[language])
    plain_url = database_url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(plain_url) as connection:
        await connection.execute(
            "INSERT INTO passkey (id, person, credential_id, public_key, sign_count, name, added_at)"
            " SELECT gen_random_uuid(), id, 'id', 'key', 0, 'laptop', now() FROM person WHERE login = 'room'"
        )
    await browser.open(f"{stage.url}/room/", language, theme, width)
    await hands.sign_in()
    await hands.opens_account(width)
    await hands.press("remove_passkey")
    await hands.is_sound(f"passkey-removing-{language}-{theme}")
    await hands.fill(proof="a guess")
    await browser("press", selector=f"{PASSKEYS} form .main")
    await browser.says(hands.words["wrong"], selector=f"{PASSKEYS} .fault")
    await browser("counts", selector=f"{PASSKEYS} .way", times=1)
    await hands.fill(proof=PASSWORD)
    await browser("press", selector=f"{PASSKEYS} form .main")
    await browser("misses", selector=f"{PASSKEYS} .way")
    await browser("misses", selector=f"{PASSKEYS} form")


@pytest.mark.rule("SEC-04")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_a_password_is_changed_with_the_present_one(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    hands = Hands(browser, WORDS[language])
    await browser.open(f"{stage.url}/room/", language, theme, width)
    await hands.sign_in()
    await hands.opens_account(width)
    await hands.press("change")
    await hands.is_sound(f"password-{language}-{theme}")
    await hands.fill(another="one that nobody knows", proof=PASSWORD)
    await browser("press", selector=f"{OWN_PASSWORD} form .main")
    await browser("sees", selector=f"{OWN_PASSWORD} [role=status]")
    await hands.press("sign_out")
    await hands.sign_in()
    await browser("sees", selector=".fault")
    await hands.fill(login="room", password="one that nobody knows")
    await hands.press("sign_in")
    await browser("sees", selector=".stream:not(.soft):not(.lost)")
