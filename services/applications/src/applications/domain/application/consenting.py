"""Takes a partner's own word: it overrides what the lead's form claims."""

from dataclasses import dataclass

from applications.domain.application.holding import Holding
from applications.domain.form.parties import (
    CONSENTS,
    PartnerAnswer,
    current_form,
    latest_answers,
)
from applications.domain.states import Command
from chassis.domain import Reason, in_full, london_date, refuse


@dataclass(kw_only=True)
class Consenting(Holding):
    """An application whose partners answer for themselves."""

    def answer_as_partner(self, answer: PartnerAnswer) -> None:
        """Of several the latest holds. After the acceptance it is only recorded and told."""
        self.may(Command.CONSENT)
        refuse(self._answer_refusals(answer))
        before = latest_answers(self.answers).get(answer.urn)
        self.answers.append(answer)
        if before is not None and before.order > answer.order:
            return
        self.screen_parties()
        self._happened("consent.answered", urn=answer.urn, answer=answer.answer)

    def _answer_refusals(self, answer: PartnerAnswer) -> list[Reason]:
        partners = {
            *(each.urn for each in self.form.partners),
            *(each.urn for each in current_form(self.form, self.novations).partners),
        }
        if answer.urn not in partners:
            named = ", ".join(sorted(partners)) or "none"
            message = f"urn {answer.urn} is not a partner of {self.reference}: it names {named}."
            return [Reason("not-a-partner", message)]
        opened = self.history.at(self.form.submitted_at).terms.opens_at
        if answer.answer != CONSENTS or answer.answered_at >= opened:
            return []
        message = (
            f"answered_at is before the fund opened on {in_full(london_date(opened))}. "
            "Partners must consent to this application."
        )
        return [Reason("consent-before-round", message)]
