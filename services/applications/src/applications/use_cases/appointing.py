"""What we do when a panel is appointed: keep it, and judge again what it was in force for."""

from collections.abc import Sequence

from sqlmodel import col, select

from applications.domain.panels import Panel, own_schools
from applications.domain.rounds import in_force
from applications.messages import PanelAppointment
from applications.store import ApplicationRow, DecisionRow, FactRow, ReviewRow
from applications.use_cases.facts import add_fact, round_at
from applications.use_cases.files import CaseFile, open_file
from applications.use_cases.reviewing import count_again
from applications.use_cases.shared import stored, value_of
from chassis import Work


async def appoint_panel(appointed: PanelAppointment, work: Work) -> None:
    """A vote and a review are judged by the appointment in force at their own time (bus.md).

    One that arrives after them counts again, as a late interest does.
    """
    panel = value_of(Panel, appointed)
    facts = await add_fact(work, f"panel:{panel.panel}", "appointed", stored(panel))
    for reference in await _before(work, panel.panel):
        file = await open_file(work, reference)
        if _judge_again(file, panel.panel, facts):
            await count_again(file, work)


async def _before(work: Work, panel: str) -> list[str]:
    """The applications of the rounds that this panel decides on."""
    opened = await work.session.exec(select(FactRow).where(FactRow.kind == "opened"))
    rounds = {fact.data["round"] for fact in opened if fact.data["panel"] == panel}
    found = await work.session.exec(
        select(ApplicationRow.application)
        .where(col(ApplicationRow.round).in_(rounds))
        .order_by(ApplicationRow.application)
    )
    return list(found)


def _judge_again(file: CaseFile, panel: str, facts: Sequence[FactRow]) -> bool:
    """Put each vote and review of this panel under its appointment; whether any changed."""
    changed = False
    rows: list[DecisionRow | ReviewRow] = [*file.decisions, *file.reviews]
    for row in rows:
        fact = in_force(facts, row.ce_time)
        if fact is not None and round_at(file.facts, row.ce_time).terms.panel == panel:
            changed |= _put_under(value_of(Panel, fact.data), row, file)
    return changed


def _put_under(panel: Panel, row: DecisionRow | ReviewRow, file: CaseFile) -> bool:
    if isinstance(row, DecisionRow):
        before, row.panel = row.panel, stored(panel)
        return before != row.panel
    before_that = row.own_interest
    row.own_interest = own_schools(panel, file.form.schools).get(row.reviewer)
    return before_that != row.own_interest
