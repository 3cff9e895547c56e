"""Moves what a school had in an application to its successor, or the lead to a partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from applications.domain.application.case import Case
from applications.domain.application.holding import Holding
from applications.domain.form.forms import Form
from applications.domain.form.parties import Novation, novated, why_resumed
from applications.domain.form.schools import School
from applications.domain.form.succession import check_succession
from applications.domain.states import Command, State, may_be_held
from chassis.domain import Reason, backwards, refuse


@dataclass(kw_only=True)
class Novating(Holding):
    """An application whose schools can change by an agreement."""

    def novate(
        self,
        agreed: Novation,
        schools: Mapping[str, School],
        *,
        others: Sequence[Case] = (),
        blocks: Sequence[Reason] = (),
    ) -> None:
        """Re-checked whole: the successor, interests, one live application, double funding.

        `others` are the applications of the successor as lead in this category and round;
        `blocks` are why its money would be paid twice. The money stays as it is.
        """
        if self.has_novation(agreed):
            return
        self.may(Command.NOVATE)
        if self.state is State.RELEASED and self.status.outcome == "declined":
            refuse([self.cannot(Command.NOVATE)])
        refuse(backwards("The agreement", agreed.agreed_at, "the form", self.form.submitted_at))
        before = self.current
        terms = self.history.at(self.form.submitted_at).terms
        check_succession(self.places, agreed, terms, schools)
        lost = set(self.lost_partners())
        self.novations.append(agreed)
        self.schools = {**self.schools, **schools}
        awarded = self.status.standing is State.ACCEPTED  # then too few is a matter of a variation
        too_few = [] if awarded else [each for each in self.lost_partners() if each not in lost]
        refuse([*too_few, *self._not_the_only_one(before.lead_school, others), *blocks])
        self._offer_again(agreed)
        if self.status.standing is State.ACCEPTED:
            self.count_again()  # its award moves, and tells
            return
        self._happened(
            "application.novated",
            from_urn=agreed.from_urn,
            successor=agreed.successor,
            ground=agreed.ground,
            agreed_at=agreed.agreed_at,
            answer_by=self.status.answer_by,
            reason=why_resumed(agreed),
        )
        self.settle_schools(agreed)
        self.count_again()

    def form_after(self, agreed: Novation) -> Form:
        """The form as this novation would leave it."""
        return novated(self.current, agreed)

    def has_novation(self, agreed: Novation) -> bool:
        """Whether it is on record already, under another event."""
        moved = {(each.from_urn, each.successor, each.agreed_at) for each in self.novations}
        return (agreed.from_urn, agreed.successor, agreed.agreed_at) in moved

    def _offer_again(self, agreed: Novation) -> None:
        """An open offer is open for its whole time again, from the agreement on."""
        standing, until = self.status.standing, self.status.answer_by
        was_open = self.accepted_at is None or agreed.agreed_at < self.accepted_at
        if until is None or not was_open or standing not in {State.OFFERED, State.ACCEPTED}:
            return
        self._move(standing, answer_by=max(until, self._open_until(agreed.agreed_at)))

    def _not_the_only_one(self, lead: str, others: Sequence[Case]) -> list[Reason]:
        if self.current.lead_school == lead:
            return []
        live = [
            each.reference
            for each in others
            if each.reference != self.reference
            and (
                each.status.standing is State.ACCEPTED
                or may_be_held(each.status.standing, each.status.outcome)
            )
        ]
        if not live:
            return []
        message = (
            f"{self.current.lead_school} has {', '.join(live)} in the same category and round. "
            "Withdraw one of the two first."
        )
        return [Reason("one-live-application", message)]
