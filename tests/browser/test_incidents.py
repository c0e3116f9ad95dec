"""A crew reports what it sees, with a photo, without a line; room and officers read it once the line is back."""

import struct
import zlib
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.browser.test_liaison import WORDS as DESK
from tests.browser.test_liaison import sign_in as sign_in_to_desk
from tests.browser.test_mobile import fits, go, phone
from tests.browser.test_room import WORDS as ROOM
from tests.browser.test_room import complaints, sign_in
from tests.photos import SECRET, png_part

WORDS = {
    "en": {
        "kind": "Checkpoint dispute",
        "grave": "High",
        "field": "What did you see? (one line)",
        "said": "Two vehicles held at the bridge, no shots.",
        "place": "With my place",
        "send": "Send report",
        "unsent": "NOT SENT YET",
        "photo": "1 photo is not sent yet",
        "sent": "Reported at",
    },
    "ar": {
        "kind": "خلاف عند حاجز",
        "grave": "عالية",
        "field": "ماذا رأيتم؟ (سطر واحد)",
        "said": "مركبتان محتجزتان عند الجسر، بلا إطلاق نار.",
        "place": "مع موقعي",
        "send": "أرسل البلاغ",
        "unsent": "لم يُرسل بعد",
        "photo": "صورة واحدة لم تُرسل بعد",
        "sent": "أُبلغ عنه في",
    },
}
REPORT = 3
LIST = ".incident"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as a camera takes it: larger than it is sent, and with what must not leave the phone."""
    width, height = 2400, 1800
    lines = [
        b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, 90)) for x in range(width))
        for y in range(0, height, 60)
    ]
    rows = b"".join(line * 60 for line in lines)
    head = png_part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_part(b"IDAT", zlib.compress(rows)) + png_part(b"IEND", b"")
    path = tmp_path / "camera.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + png_part(b"tEXt", SECRET) + body)
    return path


async def on_record(stage: Any) -> None:
    """Once it is there, with the one photo, drawn anew; and to a rival it is not there."""
    for who, count in (("a", 1), ("b", 0)):
        headers = {"Authorization": f"Bearer {await stage.token(who)}"}
        async with httpx2.AsyncClient(base_url=stage.url, headers=headers) as client:
            found = (await client.get("/v1/incidents")).json()["incidents"]
            assert len(found) == count
            for incident in found:
                [photo] = incident["photos"]
                assert (photo["width"], photo["height"], photo["media_type"]) == (1600, 1200, "image/jpeg")
                image = await client.get(f"/v1/incidents/{incident['id']}/photos/{photo['id']}")
                assert (image.status_code, SECRET in image.content) == (200, False)


@pytest.mark.rule("INC-01", "PAT-08", "DIS-06")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark")])
async def test_a_report_with_a_photo_is_written_without_a_line_and_read_by_desk_and_officers_afterwards(
    stage: Any, browser: Any, language: str, theme: str, photo: Path
) -> None:
    words = WORDS[language]
    await phone(stage, browser, language, theme)
    await browser("isKept")
    await browser("offline", cut=True)
    await go(browser, REPORT)
    await fits(browser)
    await browser.shot(f"mobile-report-kinds-{language}-{theme}")
    await browser("press", role="button", name=words["kind"])
    await browser("press", role="radio", name=words["grave"])
    await browser("fill", label=words["field"], text=words["said"])
    await browser.says(words["place"], selector=".report .switch")
    await browser("attach", selector=".camera input", path=str(photo))
    await browser("sees", selector=".photos canvas")
    await fits(browser)
    await browser.shot(f"mobile-report-{language}-{theme}")
    await browser("press", role="button", name=words["send"])
    said = await browser("sees", selector=".unsent-reports")
    assert words["unsent"] in said
    assert words["photo"] in said
    await fits(browser)
    await browser.shot(f"mobile-report-unsent-{language}-{theme}")

    await browser("offline", cut=False)
    await browser.says(words["sent"], selector=".report .done")
    await browser("misses", selector=".unsent")
    assert all(
        "ERR_INTERNET_DISCONNECTED" in each for each in await complaints(browser)
    )  # as long as it was cut
    await on_record(stage)
    await stage.check()

    await browser.open(f"{stage.url}/room/", language, theme, device="room")
    await sign_in(browser, ROOM[language])
    await browser.says(words["kind"], selector=".alert.caution")
    await browser.says(words["said"], selector=LIST)
    await browser("sees", selector=f"{LIST} img")
    assert await browser("loads", selector=f"{LIST} img") == 1600
    await browser("press", selector=f"{LIST} .button")
    await browser("sees", selector=f"{LIST}.chosen")
    await browser("settles")
    assert await browser("axe") == []
    await browser.shot(f"room-incident-{language}-{theme}")

    await browser.open(f"{stage.url}/liaison/#/incidents", language, theme, device="liaison")
    await sign_in_to_desk(browser, DESK[language])
    await browser.says(words["said"], selector=LIST)
    assert await browser("loads", selector=f"{LIST} img") == 1600
    await fits(browser)
    await browser.shot(f"liaison-incidents-{language}-{theme}")
    assert await complaints(browser) == []
