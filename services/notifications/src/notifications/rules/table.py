"""The one page of who is told of what: each event, its model, its template and its readers."""

from collections.abc import Callable
from dataclasses import dataclass

from notifications import incoming
from notifications.domain.inspections import needs_review
from notifications.domain.recipients import Audience
from notifications.domain.states import NO_RECIPIENT
from notifications.rules.audiences import (
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

# If one of these fails nobody gets a message about it: failures would breed messages.
ABOUT_FAILURES = ("delivery-failed", "nobody-to-tell")


def always(_facts: Facts) -> bool:
    """The rule holds for every event of its type."""
    return True


def not_delivered(facts: Facts) -> bool:
    """The message had an address and did not arrive."""
    return facts["state"] != NO_RECIPIENT and facts["template"] not in ABOUT_FAILURES


def nobody_to_tell(facts: Facts) -> bool:
    """The message had no address."""
    return facts["state"] == NO_RECIPIENT and facts["template"] not in ABOUT_FAILURES


@dataclass(frozen=True, slots=True)
class Rule:
    """On this event, if `when` holds, each of these readers gets this template.

    `reference` is the field with the reference that the subject ends with.
    """

    event: str
    model: type[incoming.Incoming]
    template: str
    reference: str
    readers: tuple[Callable[[Facts], list[Audience]], ...]
    when: Callable[[Facts], bool] = always

    def audiences(self, facts: Facts) -> list[Audience]:
        """All readers, in the order in which one address counts as the first of them."""
        return [audience for readers in self.readers for audience in readers(facts)]


APPLICATIONS, SCHOOLS = "council.applications.", "council.schools."
SUBMITTED = APPLICATIONS + "application.submitted.v1"
INELIGIBLE = APPLICATIONS + "application.ineligible.v1"
RELEASED = APPLICATIONS + "decision.released.v1"
OFFERED = APPLICATIONS + "offer.made.v1"
PAID = APPLICATIONS + "payment.recorded.v1"
INSPECTED = SCHOOLS + "inspection.recorded.v1"
FAILED = "council.notifications.notification.failed.v1"
REJECTED = [f"council.{owner}.event.rejected.v1" for owner in incoming.OWNERS]

CONTACT_AND_HEAD = (contact, lead_headteacher_if_known)
EVERY_SCHOOL = (contact, lead_headteacher, every_partner)

# fmt: off
RULES = (
    Rule(SUBMITTED, incoming.Application, "application-received", "application", (contact,)),
    Rule(SUBMITTED, incoming.Application, "new-application", "application", (officers_of_round,)),
    Rule(INELIGIBLE, incoming.IneligibleApplication,
         "application-ineligible", "application", (contact,)),
    Rule(RELEASED, incoming.ReleasedDecision, "decision-released", "application", EVERY_SCHOOL),
    Rule(OFFERED, incoming.Offer, "offer-to-answer", "application", CONTACT_AND_HEAD),
    Rule(PAID, incoming.Payment, "payment-made", "award", CONTACT_AND_HEAD),
    Rule(INSPECTED, incoming.Inspection,
         "inspection-published", "urn", (officers_of_school,), needs_review),
    *(Rule(each, incoming.Rejection, "event-rejected", "event_id", (operators,))
      for each in REJECTED),
    Rule(FAILED, incoming.FailedNotification,
         "delivery-failed", "about", (operators,), not_delivered),
    Rule(FAILED, incoming.FailedNotification,
         "nobody-to-tell", "about", (officers_else_operators,), nobody_to_tell),
)
# fmt: on


def rules_for(event_type: str, facts: Facts) -> list[Rule]:
    """The rules that hold for this event."""
    return [rule for rule in RULES if rule.event == event_type and rule.when(facts)]


def model_of(event_type: str) -> type[incoming.Incoming]:
    """The model that every rule of this event reads."""
    [model] = {rule.model for rule in RULES if rule.event == event_type}
    return model
