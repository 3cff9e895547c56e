"""The settings of schools."""

from pydantic import Field

from chassis import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Read from the environment: SCHOOLS_AUTHORITIES and so on."""

    model_config = settings_config("SCHOOLS_")

    authorities: str = Field(default="", pattern=r"^(\d{3}(,\d{3})*)?$")  # empty: all of them
    shrink_percent: float = Field(default=5, ge=0, le=100)
    intake_poll_seconds: float = Field(default=2, gt=0)
