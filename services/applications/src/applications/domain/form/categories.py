"""What each category of funding asks of a form: a hub, a research project, a developing school."""

from collections.abc import Iterator
from datetime import date

from applications.domain.form.forms import Form
from applications.domain.round.rounds import Terms
from chassis.domain import Reason, in_full, london_date


def category_refuses(form: Form, terms: Terms) -> Iterator[Reason]:
    """Why a form is refused by the rules of its category."""
    category = terms.category(form.category)
    if category is None:
        yield Reason("category-not-funded", f"This fund does not support {form.category}.")
        return
    if len(set(form.schools)) < category.least_schools:
        yield Reason(
            "too-few-schools",
            f"This fund needs at least {category.least_schools} schools, including the lead "
            f"school. Your form lists {len(set(form.schools))}.",
        )
    match form.category:
        case "learning-hub":
            yield from _hub_refuses(form, terms)
        case "research-project" if form.research is None:
            yield Reason(
                "research-missing",
                "Your form must include the research question, ethics statement, baseline and "
                "date of findings.",
            )
        case "research-project" if form.research:
            yield from _findings_refuse(form, form.research.findings_due)
        case "developing-school":
            yield from _developing_refuses(form)


def _hub_refuses(form: Form, terms: Terms) -> Iterator[Reason]:
    if form.theme not in terms.themes:
        themes = ", ".join(terms.themes) or "none"
        yield Reason("theme", f"Choose one of this fund's themes: {themes}.")
    if form.reach_schools is None:
        yield Reason("reach-missing", "Your form must say how many schools the hub will reach.")


def _findings_refuse(form: Form, due: date) -> Iterator[Reason]:
    if not form.planned_start <= due <= form.planned_end:
        yield Reason(
            "findings-outside-plan",
            f"The findings are due on {in_full(due)}. They must be due between the start and the "
            f"end of your plan: {in_full(form.planned_start)} to {in_full(form.planned_end)}.",
        )


def _developing_refuses(form: Form) -> Iterator[Reason]:
    if len(set(form.schools)) != 1:
        yield Reason(
            "one-school-only", "Developing school applications can include only one school."
        )
    until = london_date(form.submitted_at)
    since = _a_year_before(until)
    evidence = form.developing.evidence if form.developing else ()
    criteria = form.developing.criteria if form.developing else ()
    if not any(each.criterion in criteria and since <= each.dated <= until for each in evidence):
        yield Reason(
            "evidence-missing",
            "At least one criterion needs evidence dated in the 12 months before we received your "
            f"form: from {in_full(since)} to {in_full(until)}.",
        )


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
