"""Who is told of what: the one table to read, and to add to."""

from collections.abc import Callable
from dataclasses import dataclass

from notifications.domain.audiences import (
    Facts,
    contact,
    every_partner,
    lead_headteacher,
    lead_headteacher_if_known,
    officers_else_operators,
    officers_of_round,
    officers_of_school,
    operators,
)
from notifications.domain.people import Audience
from notifications.domain.states import NO_RECIPIENT

# A failure to deliver one of these is told to nobody else, or failures would breed messages.
ABOUT_FAILURES = ("delivery-failed", "nobody-to-tell")

_BELOW_EXPECTED = {"Inadequate", "Requires improvement", "Needs attention", "Urgent improvement"}
_UNSAFE = {"Not met", "Not effective"}


def always(_facts: Facts) -> bool:
    """Whatever the event says."""
    return True


def tier_relevant(facts: Facts) -> bool:
    """An outcome that may change how much support the school needs."""
    judged = {facts.get("overall"), *facts["judgements"].values()}
    concern = facts.get("category_of_concern") is not None
    return concern or facts.get("safeguarding") in _UNSAFE or bool(judged & _BELOW_EXPECTED)


def not_delivered(facts: Facts) -> bool:
    """There was an address, and the message did not get there."""
    return facts["state"] != NO_RECIPIENT and facts["template"] not in ABOUT_FAILURES


def nobody_to_tell(facts: Facts) -> bool:
    """There was no address to send to."""
    return facts["state"] == NO_RECIPIENT and facts["template"] not in ABOUT_FAILURES


@dataclass(frozen=True, slots=True)
class Rule:
    """On this event, when its facts say so, this message goes to these people.

    `about` is the field whose value the message's subject begins with.
    """

    event: str
    template: str
    about: str
    tells: tuple[Callable[[Facts], list[Audience]], ...]
    when: Callable[[Facts], bool] = always

    def audiences(self, facts: Facts) -> list[Audience]:
        """Everybody the message is for, in the order in which they are told."""
        return [audience for tell in self.tells for audience in tell(facts)]


APPLICATIONS, SCHOOLS = "council.applications.", "council.schools."
SUBMITTED = APPLICATIONS + "application.submitted.v1"
FAILED = "council.notifications.notification.failed.v1"
CONTACT_AND_HEAD = (contact, lead_headteacher_if_known)
CONTACT_HEAD_PARTNERS = (contact, lead_headteacher, every_partner)

RULES = (
    Rule(SUBMITTED, "application-received", "application", (contact,)),
    Rule(SUBMITTED, "new-application", "application", (officers_of_round,)),
    Rule(
        APPLICATIONS + "application.ineligible.v1",
        "application-ineligible",
        "application",
        (contact,),
    ),
    Rule(
        APPLICATIONS + "decision.released.v1",
        "decision-released",
        "application",
        CONTACT_HEAD_PARTNERS,
    ),
    Rule(APPLICATIONS + "offer.made.v1", "offer-to-answer", "application", CONTACT_AND_HEAD),
    Rule(APPLICATIONS + "payment.recorded.v1", "payment-made", "award", CONTACT_AND_HEAD),
    Rule(
        SCHOOLS + "inspection.recorded.v1",
        "inspection-published",
        "urn",
        (officers_of_school,),
        when=tier_relevant,
    ),
    *(
        Rule(f"council.{owner}.event.rejected.v1", "event-rejected", "event_id", (operators,))
        for owner in ("applications", "schools", "notifications")
    ),
    Rule(FAILED, "delivery-failed", "about", (operators,), when=not_delivered),
    Rule(FAILED, "nobody-to-tell", "about", (officers_else_operators,), when=nobody_to_tell),
)


def rules_for(event_type: str, facts: Facts) -> list[Rule]:
    """The rules that this event sets off."""
    return [rule for rule in RULES if rule.event == event_type and rule.when(facts)]
