"""Notices, powers and steps of the department as values, out of tests/support/statutory.py."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter

from chassis import england_and_wales
from schools.domain.foundation import Foundation
from schools.domain.intervention import DfeStep, DfeSteps, InterventionNotified
from schools.domain.notice import Notice, NoticeConcluded, NoticeIssued, Surroundings
from schools.domain.notice.seen import seen_on
from schools.domain.power import PowerUsed, Situation
from schools.domain.school_facts import SchoolFacts
from support import statutory

CHURCH = Foundation("02", "Roman Catholic", "Diocese of Middlesbrough")
NOW = datetime(2026, 10, 30, 12, tzinfo=UTC)
SCHOOL = SchoolFacts(
    urn="111632",
    name="Alder Grove Primary School",
    la_code="806",
    status_code="1",
    part4_maintained=True,
    academy=False,
    type_code="01",
    open_date=date(1970, 9, 1),
    close_date=None,
    successor=None,
)
CLOSED = replace(SCHOOL, status_code="2", close_date=date(2026, 11, 20))
CONVERTED = replace(CLOSED, successor="151369")


def of_kind(foundation: Foundation) -> SchoolFacts:
    """The school, of another kind."""
    return replace(SCHOOL, **asdict(foundation))


def issued(**changes: Any) -> NoticeIssued:
    """The notice as the service reads it."""
    return TypeAdapter(NoticeIssued).validate_python(statutory.a_notice(**changes))


def pay_notice(**changes: Any) -> NoticeIssued:
    """A notice about pay and conditions as the service reads it."""
    return TypeAdapter(NoticeIssued).validate_python(statutory.a_pay_notice(**changes))


def concluded(outcome: str = "complied", **changes: Any) -> NoticeConcluded:
    """Its conclusion as the service reads it."""
    payload = statutory.a_conclusion(outcome, **changes)
    return TypeAdapter(NoticeConcluded).validate_python(payload)


def used(power: str = "s64", **changes: Any) -> PowerUsed:
    """A power used, as the service reads it."""
    return TypeAdapter(PowerUsed).validate_python(statutory.a_power(power, **changes))


def notified(kind: str = "rise-targeted-begun", **changes: Any) -> InterventionNotified:
    """A step of the department as the service reads it."""
    payload = statutory.an_intervention(kind, **changes)
    return TypeAdapter(InterventionNotified).validate_python(payload)


def steps(**on: str) -> DfeSteps:
    """Steps by kind and day: steps(coasting_notified="2026-11-16")."""
    given = on.items()
    return DfeSteps.of(
        DfeStep(kind.replace("_", "-"), date.fromisoformat(day)) for kind, day in given
    )


def around(at: datetime | str = NOW, **changes: Any) -> Surroundings:
    """An open community school of Middlesbrough, with no step of the department."""
    now = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    plain = Surroundings(
        school=SCHOOL,
        steps=DfeSteps(),
        calendar=england_and_wales(),
        now=now,
    )
    return replace(plain, **changes)


def a_notice(*facts: NoticeIssued | NoticeConcluded, **changes: Any) -> Notice:
    """A notice of which these facts are known, one after the other."""
    surroundings = around(**changes)
    notice = Notice.of(issued(), surroundings)
    for fact in facts:
        if isinstance(fact, NoticeIssued):
            notice.issue(fact, surroundings)
        else:
            notice.conclude(fact, surroundings)
    return notice


def failed_notice(sent: NoticeIssued | None = None) -> Notice:
    """A notice that was not complied with, and whose powers are notified."""
    return a_notice(sent or issued(), concluded("not-complied"))


def situation(day: str = "2026-12-07", notices: Iterable[Notice] = (), **changes: Any) -> Situation:
    """What eligibility is derived from: by default an open community school and nothing else."""
    on = date.fromisoformat(day)
    plain = Situation(
        day=on,
        school=SCHOOL,
        notices=[seen_on(each, on) for each in notices],
    )
    return replace(plain, **changes)


def names(notice: Notice) -> list[str]:
    """The events that the notice collected, in order."""
    return [event.name.removeprefix("notice.") for event in notice.events]
