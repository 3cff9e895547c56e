"""Events out: an application came in, and left again before any decision was released."""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from chassis import OutgoingEvent


class Partner(BaseModel):
    """A partner school and its share, null where the form named none."""

    urn: str
    share_pence: int | None


class PublicReason(BaseModel):
    """Why something was refused: a code for machines, a sentence for people."""

    code: str
    message: str


class PublicApplication(OutgoingEvent):
    """The application's whole public state, which each of its events carries.

    Until the release `outcome` and `awarded_pence` are null, whatever the panel decided.
    """

    aggregate: ClassVar[str] = "application"
    reference: ClassVar[str] = "application"

    application: str
    form_reference: str
    round: str
    authority: str
    category: str
    theme: str | None
    title: str
    lead_school: str
    partners: list[Partner]
    requested_pence: int
    objectives: list[str]
    submitted_at: AwareDatetime
    state: str
    outcome: str | None
    awarded_pence: int | None


class ApplicationSubmitted(PublicApplication):
    """Received in time and eligible.

    `corrects` names a refusal that this takes back: school-unknown, once the school is registered.
    """

    event_type: ClassVar[str] = "council.applications.application.submitted.v1"

    corrects: str | None = None


class ApplicationIneligible(PublicApplication):
    """Received, and refused by a rule."""

    event_type: ClassVar[str] = "council.applications.application.ineligible.v1"

    reasons: list[PublicReason]


class ApplicationWithdrawn(PublicApplication):
    """Withdrawn by its lead. Only released money counts as freed: the rest was never public."""

    event_type: ClassVar[str] = "council.applications.application.withdrawn.v1"

    withdrawn_at: AwareDatetime
    freed_pence: int


class ApplicationCancelled(PublicApplication):
    """Its round was cancelled, or an officer ended it while it was on hold (`on_hold`).

    Only released money counts as freed: the rest was never public.
    """

    event_type: ClassVar[str] = "council.applications.application.cancelled.v1"

    reason: str
    cancelled_at: AwareDatetime
    freed_pence: int
    on_hold: bool = False


class ApplicationSuperseded(PublicApplication):
    """A later one in time, of the same lead, category and round, took its place."""

    event_type: ClassVar[str] = "council.applications.application.superseded.v1"

    by: str
    reason: str
