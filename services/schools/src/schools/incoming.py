"""Events in whose fields differ from the domain's values: `from` is no name in Python.

All others are read as the domain's own dataclasses.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from schools.domain.tiers import TierDecision

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]


class TierDecided(BaseModel):
    """An officer's decision on a tier, as casework publishes it."""

    urn: str
    tier: str
    begins: Instant = Field(alias="from")
    reason: str
    review_due: date
    decided_by: str
    decided_at: Instant
    decision: str | None = None
    withdrawn: bool = False
    signals: list[str] = Field(default_factory=list)
    tell_school: bool = False

    def command(self) -> TierDecision:
        """The decision as the domain knows it."""
        values: dict[str, Any] = dict(self)
        return TierDecision(**values | {"signals": tuple(self.signals)})


class TierReviewDue(BaseModel):
    """The day after a tier's review date began; the subject is the URN."""

    subject: str
    due: datetime
    review_due: date
