"""What casework reports about a support, with the contract's names; days are half days here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from chassis.domain import Reason
from schools.domain.support.half_days import span_refusals

GROUPS = ("teachers", "leaders", "other_staff", "governors")


@dataclass(frozen=True)
class SupportArrangement:
    """Support for a school was arranged, changed or cancelled."""

    support: str
    urn: str
    need: str
    kind: str
    provider: str
    half_days: int
    begins: date
    until: date
    objective: str
    groups: tuple[str, ...]
    arranged_by: str
    arranged_at: datetime
    case: str | None = None
    priorities: tuple[str, ...] = ()
    cancelled: bool = False
    reason: str = field(default="", repr=False)

    @property
    def at(self) -> datetime:
        """Of several arrangements the one that was made last holds."""
        return self.arranged_at

    @property
    def title(self) -> str:
        """As a sentence begins with it."""
        return f"Support {self.support}"

    def refusals(self) -> list[Reason]:
        """Why it can never be arranged like this."""
        return span_refusals(self.title, self)


@dataclass(frozen=True)
class SupportDelivery:
    """A part was delivered; `headcount` counts attendances by group."""

    support: str
    delivery: str
    delivered_on: date
    half_days: int
    headcount: Mapping[str, int]
    note: str = field(repr=False)
    recorded_by: str
    recorded_at: datetime

    @property
    def at(self) -> datetime:
        """Of several records of one delivery the one that was made last holds."""
        return self.recorded_at

    @property
    def title(self) -> str:
        """As a sentence begins with it."""
        return f"Delivery {self.delivery} of support {self.support}"


@dataclass(frozen=True)
class SupportEvaluation:
    """The school or the adviser rated it, from 1 to 5, where 5 is best."""

    support: str
    by: str
    rating: int
    text: str = field(repr=False)
    evaluated_at: datetime
    point: str = "at-end"

    @property
    def key(self) -> str:
        """Each side rates once at the end, and once two terms after it."""
        return f"{self.by}/{self.point}"

    @property
    def at(self) -> datetime:
        """Of several ratings of one side the last holds."""
        return self.evaluated_at

    @property
    def title(self) -> str:
        """As a sentence begins with it."""
        return f"The evaluation of support {self.support} by the {self.by}"
