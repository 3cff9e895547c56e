"""Events out: reminders of a date, and a condition that was found met."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime

from applications.events.applications import PublicApplication
from applications.events.awards import PublicMilestoneStep


class OfferClosing(PublicApplication):
    """An offer that nobody has answered ends soon."""

    event_type: ClassVar[str] = "council.applications.offer.closing.v1"

    meeting: str
    answer_by: AwareDatetime


class ConditionStep(PublicApplication):
    """A condition of a released decision; the days are null before it is due."""

    code: str
    text: str
    due: date
    working_days_late: int | None


class ConditionMet(ConditionStep):
    """An officer found a condition met."""

    event_type: ClassVar[str] = "council.applications.condition.met.v1"


class ConditionDueSoon(ConditionStep):
    """A condition of an accepted offer is due soon, and nobody found it met."""

    event_type: ClassVar[str] = "council.applications.condition.due-soon.v1"


class ConditionOverdue(ConditionStep):
    """A condition of an accepted offer is overdue."""

    event_type: ClassVar[str] = "council.applications.condition.overdue.v1"


class MilestoneReminder(PublicMilestoneStep):
    """A milestone without evidence; the days are null before it is due."""

    due: date
    working_days_late: int | None


class MilestoneDueSoon(MilestoneReminder):
    """Its evidence is due soon."""

    event_type: ClassVar[str] = "council.applications.milestone.due-soon.v1"


class MilestoneOverdue(MilestoneReminder):
    """Its evidence is overdue: said on the first and on the tenth working day after its date."""

    event_type: ClassVar[str] = "council.applications.milestone.overdue.v1"
