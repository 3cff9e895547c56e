"""What we do when a lead school withdraws: the money it held is free, once."""

from sqlmodel import select

from applications import events
from applications.domain.budget import freed
from applications.domain.moments import backwards
from applications.domain.states import Command, State, Then
from applications.messages import Withdrawal
from applications.store import ApplicationRow
from applications.use_cases.files import cannot, may, open_file, public
from applications.use_cases.shared import refuse
from chassis import Work, wait_for


async def withdraw_application(withdrawal: Withdrawal, work: Work) -> None:
    """Waits for the form it withdraws; of two the earlier one's instant stands."""
    found = await work.session.exec(
        select(ApplicationRow.application).where(
            ApplicationRow.form_reference == withdrawal.form_reference
        )
    )
    reference = found.first()
    if reference is None:
        raise wait_for("form", withdrawal.form_reference)
    file, at = await open_file(work, reference), withdrawal.withdrawn_at
    refuse(backwards("The withdrawal", at, "the form", file.form.submitted_at))
    if may(file, Command.WITHDRAW) is Then.DONE:
        file.row.withdrawn_at = min(file.row.withdrawn_at or at, at)
        return
    if file.row.outcome == "declined" and file.settled_at and at >= file.settled_at:
        refuse([cannot(file, Command.WITHDRAW)])
    row = file.row
    # Money that was only earmarked was never public: telling it would tell the decision.
    told = freed(row.held_pence) if file.state is State.OFFERED else 0
    row.state, row.held_pence, row.withdrawn_at = State.WITHDRAWN, 0, withdrawal.withdrawn_at
    await work.cancel_timer("offer-lapses", subject=reference)
    work.record(
        events.ApplicationWithdrawn(
            **public(row, file.form), withdrawn_at=withdrawal.withdrawn_at, freed_pence=told
        )
    )
