"""What an operator may set, from the environment first and the data folder second."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import DotEnvSettingsSource

DATA_DIR_VARIABLE = "ATTAIN_DATA_DIR"
DEFAULT_DATA_DIR = ".attain"


def settings_config(prefix: str) -> SettingsConfigDict:
    """The configuration of a service's settings: one prefix, unknown variables ignored."""
    return SettingsConfigDict(env_prefix=prefix, extra="ignore", hide_input_in_errors=True)


def data_dir() -> Path:
    """The data folder in force: `ATTAIN_DATA_DIR`, or .attain in the current folder."""
    return Path(os.environ.get(DATA_DIR_VARIABLE, DEFAULT_DATA_DIR)).absolute()


LOOPBACK = ("127.0.0.1", "::1", "localhost")


def keys_in(setting: str) -> list[Fernet]:
    """The keys in the setting `key`, separated by commas; ValueError if one is not a key."""
    return [Fernet(each.strip()) for each in setting.split(",")]


class ServiceSettings(BaseSettings):
    """The settings that every service has.

    `database_url`, `amqp_url` and `key` have no default: if neither the environment nor
    `<data folder>/<service>.env` gives them, the service does not start and names them. The key
    encrypts the bodies of events that wait or are parked. Every replica has the same key, and
    without it these bodies cannot be read. It may be several keys, separated by commas: the first
    encrypts, and all of them decrypt.

    Handlers of one queue take turns in one event loop: with a larger `prefetch` a flood in it holds
    up relay and mail, which take their turns too.
    """

    data_dir: Path = Field(default_factory=data_dir)
    database_url: str
    amqp_url: str
    http_host: str = "127.0.0.1"
    http_port: int = 0
    http_header_seconds: float = Field(default=10.0, gt=0)
    http_connections: int = Field(default=200, ge=2)
    key: SecretStr
    prefetch: int = Field(default=4, ge=1, le=1000)
    group_size: int = Field(default=500, ge=1, le=2000)
    overdue_after: timedelta = timedelta(hours=24)
    applied_kept: timedelta = timedelta(days=400)
    sent_kept: timedelta = timedelta(days=90)
    poll_seconds: float = Field(default=0.5, gt=0)
    sweep_seconds: float = Field(default=1.0, gt=0)
    publish_timeout_seconds: float = Field(default=10.0, gt=0)
    attempts: int = Field(default=4, ge=1)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the HTTP port."""
        return self.http_host in LOOPBACK

    @field_validator("key")
    @classmethod
    def _is_a_key(cls, key: SecretStr) -> SecretStr:
        """Fail at the start, not at the first event that waits."""
        try:
            keys_in(key.get_secret_value())
        except ValueError:
            raise ValueError(
                "the key must be a Fernet key, 32 bytes in URL-safe base64, "
                "or several of them separated by commas"
            ) from None
        return key

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file that `attain up` wrote."""
        prefix = str(settings_cls.model_config.get("env_prefix", ""))
        written = data_dir() / f"{prefix.rstrip('_').lower()}.env"
        stored = DotEnvSettingsSource(settings_cls, env_file=written, env_prefix=prefix)
        return (init_settings, env_settings, stored)

    def model_post_init(self, context: Any, /) -> None:
        """Applied rows must outlive the outbox, or a replay would be applied twice."""
        if self.applied_kept <= self.sent_kept:
            raise ValueError("applied_kept must be longer than sent_kept")
