"""Events out: a school closed or converted, what waits for it, and where it moved."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from applications.events.applications import PublicApplication
from applications.events.awards import PublicAward

Ground = Literal["conversion", "merger", "change-of-lead"]


class ApplicationHeld(PublicApplication):
    """One of its schools closed or converted: it waits for a novation; its money stays held.

    `successors` are the register's; without any an officer ends it or the lead changes.
    """

    event_type: ClassVar[str] = "council.applications.application.held.v1"

    urn: str
    reason: str
    successors: list[str]
    held_since: AwareDatetime


class ApplicationHoldOverdue(PublicApplication):
    """It has been on hold for long, and nobody acted."""

    event_type: ClassVar[str] = "council.applications.application.hold-overdue.v1"

    urn: str
    reason: str
    held_since: AwareDatetime


class ApplicationResumed(PublicApplication):
    """No school is missing any more: it goes on in the state that it was held in."""

    event_type: ClassVar[str] = "council.applications.application.resumed.v1"

    urn: str
    reason: str
    held_since: AwareDatetime  # until now
    novated: bool  # by a novation, which its own event tells


class ApplicationNovated(PublicApplication):
    """What one school had in it moved to another; an open offer is open until `answer_by`."""

    event_type: ClassVar[str] = "council.applications.application.novated.v1"

    from_urn: str
    successor: str
    ground: Ground
    agreed_at: AwareDatetime
    reason: str
    answer_by: AwareDatetime | None


class ConsentAnswered(PublicApplication):
    """A partner's own word, which overrides the form's; closed: it has no successor either."""

    event_type: ClassVar[str] = "council.applications.consent.answered.v1"

    urn: str
    answer: Literal["consents", "refuses", "leaves", "closed"]


class AwardSuspended(PublicAward):
    """One of its schools closed or converted: nothing is requested until a novation."""

    event_type: ClassVar[str] = "council.applications.award.suspended.v1"

    urn: str
    reason: str
    successors: list[str]
    suspended_since: AwareDatetime


class AwardSuspensionOverdue(PublicAward):
    """It has been suspended for long, and nobody acted."""

    event_type: ClassVar[str] = "council.applications.award.suspension-overdue.v1"

    urn: str
    reason: str
    suspended_since: AwareDatetime


class AwardResumed(PublicAward):
    """No school is missing any more: what is payable is requested."""

    event_type: ClassVar[str] = "council.applications.award.resumed.v1"

    urn: str
    reason: str
    novated: bool  # by a novation, which its own event tells


class AwardNovated(PublicAward):
    """What is unpaid of a school's part moved to another; what was paid stays where it was paid."""

    event_type: ClassVar[str] = "council.applications.award.novated.v1"

    from_urn: str
    successor: str
    ground: Ground
    agreed_at: AwareDatetime
    reason: str
