"""What we do when an officer finds a condition met: the money may flow."""

from sqlmodel import select

from applications.domain.moments import backwards
from applications.domain.reasons import Reason
from applications.domain.states import Command, State
from applications.messages import ConditionFinding
from applications.store import AwardRow, ConditionMetRow, DecisionRow
from applications.use_cases.awardfiles import open_award
from applications.use_cases.files import CaseFile, cannot, may, open_file
from applications.use_cases.paying import request_payments
from applications.use_cases.shared import refuse
from chassis import Work


async def meet_condition(found: ConditionFinding, work: Work) -> None:
    """Waits for the release; a condition that was not set is refused."""
    file = await open_file(work, found.application)
    if file.state is State.RELEASED and file.row.outcome == "declined":
        refuse([cannot(file, Command.MEET)])
    may(file, Command.MEET)
    setting = _set_by(file, found)
    first = min(each.recorded_at for each in setting)
    refuse(backwards("The finding", found.found_at, "the decision that set the condition", first))
    if await work.session.get(ConditionMetRow, (found.application, found.code)) is None:
        work.session.add(ConditionMetRow(**found.model_dump()))
    reference = await work.session.exec(
        select(AwardRow.award).where(AwardRow.application == found.application)
    )
    if award := reference.first():
        await request_payments(await open_award(work, award), work)


def _set_by(file: CaseFile, found: ConditionFinding) -> list[DecisionRow]:
    """The released decisions that set this condition; refuses one that none did."""
    released = [each for each in file.decisions if each.released_at and each.status == "stands"]
    codes = [[condition["code"] for condition in each.conditions] for each in released]
    setting = [each for each, own in zip(released, codes, strict=True) if found.code in own]
    if not setting:
        given = ", ".join(code for own in codes for code in own) or "none"
        message = f"The conditions of {found.application} are: {given}."
        refuse([Reason("no-such-condition", message)])
    return setting
