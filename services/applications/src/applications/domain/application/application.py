"""An application from its form to its end: received, withdrawn, or replaced by a later one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from applications.domain.application.consenting import Consenting
from applications.domain.application.novating import Novating
from applications.domain.application.offering import Offering
from applications.domain.application.reviewing import Reviewing
from applications.domain.application.varying import Varying
from applications.domain.form.eligibility import SCHOOL_UNKNOWN, refusals
from applications.domain.form.forms import Form
from applications.domain.form.schools import School
from applications.domain.form.supersession import Candidate, superseded_by
from applications.domain.money.offers import OfferPolicy
from applications.domain.round.rounds import RoundHistory
from applications.domain.states import Command, State, Then
from chassis.domain import Reason, backwards, refuse


@dataclass(kw_only=True)
class Application(Reviewing, Offering, Consenting, Novating, Varying):
    """One application; every change of its state or its money is one of its methods."""

    @classmethod
    def receive(
        cls,
        reference: str,
        form: Form,
        history: RoundHistory,
        *,
        at: datetime,
        offers: OfferPolicy,
        schools: Mapping[str, School],
        others: Sequence["Application"],
    ) -> "Application":
        """Submitted, or ineligible for all its reasons; the later in time replaces the others.

        `others` are the eligible applications of the same lead, category and round.
        """
        terms = history.at(at)
        reasons = [
            *refusals(form, terms, schools),
            *filter(None, (each.bars(form) for each in others)),
        ]
        application = cls(
            reference=reference,
            authority=terms.terms.authority,
            form=form,
            history=history,
            at=at,
            offers=offers,
            refusals=reasons,
            schools=schools,
        )
        application._screen([*others, application])
        application.cancel()
        application.settle_schools()
        return application

    def screen_again(self, schools: Mapping[str, School], others: Sequence["Application"]) -> None:
        """A school that the register lacked was registered: eligible, unless a rule refuses it."""
        unknown = any(each.code == SCHOOL_UNKNOWN for each in self.refusals)
        reasons = [
            *refusals(self.form, self.history.at(self.form.submitted_at), schools),
            *filter(None, (each.bars(self.form) for each in others)),
        ]
        if not unknown or reasons:
            return
        self.schools = schools
        self.refusals = self.lost_partners()
        if not self.refusals:
            self._move(State.RECEIVED)
            self._screen([*others, self], corrects=SCHOOL_UNKNOWN)
            self.cancel()
            self.settle_schools()

    def restore(self, others: Sequence["Application"]) -> None:
        """Eligible again by a partner's word, unless another of its lead holds an offer."""
        corrects, self.corrected = self.corrected, None
        if corrects is not None:
            self.refusals = list(filter(None, (each.bars(self.form) for each in others)))
            self._screen([*others, self], corrects=corrects)
            self.cancel()
            self.settle_schools()

    def withdraw(self, withdrawn_at: datetime) -> None:
        """Frees what it holds; of two withdrawals the earlier one counts."""
        refuse(backwards("The withdrawal", withdrawn_at, "the form", self.form.submitted_at))
        if self.status.state is State.CANCELLED and not self._precedes_the_end(withdrawn_at):
            return None
        if self.may(Command.WITHDRAW) is Then.DONE:
            earlier = min(self.status.withdrawn_at or withdrawn_at, withdrawn_at)
            return self._note(withdrawn_at=earlier)
        settled_at = self.settled_at
        if self.status.outcome == "declined" and settled_at and withdrawn_at >= settled_at:
            refuse([self.cannot(Command.WITHDRAW)])
        public = self.state is State.OFFERED  # earmarked money would give the decision away
        freed = self._move(State.WITHDRAWN, withdrawn_at=withdrawn_at)
        return self._happened(
            "application.withdrawn", withdrawn_at=withdrawn_at, freed_pence=freed if public else 0
        )

    def give_way_to(self, later: str) -> None:
        """The lead school submitted this later one; an offer or an end is left as it is."""
        deferred = self.state is State.RELEASED and self.status.outcome == "deferred"
        if not deferred and self.then(Command.SUPERSEDE) is not Then.GO:
            return
        self._move(State.SUPERSEDED)
        reason = f"{later}, submitted later by the same lead school, took its place."
        self._happened("application.superseded", by=later, reason=reason)

    def _precedes_the_end(self, at: datetime) -> bool:
        return self.ended_at is not None and at < self.ended_at

    def bars(self, form: Form) -> Reason | None:
        """Why a later form of the same lead is refused: this application holds an offer."""
        if self.then(Command.SUPERSEDE) is not Then.REFUSE:
            return None
        if self.candidate.rank >= (form.submitted_at, form.form_reference):
            return None
        return Reason(
            "one-live-application",
            f"{self.reference}, of the same lead school, category and round, holds an offer.",
        )

    @property
    def candidate(self) -> Candidate:
        """What decides between this and the others of the same lead."""
        return Candidate(self.form.submitted_at, self.form.form_reference, self.reference)

    def _screen(self, all_of_lead: Sequence["Application"], *, corrects: str | None = None) -> None:
        if self.refusals:
            self._move(State.INELIGIBLE)
            told = [each._asdict() for each in self.refusals]
            return self._happened("application.ineligible", reasons=told)
        self._happened("application.submitted", corrects=corrects)
        replaced = superseded_by(each.candidate for each in all_of_lead)
        for each in all_of_lead:
            if each.reference in replaced:
                each.give_way_to(replaced[each.reference])
        return None
