"""Tales that other council systems tell, event by event, each in the order in which it happened."""

from datetime import UTC, datetime
from typing import Any

import orjson

from chassis.contracts.event import Delivery
from chassis.contracts.package_files import package_folder
from support import funding
from support.bus import event_headers

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
FORM = "FORM-2026-000125"
LEAD = "151369"
APPLICATION, AWARD = "A-2026-0001", "G-2026-0001"
VOTES = [{"person": f"p-100{number}", "vote": "for"} for number in range(1, 5)]
Said = tuple[str, str, dict[str, Any]]  # what happened, to what, and the data


def journey() -> list[Delivery]:
    """One application from its form to its first payment."""
    return told(
        *before_the_panel(),
        decided(),
        released(),
        answered(),
        ("council.forms.milestone.evidenced.v1", AWARD, funding.some_evidence()),
        ("council.casework.milestone.assessed.v1", AWARD, funding.an_assessment()),
        (
            "council.finance.payment.made.v1",
            "BACS-884213",
            funding.a_payment(amount_pence=1_200_000),
        ),
        person("p-1001", "school-improvement-officer@la:806"),
        person("p-3001", f"headteacher@urn:{LEAD}"),
    )


def competition() -> list[Delivery]:
    """Several forms of one round: one superseded by a later one, one late, one withdrawn."""

    def a_form(number: int, urn: str, submitted_at: str) -> Said:
        form = f"FORM-{number}"
        data = funding.a_developing_school(
            form_reference=form, lead_school=urn, submitted_at=submitted_at
        )
        return "council.forms.application.received.v1", form, data

    return told(
        *(school(urn) for urn in (LEAD, "111632", "138711")),
        panel(),
        ("council.casework.round.opened.v1", "2026-AUT", funding.a_round()),
        a_form(1, LEAD, "2026-10-01T09:00:00+01:00"),
        a_form(2, LEAD, "2026-10-02T09:00:00+01:00"),
        a_form(3, "111632", "2026-10-16T12:00:00+01:00"),
        a_form(4, "138711", "2026-10-14T09:00:00+01:00"),
        withdrawn("FORM-4", "2026-10-15T09:00:00+01:00"),
    )


def before_the_panel() -> list[Said]:
    """A school, a panel, a round, a form and its two reviews."""
    return [
        school(LEAD),
        panel(),
        ("council.casework.round.opened.v1", "2026-AUT", funding.a_round()),
        ("council.forms.application.received.v1", FORM, funding.a_developing_school()),
        review("p-1010"),
        review("p-1011"),
    ]


def told(*said: Said) -> list[Delivery]:
    """As deliveries, each dated a minute after the one before."""
    return [_delivery(number, *each) for number, each in enumerate(said)]


def school(urn: str, happened: str = "registered", version: int = 1, **changes: Any) -> Said:
    """The register's word on a school; `version` is that of its aggregate."""
    example = package_folder("schools", "contracts") / "events" / "council.schools.school"
    state = orjson.loads(example.with_name(f"{example.name}.{happened}.v1.json").read_bytes())
    state |= {"urn": urn, "la_code": "806", "status_code": "1", "close_date": None}
    return f"council.schools.school.{happened}.v1", f"{urn}/{version}", state | changes


def panel(**changes: Any) -> Said:
    """The Local Delivery Team is appointed."""
    return "council.casework.panel.appointed.v1", "LDT", funding.a_panel(**changes)


def review(reviewer: str, **changes: Any) -> Said:
    """Somebody scores the application."""
    data = funding.a_review(reviewer, **changes)
    return "council.casework.review.recorded.v1", APPLICATION, data


def interest(person: str, **changes: Any) -> Said:
    """Somebody declares an interest in it, or none."""
    data = funding.an_interest(person=person, **changes)
    return "council.casework.interest.declared.v1", APPLICATION, data


def decided(**changes: Any) -> Said:
    """The panel decides."""
    data = funding.a_decision(**{"awarded_pence": 2_000_000, "votes": VOTES} | changes)
    return "council.casework.decision.recorded.v1", APPLICATION, data


def released(**changes: Any) -> Said:
    """The council releases the decision, on 6 November at 09:00."""
    return "council.casework.decision.released.v1", APPLICATION, funding.a_release(**changes)


def answered(**changes: Any) -> Said:
    """The school answers the offer."""
    return "council.forms.offer.answered.v1", APPLICATION, funding.an_answer(**changes)


def withdrawn(form: str, withdrawn_at: str) -> Said:
    """The lead school withdraws."""
    data = funding.a_withdrawal(form, withdrawn_at=withdrawn_at)
    return "council.forms.application.withdrawn.v1", form, data


def person(person: str, *roles: str, active: bool = True) -> Said:
    """The directory's word on somebody; a role is written `headteacher@urn:151369`."""
    held = [dict(zip(("role", "scope"), role.split("@"), strict=True)) for role in roles]
    data = {"person": person, "name": f"Person {person}", "email": f"{person}@council.example"}
    data |= {"active": active, "roles": held}
    return "council.directory.person.updated.v1", person, data


def _delivery(number: int, event_type: str, subject: str, data: dict[str, Any]) -> Delivery:
    subject, _, version = subject.partition("/")
    time = NOW.replace(month=2, day=20, minute=number).isoformat()
    headers = event_headers(event_type, id=f"e-{number:02}", subject=subject, time=time)
    if version:
        headers["ce-aggregateversion"] = version
    return Delivery(event_type, headers, "application/json", orjson.dumps(data))
