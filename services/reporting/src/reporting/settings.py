"""The settings of reporting."""

from chassis import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Read from the environment: REPORTING_DATABASE_URL and so on."""

    model_config = settings_config("REPORTING_")
