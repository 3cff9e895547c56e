"""Events as this service reads them: only the fields that a message or its address needs."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

OWNERS = ("applications", "schools", "notifications")  # the services that reject events


class Incoming(BaseModel):
    """A tolerant reader: other fields of an event are ignored."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    @property
    def facts(self) -> dict[str, Any]:
        """The fields as plain values, for rules, templates and the store."""
        return self.model_dump(mode="json")


class Role(Incoming):
    """A role in a scope."""

    role: str
    scope: str


class DirectoryPerson(Incoming):
    """A person in the council's directory."""

    person: str
    name: str
    email: str
    active: bool
    roles: list[Role]
    delivery: dict[str, Any] = Field(default_factory=dict)


class FormContact(Incoming):
    """The person that a form names as its contact."""

    name: str
    email: str


class FormPartner(Incoming):
    """A partner school and its shared mailbox."""

    urn: str
    contact_email: str | None = None


class ApplicationForm(Incoming):
    """The addresses in a form."""

    form_reference: str
    contact: FormContact
    partners: list[FormPartner]


class Partner(Incoming):
    """A partner school of an application."""

    urn: str


class Reason(Incoming):
    """One reason for a refusal."""

    code: str
    message: str


class Condition(Incoming):
    """A condition to meet before any payment."""

    code: str
    text: str
    due: date


class Application(Incoming):
    """An application as its events carry it."""

    application: str
    form_reference: str
    round: str
    authority: str
    category: str
    theme: str | None = None
    title: str
    lead_school: str
    partners: list[Partner]
    requested_pence: int
    submitted_at: AwareDatetime
    awarded_pence: int | None = None
    outcome: str | None = None


class IneligibleApplication(Application):
    """An application that is not eligible, with the reasons."""

    reasons: list[Reason]


class ReleasedDecision(Application):
    """The council's decision on an application."""

    outcome: str
    reasons: str
    conditions: list[Condition] = Field(default_factory=list)


class Offer(Application):
    """An offer, open until `answer_by`."""

    answer_by: AwareDatetime


class Payment(Incoming):
    """One payment to an award's lead school."""

    award: str
    application: str
    round: str
    authority: str
    title: str
    lead_school: str
    milestone: int
    amount_pence: int
    awarded_pence: int
    paid_pence: int
    payment_reference: str | None = None
    paid_on: date


class School(Incoming):
    """A school's name and authority."""

    urn: str
    name: str
    la_code: str


class SchoolEvent(Incoming):
    """An event about a school: its name and authority are added from our copy."""

    urn: str


class Inspection(SchoolEvent):
    """An inspection of a school; grades of different eras are never compared."""

    era: str
    inspected_on: date
    published_on: date
    overall: str | None = None
    judgements: dict[str, str] = Field(default_factory=dict)
    safeguarding: str | None = None
    category_of_concern: str | None = None
    report_url: str | None = None


class Rejection(Incoming):
    """An event that a service rejected."""

    event_id: str
    event_type: str
    event_source: str | None = None
    reasons: list[Reason]
    overdue: bool = False
    replayable: bool = False


class FailedNotification(Incoming):
    """A message that did not arrive."""

    notification: str
    event_id: str
    about: str
    scopes: list[str]
    person: str
    role: str
    template: str
    state: str
    reason: str | None = None
    attempts: int = 0
