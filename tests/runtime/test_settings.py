"""What an operator may set, where it comes from, and that secrets stay out of sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.runtime.settings import SettingMissing, SettingRefused, Settings

KEY = "a key that nobody else knows, 32+"
URL = "postgresql://admin:secret@db/ops"


def test_the_defaults_are_the_documented_ones() -> None:
    settings = Settings()
    assert (settings.host, settings.port, settings.tick_s) == ("127.0.0.1", 8000, 10.0)
    assert (settings.default_minimum_m, settings.max_minimum_m, settings.default_level) == (1000, 5000, 1)


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECONFLICT_PORT", "9000")
    monkeypatch.setenv("DECONFLICT_DEFAULT_LEVEL", "0")
    monkeypatch.setenv("DECONFLICT_BOUNDS", "[8, 19, 26, 34]")
    assert Settings.load(port=None).port == 9000
    assert Settings.load(port=9001).port == 9001
    assert Settings.load().default_level == 0
    assert Settings.load().bounds == (8, 19, 26, 34)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("DEFAULT_LEVEL", "2"),
        ("TICK_S", "0"),
        ("DEFAULT_MINIMUM_M", "49"),
        ("LOG_LEVEL", "loud"),
        ("WORKERS", "none"),
        ("PUBLIC_ORIGIN", "http://deconflict.example.org"),
        ("PUBLIC_ORIGIN", "https://192.0.2.7"),
        ("PUBLIC_ORIGIN", "https://deconflict.example.org/"),
        ("ZONE", "Libya/Nowhere"),
        ("ZONE", "../../etc/passwd"),
        ("ZONE", ""),
        ("LADDER_S", '{"sos": [0, 20, 10, 40]}'),
        ("LADDER_S", '{"sos": [0, 10, 20, 1e9]}'),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"DECONFLICT_{name}", value)
    with pytest.raises(SettingRefused) as refused:
        Settings.load()
    assert refused.value.setting == f"DECONFLICT_{name}"


def test_times_are_shown_in_a_zone_that_is_known() -> None:
    assert Settings.load().zone == "UTC"
    assert Settings.load(zone="Africa/Tripoli").zone == "Africa/Tripoli"


def test_a_default_above_the_largest_minimum_is_refused() -> None:
    with pytest.raises(SettingRefused, match="above the largest"):
        Settings.load(default_minimum_m=6000)


def test_a_refused_secret_is_not_repeated() -> None:
    with pytest.raises(SettingRefused) as refused:
        Settings.load(context_key="short secret")
    assert "short secret" not in f"{refused.value} {refused.value!r}"
    assert refused.value.__suppress_context__


def test_what_a_command_cannot_do_without_is_asked_for_by_name() -> None:
    with pytest.raises(SettingMissing, match="DECONFLICT_DATABASE_URL"):
        _ = Settings().url
    with pytest.raises(SettingMissing, match="DECONFLICT_CONTEXT_KEY"):
        _ = Settings().key
    with pytest.raises(SettingMissing, match="DECONFLICT_MQTT_URL"):
        _ = Settings().broker_url


def test_the_brokers_password_is_a_secret_and_is_handed_on() -> None:
    settings = Settings.load(mqtt_url="mqtt://gateway:hidden@broker")
    assert "hidden" not in f"{settings!r} {settings.model_dump_json()}"
    assert Settings.briefed(settings.as_briefing()).broker_url == "mqtt://gateway:hidden@broker"


@pytest.mark.parametrize("topic", ["", "#", "a/+", "/a", "a/", "a//b"])
def test_a_topic_to_listen_below_is_one_topic(topic: str) -> None:
    with pytest.raises(SettingRefused):
        Settings.load(mqtt_topic=topic)


def test_secrets_are_neither_printed_nor_dumped() -> None:
    settings = Settings().with_secrets(URL, KEY)
    assert (settings.url, settings.key) == (URL, KEY.encode())
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert "secret@" not in shown
    assert KEY not in shown


def test_a_briefing_gives_another_process_the_same_settings_in_one_line() -> None:
    settings = Settings.load(bounds=(8, 19, 26, 34), port=0, allowed_origins=("https://x",)).with_secrets(
        URL, KEY
    )
    line = settings.as_briefing()
    assert b"\n" not in line
    assert Settings.briefed(line) == settings


@given(st.floats(50, 5000), st.integers(1, 64), st.sampled_from([0, 1]))
def test_no_value_is_lost_in_a_briefing(minimum: float, workers: int, level: int) -> None:
    settings = Settings.load(default_minimum_m=minimum, workers=workers, default_level=level)
    assert Settings.briefed(settings.as_briefing()) == settings


def test_a_briefing_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Settings.load(port=1234).as_briefing()
    monkeypatch.setenv("DECONFLICT_PORT", "9000")
    assert Settings.briefed(line).port == 1234


def test_nothing_goes_out_of_band_unless_the_operator_opens_a_way() -> None:
    assert not Settings().goes_out_of_band
    for opened in ({"push_contact": "mailto:ops@example.org"}, {"sms_outbox": "/spool"}, {"apprise": True}):
        assert Settings.load(**opened).goes_out_of_band


@pytest.mark.parametrize("contact", ["ops@example.org", "mailto:", "http://example.org", "mailto:a b@c"])
def test_web_push_needs_somebody_to_write_to(contact: str) -> None:
    with pytest.raises(SettingRefused):
        Settings.load(push_contact=contact)


@pytest.mark.rule("SEC-04")
def test_only_named_proxies_are_trusted() -> None:
    assert Settings().trusted_proxies == ()
    named = ("127.0.0.1", "10.0.0.0/24", "::1")
    assert Settings.load(trusted_proxies=named).trusted_proxies == named
    for wrong in ("*", "proxy.test", "0.0.0.0/0", "::/0", ""):
        with pytest.raises(SettingRefused):
            Settings.load(trusted_proxies=(wrong,))
