"""Who may apply: each rule by the form that breaks it alone."""

from dataclasses import replace

import pytest

from applications.domain.round.rounds import Closing, Round
from support import funding
from unit.applications.values import at, codes, the_round


@pytest.mark.parametrize(
    "form", [funding.a_hub(), funding.a_research_project(), funding.a_developing_school()]
)
def test_the_contracts_own_examples_are_eligible(form: dict[str, object]) -> None:
    assert codes(form) == []


PARTNER = funding.a_partner("111632")


def research(**changes: str) -> dict[str, object]:
    """The research project with another statement."""
    part = funding.a_research_project()["research"]
    return funding.a_research_project(research={**part, **changes})


def test_plan_and_consent_may_begin_on_the_day_on_which_the_round_opens() -> None:
    consent = [funding.a_partner("111632", consented_on="2026-09-07")]
    form = funding.a_research_project(partners=consent, planned_start="2026-09-07")
    assert codes(form) == []
    assert codes(research(findings_due="2027-01-04")) == []
    assert codes(research(findings_due="2027-12-17")) == []


EVIDENCE = {"criterion": "declining-data", "statement": "x", "dated": "2026-07-14"}


def developing(*evidence: dict[str, str]) -> dict[str, object]:
    """The developing school's part with other evidence."""
    part = funding.a_developing_school()["developing"]
    return funding.a_developing_school(developing={**part, "evidence": list(evidence)})


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (funding.a_hub(submitted_at="2026-10-16T11:00:00Z"), "late"),
        (funding.a_developing_school(submitted_at="2026-09-07T07:59:59Z"), "too-early"),
        (funding.a_hub(theme="music"), "theme"),
        (funding.a_hub(theme=None), "theme"),
        (funding.a_hub(reach_schools=None), "reach-missing"),
        (funding.a_hub(partners=funding.a_hub()["partners"][:2]), "too-few-schools"),
        (
            funding.a_hub(partners=[*funding.a_hub()["partners"], PARTNER]),
            "school-twice",
        ),
        (funding.a_hub(requested_pence=2_999_999), "milestones-sum"),
        (funding.a_hub(planned_end="2027-01-03"), "dates-order"),
        (funding.a_hub(planned_start="2026-09-06"), "plan-before-round"),
        (funding.a_hub(planned_start="2019-01-04"), "plan-before-round"),
        (research(findings_due="2001-11-26"), "findings-outside-plan"),
        (research(findings_due="2027-12-18"), "findings-outside-plan"),
        (
            funding.a_research_project(
                partners=[funding.a_partner("111632", consented_on="2026-09-06")]
            ),
            "consent-before-round",
        ),
        (funding.a_hub(planned_start="2027-02-01"), "dates-order"),
        (funding.a_hub(planned_end="2027-12-16"), "dates-order"),  # the last milestone: 17 December
        (
            funding.a_hub(milestones=funding.a_hub()["milestones"][::-1]),
            "dates-order",
        ),
        (funding.a_research_project(research=None), "research-missing"),
        (funding.a_developing_school(partners=[PARTNER]), "one-school-only"),
        (funding.a_developing_school(developing=None), "evidence-missing"),
        (developing({**EVIDENCE, "dated": "2025-10-15"}), "evidence-missing"),
        (developing({**EVIDENCE, "dated": "2026-10-17"}), "evidence-missing"),
        (developing({**EVIDENCE, "criterion": "ofsted-below-good"}), "evidence-missing"),
        (
            funding.a_research_project(
                partners=[funding.a_partner("111632", consented_on="2026-10-17")]
            ),
            "partner-consent",
        ),
        (
            funding.a_research_project(
                partners=[funding.a_partner("111632", share_pence=1_200_001)]
            ),
            "shares-beyond-request",
        ),
    ],
)
def test_a_form_is_refused_by_the_rule_that_it_breaks(form: dict[str, object], code: str) -> None:
    assert codes(form) == [code]


def test_evidence_exactly_twelve_months_old_counts() -> None:
    assert codes(developing({**EVIDENCE, "dated": "2025-10-16"})) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"la_code": "805"}, "lead-outside-authority"),
        ({"status_code": "2", "close_date": "2026-08-31"}, "school-not-open"),
        ({"status_code": "2"}, "school-not-open"),
        ({"status_code": "3"}, "school-closing"),
        ({"status_code": "4"}, "school-not-open"),
        ({"open_date": "2026-11-01"}, "school-not-open"),
    ],
)
def test_a_lead_is_refused_by_what_the_register_says(changes: dict[str, object], code: str) -> None:
    assert codes(funding.a_developing_school(), urn_151369=changes) == [code]


def test_a_school_that_closed_after_the_submission_was_open_at_it() -> None:
    closed = {"status_code": "2", "close_date": "2026-12-31"}
    assert codes(funding.a_developing_school(), urn_151369=closed) == []


def test_a_partner_lies_in_the_rounds_authority_or_in_one_that_it_names() -> None:
    assert codes(funding.a_hub(), urn_111632={"la_code": "805"}) == []
    assert codes(funding.a_hub(), urn_111632={"la_code": "807"}) == ["partner-outside-authorities"]


KINDS = {
    "01": "maintained",
    "34": "academy",
    "14": "pupil-referral-unit",
    "11": "independent",
    "31": "post-16",
    "30": "other",
    None: "other",
}


def of_type(code: str | None) -> dict[str, object]:
    """What the register's events say of a school of this type."""
    return {"type_code": code, "academy": code == "34", "part4_maintained": code == "01"}


@pytest.mark.parametrize(("type_code", "kind"), KINDS.items())
def test_type_code_decides_the_kind_of_a_lead_and_of_a_partner(
    type_code: str | None, kind: str
) -> None:
    school = of_type(type_code)
    by_default = [] if kind in {"maintained", "academy", "pupil-referral-unit"} else ["kind"]
    lead = codes(funding.a_developing_school(), urn_151369=school)
    assert lead == [f"lead-{code}" for code in by_default]
    partner = codes(funding.a_hub(), urn_111632=school)
    assert partner == [f"partner-{code}" for code in by_default]
    alone = the_round(eligible_kinds=[kind])
    assert codes(funding.a_developing_school(), alone, urn_151369=school) == []


def test_round_announced_before_kinds_were_told_apart_keeps_the_wider_meaning_of_other() -> None:
    terms = the_round(eligible_kinds=["other"]).terms
    before = Round(replace(terms, kinds_told_apart=False))
    for code, kind in KINDS.items():
        found = codes(funding.a_developing_school(), before, urn_151369=of_type(code))
        assert found == (["lead-kind"] if kind in {"maintained", "academy"} else [])


def test_round_may_admit_kinds_and_phases_of_leads() -> None:
    form = funding.a_developing_school()
    maintained = the_round(eligible_kinds=["maintained"], eligible_phases=["primary"])
    assert codes(form, maintained) == ["lead-kind"]
    own = {"academy": False, "part4_maintained": True}
    assert codes(form, maintained, urn_151369=own) == []
    secondary = the_round(eligible_phases=["Secondary"])
    assert codes(form, secondary) == ["lead-phase"]
    assert codes(form, secondary, urn_151369={"phase": None, "phase_code": None}) == ["lead-phase"]


def test_a_category_that_the_round_does_not_fund_is_refused() -> None:
    hub = [{"category": "learning-hub", "most_per_award_pence": 1}]
    assert codes(funding.a_research_project(), the_round(categories=hub)) == ["category-not-funded"]


@pytest.mark.parametrize(
    ("kind", "code"), [("closed-early", "late"), ("cancelled", "round-cancelled")]
)
def test_a_closing_ends_the_round_at_its_own_instant(kind: str, code: str) -> None:
    closing = Closing(kind, at("2026-10-10T12:00:00+01:00"))
    before = funding.a_developing_school(submitted_at="2026-10-10T10:59:59.999999Z")
    after = funding.a_developing_school(submitted_at="2026-10-10T11:00:00Z")
    assert codes(before, the_round(closing)) == []
    assert codes(after, the_round(closing)) == [code]


def test_every_reason_is_given_at_once_and_each_is_a_sentence() -> None:
    form = funding.a_hub(theme="music", reach_schools=None, requested_pence=1)
    assert codes(form) == ["shares-beyond-request", "milestones-sum", "theme", "reach-missing"]
