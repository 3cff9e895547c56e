"""Events about support; each names the school and its authority itself."""

from datetime import date

from pydantic import Field

from notifications.incoming.base import Incoming, Reason


class Support(Incoming):
    """What a school is supported with, by whom, and how much of it was delivered."""

    support: str
    urn: str
    name: str
    la_code: str
    need_title: str
    kind: str
    provider_name: str
    provider_urn: str | None = None
    days: int | float
    delivered_days: int | float
    begins: date = Field(alias="from")
    until: date
    ended_on: date | None = None
    cancelled: bool
    groups: list[str]
    case: str | None = None
    warnings: list[Reason] = Field(default_factory=list)


class SupportRating(Support):
    """A rating of the support, from 1 to 5, where 5 is best."""

    by: str
    point: str
    rating: int
