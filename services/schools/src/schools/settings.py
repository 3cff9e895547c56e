"""The settings of schools."""

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from chassis import ServiceSettings, settings_config
from schools.domain.support import Programme, read_programme


class Settings(ServiceSettings):
    """Read from the environment: SCHOOLS_AUTHORITIES and so on.

    `case_queries` serves what tells of schools' tiers, cases, notices, visits and results.
    """

    model_config = settings_config("SCHOOLS_")

    authorities: str = Field(default="", pattern=r"^(\d{3}(,\d{3})*)?$")  # empty: all of them
    # The directory's ids of those who may read restricted concerns, such as p-1001,p-1002.
    restricted_readers: str = Field(
        default="", pattern=r"^([a-z0-9][a-z0-9-]{1,63}(,[a-z0-9][a-z0-9-]{1,63})*)?$"
    )
    inspection_news_days: int = Field(default=30, ge=0)  # a file's older inspections are history
    case_queries: bool = False
    shrink_percent: float = Field(default=5, ge=0, le=100)
    guidance: str = "Support and intervention in schools, November 2024"  # the edition in force
    intake_poll_seconds: float = Field(default=2, gt=0)
    programme_file: Path | None = None  # the needs of the programme of support; None: those shipped

    def model_post_init(self, context: Any, /) -> None:
        """Without a sign-in, what tells of cases is for this machine only."""
        super().model_post_init(context)
        if self.case_queries and not self.on_loopback:
            raise ValueError(
                "case_queries shows schools' cases to everybody who can reach the port: set "
                "SCHOOLS_HTTP_HOST=127.0.0.1, or leave SCHOOLS_CASE_QUERIES out"
            )

    @field_validator("programme_file")
    @classmethod
    def _can_be_used(cls, file: Path | None) -> Path | None:
        """Fail at the start, not at the first support."""
        _programme(file)
        return file

    @cached_property
    def programme(self) -> Programme:
        """The needs that schools may be supported with."""
        return _programme(self.programme_file)


def _programme(file: Path | None) -> Programme:
    shipped = files("schools").joinpath("programme.toml")
    try:
        return read_programme((file or shipped).read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"The programme file cannot be read: {error.strerror}") from None
