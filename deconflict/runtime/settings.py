"""What an operator may set, by environment (`DECONFLICT_…`) or command line. Starts nothing."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """The deployment's settings; unknown keyword arguments are refused, unknown variables ignored."""

    model_config = SettingsConfigDict(env_prefix="DECONFLICT_", frozen=True, extra="forbid")

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
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    workers: int = Field(1, ge=1, le=64)
    pool_size: int = Field(16, ge=1, le=200, description="Database connections of each process.")
    log_level: LogLevel = "info"

    default_minimum_m: float = Field(
        1000.0, ge=50, description="Separation minimum without an agreement (SEP-04)."
    )
    max_minimum_m: float = Field(5000.0, ge=50, description="Dmax: no pair asks for more; sizes every cover.")
    default_level: Literal[0, 1] = Field(
        1, description="Disclosure level of a pair without an agreement (DIS-01)."
    )
    bounds: tuple[float, float, float, float] = Field(
        (-180.0, -80.0, 180.0, 80.0), description="West, south, east, north: where this deployment works."
    )
    horizon_days: int = Field(30, ge=1, le=365)
    lead_time_s: int = Field(3600, ge=0)

    tick_s: float = Field(10.0, gt=0, description="Notices of levels 1 and 2 leave at these ticks (DIS-05).")
    poll_ms: int = Field(200, ge=10, description="How often tables are asked for news when no wake-up came.")
    session_hours: float = Field(12.0, gt=0)
    plan_retention_days: int = Field(30, ge=1, description="Counted from a plan's end (SEC-05).")
    allowed_origins: tuple[str, ...] = Field(
        (), description="Besides the service's own, for sockets and cookies."
    )
    secure_cookies: bool = Field(default=False, description="Set behind TLS.")
