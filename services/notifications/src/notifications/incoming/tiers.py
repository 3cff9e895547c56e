"""Events about a school's tier; each names the school and its authority itself."""

from datetime import date, datetime

from pydantic import Field

from notifications.incoming.base import Incoming, Reason


class Tier(Incoming):
    """The tier that stands, and when it is reviewed."""

    urn: str
    name: str
    la_code: str
    tier: str
    review_due: date


class Rule(Incoming):
    """A rule that proposes a tier, and the signals that counted."""

    code: str
    message: str
    signals: list[str] = Field(default_factory=list)


class TierProposal(Incoming):
    """The tier that the rules propose, and why."""

    urn: str
    name: str
    la_code: str
    tier: str
    from_tier: str
    rules: list[Rule]


class TierChange(Tier):
    """A decision on the tier: from when, until when, and instead of which."""

    begins: datetime = Field(alias="from")
    until: datetime | None = None
    from_tier: str | None = None
    reason: str
    current: bool
    withdrawn: bool
    tell_school: bool
    warnings: list[Reason] = Field(default_factory=list)
