"""What an operator may set, by environment (`DECONFLICT_…`) or command line. Starts nothing."""

import json
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import ClassVar, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from deconflict.errors import DeconflictError

LogLevel = Literal["debug", "info", "warning", "error"]
PREFIX: Final = "DECONFLICT_"
LONGEST_CLIMB_S: Final = 24 * 3600.0


@dataclass(eq=False)
class SettingRefused(DeconflictError):
    """A setting that cannot be used; its value is not repeated, as it may be a secret."""

    code: ClassVar[str] = "setting_refused"
    setting: str
    reason: str


@dataclass(eq=False)
class SettingMissing(DeconflictError):
    """A setting that this command cannot do without."""

    code: ClassVar[str] = "setting_missing"
    setting: str


class Settings(BaseSettings):
    """The deployment's settings. Every process reads them once, at its start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    database_url: SecretStr | None = Field(
        None, description="PostgreSQL with PostGIS; without it `up` keeps its own."
    )
    context_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="Signs who is looking and derives the logins' passwords; >= 32 characters.",
    )
    data_dir: Path = Field(
        Path(".deconflict"), description="Where `up` keeps its private cluster and its key."
    )
    basemap: str = Field(
        "libya",
        pattern=r"^[a-z0-9][a-z0-9-]{0,63}$",
        description="The map below all others, and its gazetteer.",
    )
    maps_dir: Path | None = Field(
        None, description="The operator's own maps and gazetteers; without it `maps` in the data folder."
    )
    demonstration: Path | None = Field(
        None,
        description="Names and passwords that the first page offers to everybody; for `deconflict demo` alone.",
    )
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    workers: int = Field(1, ge=1, le=64)
    pool_size: int = Field(16, ge=1, le=200, description="Database connections of each process.")
    log_level: LogLevel = "info"

    default_minimum_m: float = Field(
        1000.0, ge=50, description="Separation minimum without an agreement (SEP-04)."
    )
    max_minimum_m: float = Field(5000.0, ge=50, description="Dmax: no pair asks for more; sizes every cover.")
    default_level: int = Field(
        1, ge=0, le=1, description="Disclosure level of a pair without an agreement (DIS-01)."
    )
    bounds: tuple[float, float, float, float] = Field(
        (-180.0, -80.0, 180.0, 80.0), description="West, south, east, north: where this deployment works."
    )
    horizon_days: int = Field(30, ge=1, le=365)
    lead_time_s: int = Field(3600, ge=0)

    budget_overlaps: int = Field(
        20, ge=1, description="Overlap notices that a unit's new plans may bring it in a UTC day (PRB-02)."
    )
    budget_what_ifs: int = Field(10, ge=0, description="What-ifs a unit may ask in a UTC day.")
    budget_amendments: int = Field(
        20, ge=1, description="Amendments after a notice that a unit may make in a UTC day and still be told."
    )
    budget_passages: int = Field(
        20, ge=1, description="Passages found in a unit's late tracks that its side is told of in a UTC day."
    )

    fixes_kept_hours: int = Field(
        72,
        ge=1,
        le=24 * 365,
        description="How long fixes are kept; longer while a conflict is open (SEC-05).",
    )

    live_tick_ms: int = Field(100, ge=20, le=5000, description="How often positions are looked at (LIV-02).")
    overdue_s: float = Field(
        180.0, ge=10, le=3600, description="After how long a silent unit under way is overdue (LIV-03)."
    )
    off_plan_grace_s: float = Field(
        120.0, ge=0, le=3600, description="How long a unit may stray before its plan counts as left (LIV-04)."
    )
    safety_distance_m: float = Field(
        300.0, ge=50, le=1000, description="Inside it crews are told to stop by the safety clause (LIV-06)."
    )
    budget_stops: int = Field(
        6,
        ge=1,
        description="Uses of the safety clause between two parties in a UTC day that the crews are told of.",
    )

    mqtt_url: SecretStr | None = Field(
        None, description="The broker of `gateway mqtt`: mqtt://user:password@host:port, or mqtts."
    )
    mqtt_topic: str = Field(
        "owntracks",
        pattern=r"^[^#+\x00/]+(/[^#+\x00/]+)*$",
        description="Below it devices publish: <topic>/<device>/<secret>.",
    )
    ladder_s: dict[str, tuple[float, float, float, float]] = Field(
        {},
        description="Seconds until an unacknowledged alert goes to other devices, the duty officer, the desk and the"
        " facilitator: by kind, or by `critical` and `routine` (ALR-04).",
    )

    push_contact: str | None = Field(
        None,
        pattern=r"^(mailto:[^@\s]+@[^@\s]+|https://\S+)$",
        description="Offers web push, and tells its services whom to write to: `mailto:…` or `https://…`.",
    )
    push_hosts: tuple[str, ...] = Field(
        (),
        description="The only hosts, with what lies below them, that web push calls; empty: any public one.",
    )
    push_to_private: bool = Field(
        default=False, description="For tests: lets web push call this machine and its network."
    )
    sms_outbox: Path | None = Field(None, description="The outbox folder of a gammu-smsd beside the service.")
    apprise: bool = Field(default=False, description="Sends to the Apprise targets that the operator named.")

    tick_s: float = Field(10.0, gt=0, description="Notices of levels 1 and 2 leave at these ticks (DIS-05).")
    poll_ms: int = Field(200, ge=10, description="How often tables are asked for news when no wake-up came.")
    session_hours: float = Field(12.0, gt=0)
    zone: str = Field("UTC", description="IANA name of the time zone in which pages show times.")
    allowed_origins: tuple[str, ...] = Field(
        (), description="Besides the service's own, for sockets and cookies."
    )
    trusted_proxies: tuple[str, ...] = Field(
        (),
        description="Addresses and networks whose `X-Forwarded-For` tells who asks; without one nobody's.",
    )
    public_origin: str | None = Field(
        None,
        pattern=r"^(https://[a-z0-9.-]*[a-z][a-z0-9.-]*|http://localhost)(:[0-9]{1,5})?$",
        description="Offers passkeys, bound to this one origin of the pages: https, a name, no path.",
    )
    secure_cookies: bool = Field(default=False, description="Set behind TLS.")

    cot_host: str = Field("127.0.0.1", description="Address on which TAK devices connect by TLS.")
    cot_tls_port: int | None = Field(None, ge=0, le=65535, description="Port for TAK by TLS; unset: none.")
    cot_names: tuple[str, ...] = Field((), description="Names and addresses by which TAK devices call it.")
    cot_plain_host: str = Field("127.0.0.1", description="Loopback, or an address within a VPN.")
    cot_plain_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Port for TAK in the clear, where a device shows its secret; unset: none.",
    )

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError, OSError):  # none of that name, or no name but a path
            raise ValueError("a zone is named as IANA does, such as Africa/Tripoli") from None

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_few(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            if ip_network(proxy).prefixlen == 0:
                raise ValueError("whoever trusts every address lets each client say whom it is counted as")
        return proxies

    @field_validator("ladder_s")
    @classmethod
    def _ladders_go_up(
        cls, ladders: dict[str, tuple[float, float, float, float]]
    ) -> dict[str, tuple[float, float, float, float]]:
        for delays in ladders.values():
            if any(not 0 <= delay <= LONGEST_CLIMB_S for delay in delays) or list(delays) != sorted(delays):
                raise ValueError("a ladder has four delays, none shorter than the one before, within a day")
        return ladders

    @model_validator(mode="after")
    def _default_is_a_minimum(self) -> Self:
        if self.default_minimum_m > self.max_minimum_m:
            raise ValueError("the default minimum is above the largest")
        return self

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the environment; what the command line gave (not None) goes before it. Or SettingRefused."""
        given = {name: value for name, value in overrides.items() if value is not None}
        try:
            return cls(**given)  # type: ignore[arg-type]  # what is wrong is refused right here
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
            raise SettingRefused(name, first["msg"]) from None

    @property
    def url(self) -> str:
        """The database's URL, password included; SettingMissing without one."""
        if self.database_url is None:
            raise SettingMissing(PREFIX + "DATABASE_URL")
        return self.database_url.get_secret_value()

    @property
    def broker_url(self) -> str:
        """The MQTT broker's URL, password included; SettingMissing without one."""
        if self.mqtt_url is None:
            raise SettingMissing(PREFIX + "MQTT_URL")
        return self.mqtt_url.get_secret_value()

    @property
    def key(self) -> bytes:
        """The context key; SettingMissing without one."""
        if self.context_key is None:
            raise SettingMissing(PREFIX + "CONTEXT_KEY")
        return self.context_key.get_secret_value().encode()

    @property
    def maps(self) -> Path:
        """The folder of the operator's own maps, whether or not it is there."""
        return self.maps_dir or self.data_dir / "maps"

    @property
    def goes_out_of_band(self) -> bool:
        """Whether the operator opened any way out of the house."""
        return self.push_contact is not None or self.sms_outbox is not None or self.apprise

    def with_secrets(self, url: str, key: str) -> Self:
        """Return the same settings for another database or login."""
        return self.model_copy(update={"database_url": SecretStr(url), "context_key": SecretStr(key)})

    def as_briefing(self) -> bytes:
        """Return everything, secrets included, as one line for a process that we start."""
        open_secrets = {
            name: value for name in ("database_url", "context_key", "mqtt_url") if (value := self._open(name))
        }
        return json.dumps(self.model_dump(mode="json") | open_secrets).encode()

    @classmethod
    def briefed(cls, line: bytes) -> Self:
        """Return the settings that another process was started with."""
        return cls.load(**json.loads(line))

    def _open(self, name: str) -> str | None:
        secret: SecretStr | None = getattr(self, name)
        return None if secret is None else secret.get_secret_value()
