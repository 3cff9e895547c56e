"""The schools of an application: its form, what changed beside it, and the register's copies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from applications.domain.application.status import Status
from applications.domain.form.forms import Form
from applications.domain.form.parties import Novation, PartnerAnswer, current_form
from applications.domain.form.schools import School, has_closed
from chassis.domain import Aggregate


@dataclass(kw_only=True)
class TakingPart(Aggregate):
    """An application with the schools that take part now, and those that once did."""

    form: Form
    status: Status = field(default_factory=Status)
    accepted_at: datetime | None = None
    schools: Mapping[str, School] = field(default_factory=dict)  # all that it ever named
    novations: list[Novation] = field(default_factory=list)
    answers: list[PartnerAnswer] = field(default_factory=list)  # of its partners

    @property
    def current(self) -> Form:
        """The form with the schools that take part now; the form itself is never edited."""
        return self.form_at(None)

    def form_at(self, at: datetime | None) -> Form:
        """The form with the schools that took part at that instant, by default now.

        What a partner did once the offer was accepted is no matter of the application any more.
        """
        until = at or self.accepted_at
        return current_form(
            self.form,
            [each for each in self.novations if at is None or each.agreed_at <= at],
            [each for each in self.answers if until is None or each.answered_at < until],
            [
                urn
                for urn in self.status.closed_partners
                if until is None or urn not in self.schools or has_closed(self.schools[urn], until)
            ],
        )

    @property
    def places(self) -> Form:
        """The form with those partners too that closed and have no successor yet.

        Once it is accepted the award says who takes part.
        """
        answers = self.answers if self.accepted_at is None else ()
        return current_form(self.form, self.novations, answers)

    @property
    def schools_ever(self) -> tuple[str, ...]:
        """The schools that take part or once did: an interest in any of them counts."""
        moved = (each.successor for each in self.novations)
        return tuple(dict.fromkeys((*self.form.schools, *moved)))

    @property
    def present_schools(self) -> list[School]:
        """The copies of the schools that take part now."""
        return [self.schools[urn] for urn in self.current.schools if urn in self.schools]

    def held_at(self, at: datetime) -> bool:
        """Whether it is on hold, for a school that had closed at that instant."""
        closed = (self.schools.get(urn) for urn in self.status.held_for)
        return any(each is None or has_closed(each, at) for each in closed)
