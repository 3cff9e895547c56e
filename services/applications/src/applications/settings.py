"""What an operator may set for applications."""

from pydantic import Field

from chassis import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """From the environment: APPLICATIONS_OFFER_DAYS_DEFAULT and so on."""

    model_config = settings_config("APPLICATIONS_")

    unknown_school_after_seconds: int = Field(default=3600, ge=0)  # a form's wait for a school
    hold_overdue_days: int = Field(default=60, ge=1)  # until the clerk is told again
    offer_days_default: int = Field(default=20, ge=1)  # working days, where a round names none
    appeal_days: int = Field(default=20, ge=1)  # working days in which a decline may be appealed
