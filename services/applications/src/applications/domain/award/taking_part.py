"""The schools of an award: its form is kept, what novations changed stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from applications.domain.form.forms import Form
from applications.domain.form.parties import Novation
from chassis.domain import Aggregate, london_date


@dataclass(kw_only=True)
class TakingPart(Aggregate):
    """An award with the schools that take part now, and those that once did."""

    form: Form
    lead_school: str  # the lead now; the form is never edited
    partners: Sequence[dict[str, Any]]
    suspended_since: datetime | None = None
    suspended_for: tuple[str, ...] = ()  # the schools that it waits for
    novations: Sequence[Novation] = ()

    @property
    def schools_now(self) -> tuple[str, ...]:
        """The lead's URN, then the partners'."""
        return (self.lead_school, *(each["urn"] for each in self.partners))

    @property
    def schools_ever(self) -> tuple[str, ...]:
        """The schools that take part or once did."""
        moved = (urn for each in self.novations for urn in (each.from_urn, each.successor))
        return tuple(dict.fromkeys((*self.form.schools, *self.schools_now, *moved)))

    def lead_on(self, day: date) -> str:
        """The lead school on that day; a successor is it from the day of the agreement on."""
        lead = self.lead_school
        for each in sorted(self.novations, key=lambda one: one.order, reverse=True):
            if each.successor == lead and day < london_date(each.agreed_at):
                lead = each.from_urn
        return lead
