"""The settings of reporting."""

from typing import Any

from chassis import ServiceSettings, settings_config


class Settings(ServiceSettings):
    """Read from the environment: REPORTING_DATABASE_URL and so on.

    `case_pages` serves what tells of schools' tiers, cases, notices, visits and results.
    """

    model_config = settings_config("REPORTING_")

    case_pages: bool = False

    def model_post_init(self, context: Any, /) -> None:
        """Without a sign-in, case pages are for this machine only."""
        super().model_post_init(context)
        if self.case_pages and not self.on_loopback:
            raise ValueError(
                "case_pages shows schools' cases to everybody who can reach the port: set "
                "REPORTING_HTTP_HOST=127.0.0.1, or leave REPORTING_CASE_PAGES out"
            )
