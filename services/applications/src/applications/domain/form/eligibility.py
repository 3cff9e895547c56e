"""Who may apply: every rule that screens a form, and every reason it fails for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from applications.domain.form.categories import category_refuses
from applications.domain.form.forms import Form
from applications.domain.form.schools import KIND_NAMES, School, why_not_open
from applications.domain.form.waivers import CLOSING, LATE, Bar
from applications.domain.money.money import pounds
from applications.domain.round.deadlines import is_late
from applications.domain.round.rounds import Round, Terms
from chassis.domain import Reason, in_full, in_words, london_date

SCHOOL_UNKNOWN = "school-unknown"
PUT_RIGHT = (SCHOOL_UNKNOWN, "late", "school-closing", "one-live-application")  # screened anew


def refusals(form: Form, round_: Round, schools: Mapping[str, School]) -> list[Reason]:
    """All the reasons at once, so that an applicant can deal with them together.

    A school that is not in `schools` is refused as one that the register lacks.
    """
    return [
        *_time_refuses(form, round_),
        *_unknown_refuses(form, schools),
        *_lead_refuses(schools.get(form.lead_school), round_.terms),
        *_partners_refuse(form, round_.terms, schools),
        *_schools_refuse(form, schools),
        *_plan_refuses(form, round_.terms),
        *category_refuses(form, round_.terms),
    ]


def waivable(form: Form, round_: Round, schools: Mapping[str, School]) -> list[Bar]:
    """Those of the reasons that an officer may waive."""
    closing = {urn: why_not_open(schools[urn], form.submitted_at) for urn in schools}
    return [
        *(
            Bar(LATE, each, london_date(form.submitted_at))
            for each in _time_refuses(form, round_)
            if each.code == "late"
        ),
        *(
            Bar(CLOSING, why, form.planned_end, (urn,))
            for urn, why in closing.items()
            if why and why.code == "school-closing"
        ),
    ]


def successor_refusals(school: School, terms: Terms, at: datetime, *, lead: bool) -> list[Reason]:
    """Why a school may not take the place of another that closed, or take over the lead."""
    rules = _lead_refuses(school, terms) if lead else _partner_refuses(school, terms)
    closed = why_not_open(school, at)
    return [*rules, *([closed] if closed else [])]


def _time_refuses(form: Form, round_: Round) -> Iterator[Reason]:
    received = f"We received your form at {in_words(form.submitted_at)}."
    if form.submitted_at < round_.terms.opens_at:
        yield Reason(
            "too-early", f"{received} The fund opens at {in_words(round_.terms.opens_at)}."
        )
    if round_.is_cancelled(form.submitted_at):
        yield Reason("round-cancelled", f"{received} The fund had been cancelled by then.")
    elif is_late(form.submitted_at, round_.last_moment):
        yield Reason("late", f"{received} The deadline was {in_words(round_.last_moment)}.")


def _unknown_refuses(form: Form, schools: Mapping[str, School]) -> Iterator[Reason]:
    for urn in dict.fromkeys(form.schools):
        if urn not in schools:
            yield Reason(
                "school-unknown",
                f"The register has no school with the number (URN) {urn}. Check the number.",
            )


def _lead_refuses(lead: School | None, terms: Terms) -> Iterator[Reason]:
    if lead is None:
        return
    who = f"{lead.name} ({lead.urn})"
    if lead.la_code != terms.authority:
        yield Reason(
            "lead-outside-authority",
            f"{who} is in local authority {lead.la_code}. The lead school must be in "
            f"{terms.authority}.",
        )
    if not terms.admits(lead.kind):
        yield Reason("lead-kind", _not_open_to(who, lead, terms))
    phases = {phase.casefold() for phase in terms.eligible_phases}
    own = {(lead.phase or "").casefold(), lead.phase_code or ""}
    if phases and not phases & own:
        allowed, phase = _listed(terms.eligible_phases), lead.phase or "not known"
        yield Reason(
            "lead-phase", f"The phase of {who} is {phase}. This fund is open to {allowed}."
        )


def _partners_refuse(form: Form, terms: Terms, schools: Mapping[str, School]) -> Iterator[Reason]:
    submitted_on = london_date(form.submitted_at)
    for partner in form.partners:
        school = schools.get(partner.urn)
        who = f"{school.name} ({partner.urn})" if school else partner.urn
        if school:
            yield from _partner_refuses(school, terms)
        if partner.consented_on > submitted_on:
            yield Reason("partner-consent", f"{who} had not consented when we received your form.")
        if partner.consented_on < london_date(terms.opens_at):
            yield Reason(
                "consent-before-round",
                f"{who} consented on {in_full(partner.consented_on)}, before the fund opened. "
                "Partners must consent to this application.",
            )
    if sum(partner.share_pence or 0 for partner in form.partners) > form.requested_pence:
        yield Reason(
            "shares-beyond-request", "The partners' shares are more than the sum requested."
        )


def _partner_refuses(school: School, terms: Terms) -> Iterator[Reason]:
    who, allowed = f"{school.name} ({school.urn})", {terms.authority, *terms.partner_authorities}
    if school.la_code not in allowed:
        yield Reason(
            "partner-outside-authorities",
            f"{who} is in local authority {school.la_code}. Partners must be in "
            f"{_listed(sorted(allowed))}.",
        )
    if terms.kinds_told_apart and not terms.admits(school.kind):
        yield Reason("partner-kind", _not_open_to(who, school, terms))


def _schools_refuse(form: Form, schools: Mapping[str, School]) -> Iterator[Reason]:
    repeated = sorted({urn for urn in form.schools if form.schools.count(urn) > 1})
    if repeated:
        yield Reason("school-twice", f"Name each school once: {', '.join(repeated)}.")
    for urn in dict.fromkeys(form.schools):
        if urn in schools and (why := why_not_open(schools[urn], form.submitted_at)):
            yield why


def _plan_refuses(form: Form, terms: Terms) -> Iterator[Reason]:
    if form.planned_start < london_date(terms.opens_at):
        yield Reason(
            "plan-before-round",
            f"Your plan starts on {in_full(form.planned_start)}, before the fund opened on "
            f"{in_full(london_date(terms.opens_at))}.",
        )
    total = sum(milestone.amount_pence for milestone in form.milestones)
    if total != form.requested_pence:
        yield Reason(
            "milestones-sum",
            f"The milestones add up to {pounds(total)}. You asked for "
            f"{pounds(form.requested_pence)}.",
        )
    dates = [form.planned_start, *(each.due for each in form.milestones), form.planned_end]
    if dates != sorted(dates):
        yield Reason(
            "dates-order",
            "The dates are out of order. Milestones must be between the start and the end, and "
            "each no earlier than the one before it.",
        )


def _not_open_to(who: str, school: School, terms: Terms) -> str:
    kind = KIND_NAMES.get(school.kind, school.kind)
    allowed = _listed([KIND_NAMES.get(each, each) for each in terms.eligible_kinds])
    return f"{who}: this fund is not open to {kind}, only to {allowed}."


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence: a, b or c."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
