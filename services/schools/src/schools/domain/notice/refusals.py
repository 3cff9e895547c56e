"""Why a warning notice, or what is told of its end, can never be kept as it was given."""

from datetime import date

from chassis.domain import Reason, backwards, in_full, london_date
from schools.domain.notice.commands import NoticeConcluded, NoticeIssued
from schools.domain.notice.standing import End
from schools.domain.notice.surroundings import Surroundings, open_on
from schools.domain.school_facts import SchoolFacts

PAY = "pay-and-conditions"


def issue_refusals(sent: NoticeIssued, around: Surroundings) -> list[Reason]:
    """A notice is judged by the day on which it was given, whenever its event arrives."""
    day = london_date(sent.issued_at)
    reasons = [*school_refusals(around.school, day), *_outside(around)]
    return reasons + _of_content(sent, day) + _barred(around, day)


def school_refusals(school: SchoolFacts, day: date) -> list[Reason]:
    """Part 4 is for open maintained schools: s59(1) [law]. An academy is the department's."""
    if school.academy:
        message = (
            f"{school.name} is an academy. The authority has no powers over it under Part 4. "
            "Refer the matter to the Regions Group of the Department for Education."
        )
        return [Reason("academy", message)]
    if not school.part4_maintained:
        kind = "a pupil referral unit" if school.type_code == "14" else "not a maintained school"
        message = f"{school.name} is {kind} in the register. Part 4 does not apply to it."
        return [Reason("not-maintained", message)]
    if not open_on(school, day):
        message = (
            f"{school.name} was not open on {in_full(day)}. Check the school and the date. "
            "A notice cannot be given to a school that is not open."
        )
        return [Reason("school-not-open", message)]
    return []


def _outside(around: Surroundings) -> list[Reason]:
    school = around.school
    if not around.authorities or school.la_code in around.authorities:
        return []
    message = (
        f"{school.name} is in the area of authority {school.la_code}. "
        "An authority can give a notice only to a school in its own area."
    )
    return [Reason("outside-area", message)]


def _of_content(sent: NoticeIssued, day: date) -> list[Reason]:
    reasons = []
    if (sent.ground == PAY) != (sent.route == "s60A"):
        message = (
            f"The ground {sent.ground} does not belong to section {sent.route[1:]}. "
            "Pay and conditions is a ground of section 60A alone, the others are of section 60."
        )
        reasons.append(Reason("ground-of-another-route", message))
    reasons += power_of_route(sent.route, sent.powers)
    if sent.compliance_ends <= day:
        message = (
            f"The compliance period ends on {in_full(sent.compliance_ends)}, not after the day of "
            f"the notice, {in_full(day)}. Give the last day of the period that the notice states."
        )
        reasons.append(Reason("no-compliance-period", message))
    return reasons


def power_of_route(route: str, powers: tuple[str, ...]) -> list[Reason]:
    """s63 is not for a school that is eligible by s60A alone: s63(1), s60A(1) [law]."""
    if route != "s60A" or "s63" not in powers:
        return []
    message = (
        "A notice about pay and conditions (section 60A) cannot lead to section 63. "
        "Name sections 64, 65 or 66."
    )
    return [Reason("power-not-of-route", message)]


def _barred(around: Surroundings, day: date) -> list[Reason]:
    """s60(4A): none while a notice by the Secretary of State is in force [law]."""
    since = around.steps.notice(day)
    if since is None:
        return []
    message = (
        f"The Secretary of State gave {around.school.name} a warning notice on {in_full(since)}. "
        "The authority cannot give one until the Secretary of State says that it may."
    )
    return [Reason("secretary-of-state-notice", message)]


def conclusion_refusals(told: NoticeConcluded, sent: NoticeIssued, end: End | None) -> list[Reason]:
    """What is told of a notice's end, judged by the notice and by what ended it before, if any."""
    reasons = backwards("The conclusion", told.decided_at, "the notice", sent.issued_at)
    day = london_date(told.decided_at)
    if end is not None and end.since is not None and day >= end.since:
        message = f"{end.because} The notice had no effect any more on {in_full(day)}."
        reasons.append(Reason("notice-ended", message))
    if told.outcome == "not-complied":
        reasons += _not_complied(told, sent, day)
    return reasons


def _not_complied(told: NoticeConcluded, sent: NoticeIssued, day: date) -> list[Reason]:
    reasons, given = [], told.powers_notice
    if day <= sent.compliance_ends:
        message = (
            f"The compliance period ends on {in_full(sent.compliance_ends)}. "
            f"The school can comply until the end of that day, so decide after it."
        )
        reasons.append(Reason("period-not-over", message))
    if given is None:
        return reasons
    if given.given_on < london_date(sent.issued_at):
        message = (
            f"Written notice of the powers is dated {in_full(given.given_on)}, before the warning "
            "notice. Send it again with the day on which it was given."
        )
        reasons.append(Reason("dated-before-its-cause", message))
    return reasons + power_of_route(sent.route, given.powers)
