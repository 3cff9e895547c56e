"""Finds the applications that hold money for a school, of any round, under the schools' locks."""

from collections.abc import Iterable

from sqlmodel import col, select

from applications.domain.form.forms import Form
from applications.domain.money.double_funding import Funded, plan_of
from applications.domain.panel.decisions import APPROVALS
from applications.store.conversions import value_of
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.awards import AwardRow
from applications.store.tables.schools import PartyRow
from applications.store.waivers import waivers_of
from chassis import Work


async def funded_beside(
    work: Work, form: Form, schools: Iterable[str], *, but: str
) -> list[Funded]:
    """The other applications of this category that hold money for one of these schools.

    The schools are locked until the commit, in the order of their numbers and after application
    and round, so that of two approvals at once the second one sees the first.
    """
    urns = sorted(set(schools))
    for urn in urns:
        await work.lock(f"funding:{urn}")
    taking_part = select(PartyRow.application).where(col(PartyRow.urn).in_(urns))
    found = await work.session.exec(
        select(ApplicationRow, AwardRow)
        .join(AwardRow, col(AwardRow.application) == col(ApplicationRow.application), isouter=True)
        .where(ApplicationRow.category == form.category, ApplicationRow.application != but)
        .where(col(ApplicationRow.held_pence) > 0)
        .where(col(ApplicationRow.application).in_(taking_part))
        .order_by(ApplicationRow.application)
    )
    # An award that has ended funds nothing any more.
    rows = [(row, award) for row, award in found if award is None or award.state != "ended"]
    waivers = await waivers_of(work.session, [row.form_reference for row, _ in rows])
    return [
        Funded(
            row.application,
            plan_of(value_of(Form, row.form), _schools_now(award or row)),
            award.award if award else None,
            released=row.outcome in APPROVALS,
            waivers=waivers[row.form_reference],
        )
        for row, award in rows
    ]


def _schools_now(row: ApplicationRow | AwardRow) -> set[str]:
    """The schools that take part now, after novations and what partners answered."""
    return {row.lead_school, *(each["urn"] for each in row.partners)}
