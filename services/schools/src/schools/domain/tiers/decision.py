"""One decision on a school's tier, and what is unusual in it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from chassis.domain import Reason, in_full, london_date

UNIVERSAL, TARGETED, INTENSIVE, SPECIAL = "universal", "targeted", "intensive", "special-measures"
TIERS = (UNIVERSAL, TARGETED, INTENSIVE, SPECIAL)  # from the least support to the most
REVIEWED_EVERY_WEEKS = {UNIVERSAL: 52, TARGETED: 13, INTENSIVE: 7, SPECIAL: 6}  # [default]


@dataclass(frozen=True)
class TierDecision:
    """An officer's decision; the same decision, sent again corrected, keeps its reference."""

    urn: str
    tier: str
    begins: datetime
    reason: str = field(repr=False)
    review_due: date
    decided_by: str
    decided_at: datetime
    decision: str | None = None
    withdrawn: bool = False
    signals: tuple[str, ...] = ()
    tell_school: bool = False

    @property
    def key(self) -> str:
        """Its reference, else the school and the instant from which it holds."""
        return self.decision or f"{self.urn}@{self.begins.astimezone(UTC).isoformat()}"

    @property
    def at(self) -> datetime:
        """Its own instant: of several versions the latest holds."""
        return self.decided_at

    @property
    def title(self) -> str:
        """How a sentence begins that names it."""
        return f"Decision {self.key}"

    def warnings(self, category_of_concern: str | None) -> list[Reason]:
        """What is unusual; the decision holds all the same. Source: domain.md, Tiers [default]."""
        weeks = REVIEWED_EVERY_WEEKS[self.tier]
        latest = london_date(self.begins) + timedelta(weeks=weeks)
        found: list[Reason] = []
        if self.review_due > latest:
            message = (
                f"The review is due on {in_full(self.review_due)}. A school in this tier is "
                f"reviewed at least every {weeks} weeks, which is by {in_full(latest)}."
            )
            found.append(Reason("review-after-interval", message))
        if self.tier == SPECIAL and category_of_concern != SPECIAL:
            message = "The tier is special measures, but no inspection has put the school into it."
            found.append(Reason("no-category-in-force", message))
        return found
