"""What we do with a case of a school causing concern: open, plan, review and close it."""

from sqlmodel import col

from chassis import Work, england_and_wales
from schools.domain.case import Case, Surroundings
from schools.domain.case.commands import Closing, Opening, Plan, Review
from schools.domain.school_facts import SchoolFacts
from schools.incoming import TimerDue
from schools.store import cases
from schools.store.repositories import CASES
from schools.store.tables import CaseRow
from schools.use_cases.register.schools import facts_of, school_facts
from schools.use_cases.waiting import naming_what_is_missing


async def open_case(opening: Opening, work: Work) -> None:
    """An officer opened a case; waits for the school. Its predecessor's case is named."""
    school = await school_facts(opening.urn, work)
    case = await CASES.held(work, opening.case) or Case(reference=opening.case)
    others = await cases.open_cases(work.session, opening.urn, besides=opening.case)
    before = await cases.ended_before(work.session, opening.urn)
    case.open(opening, _around(school, work), others, before[-1] if before else None)
    await CASES.save(work, case)
    await _name_predecessor(case, work)


async def plan_case(plan: Plan, work: Work) -> None:
    """The plan of a case was recorded whole; waits for the case."""
    case = await CASES.open(work, plan.case)
    case.plan(plan, await _around_case(case, work))
    await CASES.save(work, case)


async def review_case(review: Review, work: Work) -> None:
    """A review was held; waits for the case."""
    case = await CASES.open(work, review.case)
    with naming_what_is_missing():
        case.review(review, await _around_case(case, work))
    await CASES.save(work, case)


async def close_case(closing: Closing, work: Work) -> None:
    """An officer closed a case; waits for the case, and while its plan has an open action."""
    case = await CASES.open(work, closing.case)
    with naming_what_is_missing():
        case.close(closing, await _around_case(case, work))
    await CASES.save(work, case)


async def remind_of_review(due: TimerDue, work: Work) -> None:
    """A review is due soon, or its date went by."""
    case = await CASES.open(work, due.subject)
    case.remind(await _around_case(case, work))
    await CASES.save(work, case)


async def follow_school(urn: str, work: Work) -> None:
    """The register changed the school: a closed one ends its cases, an open one resumes them."""
    for reference in await CASES.references(work.session, col(CaseRow.urn) == urn):
        case = await CASES.open(work, reference)
        case.judge_school(await _around_case(case, work))
        await CASES.save(work, case)
        await _name_predecessor(case, work)


async def _name_predecessor(case: Case, work: Work) -> None:
    """A case on the successor that was known before this one ended names it as its previous one."""
    if case.state != "ended" or case.ending is None or case.ending.successor is None:
        return
    of_successor = col(CaseRow.urn) == case.ending.successor
    for reference in await CASES.references(work.session, of_successor):
        later = await CASES.open(work, reference)
        if later.previous is None:
            later.follow(case.reference)
            await CASES.save(work, later)


async def _around_case(case: Case, work: Work) -> Surroundings:
    return _around(await facts_of(case.urn, work), work)


def _around(school: SchoolFacts, work: Work) -> Surroundings:
    return Surroundings(school=school, calendar=england_and_wales(), now=work.now)
