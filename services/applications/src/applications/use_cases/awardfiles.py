"""One award with its milestones and payments, and its public state."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications import events
from applications.domain.forms import Form
from applications.domain.reasons import Reason
from applications.store import ApplicationRow, AwardRow, MilestoneRow, PaymentRow
from applications.use_cases.shared import refuse, value_of
from chassis import Work, wait_for


@dataclass
class AwardFile:
    """Everything that bears on one award, under its lock."""

    row: AwardRow
    application: ApplicationRow
    milestones: list[MilestoneRow]
    payments: list[PaymentRow]

    def milestone(self, number: int) -> MilestoneRow:
        """One milestone; refuses a number that the award does not have."""
        if not 1 <= number <= len(self.milestones):
            refuse(
                [
                    Reason(
                        "no-such-milestone",
                        f"{self.row.award} has the milestones 1 to {len(self.milestones)}.",
                    )
                ]
            )
        return self.milestones[number - 1]

    @property
    def paid_pence(self) -> int:
        """What was paid for accepted milestones and did not come back."""
        return sum(each.amount_pence or 0 for each in self.payments if each.state == "recorded")


async def open_award(work: Work, reference: str) -> AwardFile:
    """The award under its lock; waits for one that nobody accepted yet."""
    await work.changed(f"award:{reference}")
    file = await load_award(work.session, reference)
    if file is None:
        raise wait_for("award", reference)
    return file


async def load_award(session: AsyncSession, reference: str) -> AwardFile | None:
    """The award as it stands."""
    row = await session.get(AwardRow, reference)
    if row is None:
        return None
    milestones = await session.exec(
        select(MilestoneRow)
        .where(MilestoneRow.award == reference)
        .order_by(col(MilestoneRow.number))
    )
    payments = await session.exec(select(PaymentRow).where(PaymentRow.award == reference))
    application = await session.get_one(ApplicationRow, row.application)
    return AwardFile(row, application, list(milestones), list(payments))


def public_award(file: AwardFile) -> dict[str, Any]:
    """The public state that every event of an award carries."""
    row, application = file.row, file.application
    form = value_of(Form, application.form)
    return {
        "award": row.award,
        "application": row.application,
        **{name: getattr(application, name) for name in ("round", "authority", "category")},
        **{name: getattr(form, name) for name in _FORM_FIELDS},
        **{name: getattr(row, name) for name in _ROW_FIELDS},
        "partners": [events.Partner(**each) for each in row.partners],
        "milestones": [_public_milestone(each) for each in file.milestones],
        "paid_pence": file.paid_pence,
    }


def _public_milestone(row: MilestoneRow) -> events.PublicMilestone:
    return events.PublicMilestone(
        number=row.number,
        title=row.title,
        due=row.due,
        amount_pence=row.amount_pence,
        state=row.state,
    )


_FORM_FIELDS = ("title", "lead_school", "planned_start", "planned_end")
_ROW_FIELDS = ("awarded_pence", "awarded_at", "lead_share_pence", "state")
