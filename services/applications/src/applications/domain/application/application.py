"""An application from its form to its end: received, withdrawn, or replaced by a later one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from applications.domain.application.arranging import Arranging
from applications.domain.application.living import Living
from applications.domain.application.offering import Offering
from applications.domain.application.varying import Varying
from applications.domain.form.forms import Form
from applications.domain.form.schools import School
from applications.domain.form.waivers import Waiver
from applications.domain.money.offers import OfferPolicy
from applications.domain.round.rounds import RoundHistory
from applications.domain.states import Command, State, Then
from chassis.domain import backwards, refuse


@dataclass(kw_only=True)
class Application(Arranging, Living, Offering, Varying):
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
        waivers: Sequence[Waiver] = (),
    ) -> "Application":
        """Submitted, or ineligible for all its reasons; the later in time replaces the others.

        `others` are the eligible applications of the same lead, category and round.
        """
        terms = history.at(at)
        application = cls(
            reference=reference,
            authority=terms.terms.authority,
            form=form,
            history=history,
            at=at,
            offers=offers,
            schools=schools,
            waivers=list(waivers),
        )
        application.refusals, used = application.barred(terms, schools, others)
        application.screen([*others, application], used)
        application.cancel()
        application.settle_schools()
        return application

    def withdraw(self, withdrawn_at: datetime) -> None:
        """Frees what it holds; of two withdrawals the earlier one counts."""
        refuse(backwards("The withdrawal", withdrawn_at, "the form", self.form.submitted_at))
        if self.status.state is State.CANCELLED and not self._precedes_the_end(withdrawn_at):
            return None
        if self.may(Command.WITHDRAW) is Then.DONE:
            earlier = min(self.status.withdrawn_at or withdrawn_at, withdrawn_at)
            return self._note(withdrawn_at=earlier)
        self._must_not_follow_a_decline(withdrawn_at)
        public = self.state is State.OFFERED  # earmarked money would give the decision away
        freed = self._move(State.WITHDRAWN, withdrawn_at=withdrawn_at)
        return self._happened(
            "application.withdrawn", withdrawn_at=withdrawn_at, freed_pence=freed if public else 0
        )

    def _must_not_follow_a_decline(self, withdrawn_at: datetime) -> None:
        """What was declined cannot be withdrawn; while an appeal is open the withdrawal waits."""
        if any(withdrawn_at < each.received_at for each in self.appealed_by(withdrawn_at)):
            refuse([self.cannot(Command.WITHDRAW)])
        declined = self.declined
        if declined is None or declined.released_at is None or withdrawn_at < declined.released_at:
            return
        if self.appeal_is_open:
            raise self._wait()
        refuse([self.cannot(Command.WITHDRAW)])

    def _precedes_the_end(self, at: datetime) -> bool:
        return self.ended_at is not None and at < self.ended_at
