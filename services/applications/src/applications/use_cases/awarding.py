"""What we do when an offer is accepted: make the award, its milestones and its shares."""

from datetime import datetime

from applications import events
from applications.domain.milestones import overdue_from
from applications.domain.moments import london_date
from applications.domain.money import scale_milestones, scale_shares
from applications.store import AwardRow, MilestoneRow
from applications.use_cases.awardfiles import AwardFile, public_award
from applications.use_cases.files import CaseFile
from applications.use_cases.shared import next_number
from chassis import Work


async def make_award(file: CaseFile, accepted_at: datetime, work: Work) -> None:
    """An accepted offer: a part award scales the milestones and the partners' shares."""
    reference = await next_number(work, "G", london_date(accepted_at).year)
    await work.changed(f"award:{reference}")
    form, awarded = file.form, file.row.awarded_pence or 0
    scaled = scale_shares(
        [each.share_pence or 0 for each in form.partners], form.requested_pence, awarded
    )
    partners = [
        {"urn": partner.urn, "share_pence": None if partner.share_pence is None else share}
        for partner, share in zip(form.partners, scaled, strict=True)
    ]
    row = AwardRow(
        award=reference,
        application=file.row.application,
        awarded_pence=awarded,
        awarded_at=accepted_at,
        lead_share_pence=awarded - sum(scaled),
        partners=partners,
        state="active",
    )
    award = AwardFile(row, file.row, await _milestones(file, reference, awarded, work), [])
    work.session.add_all([row, *award.milestones])
    work.record(
        events.AwardMade(**public_award(award)), inherits=("application", file.row.application)
    )


async def _milestones(
    file: CaseFile, reference: str, awarded: int, work: Work
) -> list[MilestoneRow]:
    planned = file.form.milestones
    amounts = scale_milestones([each.amount_pence for each in planned], awarded)
    rows = []
    for number, (each, amount) in enumerate(zip(planned, amounts, strict=True), start=1):
        row = MilestoneRow(
            award=reference,
            number=number,
            title=each.title,
            due=each.due,
            amount_pence=amount,
            state="due",
        )
        rows.append(row)
        await work.timer(
            "milestone-overdue",
            subject=f"{reference}/{number}",
            due=overdue_from(each.due),
            data={"award": reference, "milestone": number},
        )
    return rows
