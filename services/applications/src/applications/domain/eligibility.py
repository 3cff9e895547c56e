"""Who may apply: every rule that screens a form, and every reason it fails for."""

from collections.abc import Iterator, Mapping
from datetime import date

from applications.domain.forms import Form
from applications.domain.moments import in_words, is_late, london_date
from applications.domain.reasons import Reason, pounds
from applications.domain.rounds import Round, Terms
from applications.domain.schools import School, why_not_open


def refusals(form: Form, round_: Round, schools: Mapping[str, School]) -> list[Reason]:
    """All the reasons at once, so that an applicant need not learn them one by one."""
    return [
        *_time_refuses(form, round_),
        *_lead_refuses(schools[form.lead_school], round_.terms),
        *_partners_refuse(form, round_.terms, schools),
        *_schools_refuse(form, schools),
        *_plan_refuses(form),
        *_category_refuses(form, round_.terms),
    ]


def _time_refuses(form: Form, round_: Round) -> Iterator[Reason]:
    received = f"The form was received on {in_words(form.submitted_at)}"
    if form.submitted_at < round_.terms.opens_at:
        yield Reason(
            "too-early", f"{received}; the round opens on {in_words(round_.terms.opens_at)}."
        )
    if round_.is_cancelled(form.submitted_at):
        yield Reason("round-cancelled", f"{received}; the round had been cancelled by then.")
    elif is_late(form.submitted_at, round_.last_moment):
        yield Reason(
            "late",
            f"{received}; the round closed on {in_words(round_.last_moment)}, "
            "and a form received at that moment is late.",
        )


def _lead_refuses(lead: School, terms: Terms) -> Iterator[Reason]:
    who = f"{lead.name} ({lead.urn})"
    if lead.la_code != terms.authority:
        yield Reason(
            "lead-outside-authority",
            f"{who} lies in authority {lead.la_code}; the lead must lie in {terms.authority}.",
        )
    if lead.kind not in terms.eligible_kinds:
        allowed = ", ".join(terms.eligible_kinds)
        yield Reason("lead-kind", f"{who} is of the kind {lead.kind}; the round admits {allowed}.")
    phases = {phase.casefold() for phase in terms.eligible_phases}
    own = {(lead.phase or "").casefold(), lead.phase_code or ""}
    if phases and not phases & own:
        allowed, phase = ", ".join(terms.eligible_phases), lead.phase or "not known"
        yield Reason("lead-phase", f"The phase of {who} is {phase}; the round admits {allowed}.")


def _partners_refuse(form: Form, terms: Terms, schools: Mapping[str, School]) -> Iterator[Reason]:
    allowed = {terms.authority, *terms.partner_authorities}
    submitted_on = london_date(form.submitted_at)
    for partner in form.partners:
        who = f"{schools[partner.urn].name} ({partner.urn})"
        if schools[partner.urn].la_code not in allowed:
            yield Reason(
                "partner-outside-authorities",
                f"{who} lies in authority {schools[partner.urn].la_code}, "
                "which the round does not name.",
            )
        if partner.consented_on > submitted_on:
            yield Reason("partner-consent", f"{who} had not consented when the form was received.")
    if sum(partner.share_pence or 0 for partner in form.partners) > form.requested_pence:
        yield Reason("shares-beyond-request", "The partners' shares exceed the sum requested.")


def _schools_refuse(form: Form, schools: Mapping[str, School]) -> Iterator[Reason]:
    repeated = sorted({urn for urn in form.schools if form.schools.count(urn) > 1})
    if repeated:
        yield Reason("school-twice", f"Each school may be named once: {', '.join(repeated)}.")
    for urn in dict.fromkeys(form.schools):
        if why := why_not_open(schools[urn], form.submitted_at):
            yield why


def _plan_refuses(form: Form) -> Iterator[Reason]:
    total = sum(milestone.amount_pence for milestone in form.milestones)
    if total != form.requested_pence:
        yield Reason(
            "milestones-sum",
            f"The milestones add up to {pounds(total)}, not to the {pounds(form.requested_pence)} "
            "requested.",
        )
    dates = [form.planned_start, *(each.due for each in form.milestones), form.planned_end]
    if dates != sorted(dates):
        yield Reason(
            "dates-order",
            "The dates are out of order: the milestones lie between the start and the end, each no "
            "earlier than the one before it.",
        )


def _category_refuses(form: Form, terms: Terms) -> Iterator[Reason]:
    category = terms.category(form.category)
    if category is None:
        yield Reason("category-not-funded", f"The round does not fund {form.category}.")
        return
    if len(set(form.schools)) < category.least_schools:
        yield Reason(
            "too-few-schools",
            f"The round asks for at least {category.least_schools} schools, the lead included; "
            f"the form names {len(set(form.schools))}.",
        )
    match form.category:
        case "learning-hub":
            yield from _hub_refuses(form, terms)
        case "research-project" if form.research is None:
            yield Reason(
                "research-missing",
                "A research project states its question, ethics, baseline and findings date.",
            )
        case "developing-school":
            yield from _developing_refuses(form)


def _hub_refuses(form: Form, terms: Terms) -> Iterator[Reason]:
    if form.theme not in terms.themes:
        themes = ", ".join(terms.themes) or "none"
        yield Reason("theme", f"A hub names one of the round's themes: {themes}.")
    if form.reach_schools is None:
        yield Reason("reach-missing", "A hub says how many schools it will reach.")


def _developing_refuses(form: Form) -> Iterator[Reason]:
    if len(set(form.schools)) != 1:
        yield Reason("one-school-only", "A developing school applies for itself alone.")
    until = london_date(form.submitted_at)
    since = _a_year_before(until)
    evidence = form.developing.evidence if form.developing else ()
    criteria = form.developing.criteria if form.developing else ()
    if not any(each.criterion in criteria and since <= each.dated <= until for each in evidence):
        yield Reason(
            "evidence-missing",
            "At least one criterion needs evidence dated within the twelve months before the form "
            f"was received: from {since:%d %B %Y} to {until:%d %B %Y}.",
        )


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
