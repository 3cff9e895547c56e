"""Tales in which something is said again, taken back, or said too late."""

from chassis.contracts.event import Delivery
from support import funding

from .tales import (
    AWARD,
    FORM,
    LEAD,
    Said,
    answered,
    before_the_panel,
    decided,
    interest,
    panel,
    person,
    released,
    review,
    school,
    told,
    withdrawn,
)

AFTERWARDS = "2026-11-09T10:00:00+00:00"  # after the release, before the answer


SUCCESSOR = "140001"
SECOND = "2027-02-02T10:00:00+00:00"


def a_conversion() -> list[Delivery]:
    """The lead of an award converts, and its successor takes its place."""
    return told(
        *before_the_panel(),
        school(SUCCESSOR, open_date="2027-02-01"),
        decided(),
        released(),
        answered(),
        ("council.forms.milestone.evidenced.v1", AWARD, funding.some_evidence()),
        ("council.casework.milestone.assessed.v1", AWARD, funding.an_assessment()),
        (
            "council.finance.payment.made.v1",
            "BACS-884213",
            funding.a_payment(amount_pence=1_200_000, paid_on="2027-02-05"),
        ),
        school(
            LEAD,
            "converted",
            2,
            status_code="2",
            close_date="2027-01-31",
            successors=[SUCCESSOR],
            successor=SUCCESSOR,
        ),
        (
            "council.forms.milestone.evidenced.v1",
            AWARD,
            funding.some_evidence(milestone=2, submitted_at=SECOND),
        ),
        (
            "council.casework.milestone.assessed.v1",
            AWARD,
            funding.an_assessment(
                milestone=2, evidence_submitted_at=SECOND, assessed_at="2027-02-03T10:00:00Z"
            ),
        ),
        (
            "council.casework.novation.agreed.v1",
            AWARD,
            funding.a_novation(
                from_urn=LEAD,
                successor=SUCCESSOR,
                consented_on="2027-02-09",
                agreed_at="2027-02-10T10:00:00+00:00",
            ),
        ),
    )


def crossing() -> list[Said]:
    """Who may vote, and who did when it was too late to matter, as it comes across the vote."""
    return [
        interest("p-1002"),
        interest("p-1003", nature="none"),
        interest("p-1004", declared_at=AFTERWARDS),
        review("p-1012", recorded_at="2026-10-29T09:00:00+00:00"),
    ]


def second_thoughts() -> list[Delivery]:
    """Facts that change: a school, a person's post, a reviewer's scores, interests in and out."""
    lower = [
        {"criterion": "need", "score": 2, "justification": "On second reading"},
        {"criterion": "value", "score": 3, "justification": "Fair cost"},
    ]
    return told(
        person("p-1001", "school-improvement-officer@*"),
        person("p-1002", "school-improvement-officer@*"),
        *before_the_panel(),
        review("p-1011", scores=lower, recorded_at="2026-10-28T09:00:00+00:00"),
        interest("p-1003", nature="none"),
        decided(),
        released(),
        interest("p-1004", declared_at=AFTERWARDS),
        answered(),
        person("p-1001", "school-improvement-officer@round:2026-AUT"),
        person("p-1002", active=False),
        school(LEAD, "changed", 2, name="Newport Primary Academy"),
        school(LEAD, "closed", 3, status_code="2", close_date="2027-08-31"),
        school("111632"),
        school("111632", "converted", 2, status_code="2", close_date="2026-11-30"),
    )


def a_corrected_record() -> list[Delivery]:
    """Two decisions under one meeting, the second recorded before the release of both."""
    less = decided(awarded_pence=1_500_000, recorded_at="2026-11-05T18:00:00+00:00")
    return told(*before_the_panel(), *crossing(), decided(), less, released())


def a_withdrawal_after_the_offer() -> list[Delivery]:
    """The lead school withdraws when its offer is on the table."""
    said = [*before_the_panel(), *crossing(), decided(), released()]
    return told(*said, withdrawn(FORM, AFTERWARDS))


def a_panel_appointed_anew() -> list[Delivery]:
    """Before the vote, with other schools beside a member who reviewed and one who votes."""
    members = funding.a_panel()["members"]
    first = [*members, {"person": "p-1010", "seat": "diocese", "schools": [LEAD]}]
    later = [*members, {"person": "p-1008", "seat": "diocese"}]
    later[2] = {**later[2], "schools": [LEAD]}
    return told(
        *before_the_panel()[:1],
        panel(members=first),
        panel(members=later),
        *before_the_panel()[2:],
        decided(),
        panel(members=members),
        released(),
        answered(),
    )


def a_panel_corrected() -> list[Delivery]:
    """The panel was recorded wrongly, and the directory knows who leads the school."""
    members = funding.a_panel()["members"]
    wrong = [{**members[0], "substitutes": ["p-1009"]}, *members[1:]]
    return told(
        *before_the_panel()[:1],
        panel(members=wrong),
        *before_the_panel()[2:],
        person("p-1002", f"chair-of-governors@urn:{LEAD}"),
        person("p-1012", f"headteacher@urn:{LEAD}"),
        review("p-1012"),
        decided(),
        panel(corrects=True, reason="The wrong list was sent"),
        person("p-1002"),
        released(),
        person("p-1004", f"headteacher@urn:{LEAD}"),
        answered(),
    )


def two_answers() -> list[Delivery]:
    """The school declines, thinks better of it, and delivers."""
    return told(
        *before_the_panel(),
        *crossing(),
        decided(),
        released(),
        answered(answer="declined", answered_at=AFTERWARDS),
        answered(),
        ("council.forms.milestone.evidenced.v1", AWARD, funding.some_evidence()),
        ("council.casework.milestone.assessed.v1", AWARD, funding.an_assessment()),
    )


def a_reviewer_with_an_interest() -> list[Delivery]:
    """Declared between decision and release; another person reviews in their place."""
    return told(
        *before_the_panel(),
        decided(),
        interest("p-1011", declared_at="2026-11-05T18:00:00+00:00"),
        review("p-1012"),
        released(),
    )


def a_round_cancelled_under_an_offer() -> list[Delivery]:
    """The round is cancelled when its offer is on the table; an interest comes across it."""
    closing = {
        "round": "2026-AUT",
        "kind": "cancelled",
        "reason": "Budget withdrawn by Schools Forum",
        "closed_by": "p-1001",
        "closed_at": AFTERWARDS,
    }
    return told(
        *before_the_panel(),
        *crossing(),
        decided(),
        released(),
        ("council.casework.round.closed.v1", "2026-AUT", closing),
    )


def parts_of_a_payment() -> list[Delivery]:
    """Two payments make up the milestone, one comes back and is made again; one is too much."""

    def paid(reference: str, pence: int) -> Said:
        data = funding.a_payment(payment_reference=reference, amount_pence=pence)
        return "council.finance.payment.made.v1", reference, data

    failure = funding.a_failed_payment(payment_reference="BACS-2")
    return told(
        *before_the_panel(),
        decided(),
        released(),
        answered(),
        ("council.forms.milestone.evidenced.v1", AWARD, funding.some_evidence()),
        ("council.casework.milestone.assessed.v1", AWARD, funding.an_assessment()),
        paid("BACS-1", 400_000),
        paid("BACS-2", 800_000),
        paid("BACS-3", 500_000),
        ("council.finance.payment.failed.v1", "BACS-2", failure),
        paid("BACS-4", 300_000),
    )


def refusals() -> list[Delivery]:
    """Events that can never be applied, beside those that can."""
    return told(
        *before_the_panel(),
        review("p-1012", scores=[{"criterion": "need", "score": 9, "justification": "Too much"}]),
        decided(awarded_pence=2_000_001, recorded_at="2026-11-04T17:00:00+00:00"),
        decided(),
        released(released_by="p-1001"),
        released(),
        answered(answered_at="2027-01-31T09:00:00+00:00"),
        answered(),
        ("council.forms.milestone.evidenced.v1", AWARD, funding.some_evidence(milestone=7)),
    )
