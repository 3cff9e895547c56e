"""Which tier the rules propose, and how they explain it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.results import Measure, Results, falling
from schools.domain.tiers import ConcernSignal, InspectionSignal, Signals
from schools.domain.tiers.decision import TIERS
from schools.domain.tiers.rules import RESTRICTED, RULES, propose

TODAY = date(2026, 11, 27)
LEADERSHIP = "Leadership and governance"


def card(**grades: str) -> InspectionSignal:
    """A report card; `leadership`, `achievement` and `inclusion` name areas."""
    names = {"leadership": LEADERSHIP}
    judgements = {names.get(area, area.capitalize()): grade for area, grade in grades.items()}
    return InspectionSignal("inspection:9", "report-card", date(2026, 3, 10), None, judgements)


def graded(overall: str | None, **judgements: str) -> InspectionSignal:
    named = {"leadership": "Leadership and management", "quality": "Quality of education"}
    grades = {named[area]: grade for area, grade in judgements.items()}
    return InspectionSignal("inspection:1", "section-5-graded", date(2023, 5, 1), overall, grades)


def concern(
    reference: str = "SC-1", days: int = 10, severity: str = "medium", **more: Any
) -> ConcernSignal:
    kind = more.pop("kind", "governance")
    raised = TODAY - timedelta(days=days)
    return ConcernSignal(reference, raised, more.pop("restricted", False), kind, severity, **more)


def key_stage_2(year: int, value: float | None, **more: Any) -> Results:
    measure = Measure("maths", "Maths", value, "percent", "higher", True, 70.0, None, 45)
    return Results(
        "111632",
        f"{year}/{(year + 1) % 100}",
        "key-stage-2",
        date(year + 1, 9, 10),
        more.pop("version", "final"),
        (replace(measure, **more),),
    )


def in_category(category: str) -> InspectionSignal:
    return replace(card(), category_of_concern=category)


FALLING = tuple(key_stage_2(year, value) for year, value in ((2023, 66), (2024, 62), (2025, 58)))
GOLDEN: list[tuple[str, Signals, str, dict[str, str]]] = [
    (
        "special measures",
        Signals(TODAY, inspections=(in_category("special-measures"),)),
        "special-measures",
        {"category": "The school is in a category of concern: special measures."},
    ),
    (
        "serious weaknesses",
        Signals(TODAY, inspections=(in_category("serious-weaknesses"),)),
        "intensive",
        {"category": "The school is in a category of concern: serious weaknesses."},
    ),
    (
        "a notice runs",
        Signals(TODAY, statutory=("WN-2026-0001",)),
        "intensive",
        {"statutory": "A statutory step is running."},
    ),
    (
        "unsafe",
        Signals(TODAY, inspections=(replace(card(), safeguarding="Not met"),)),
        "intensive",
        {"safeguarding": "The latest inspection found safeguarding not met."},
    ),
    (
        "urgent improvement",
        Signals(TODAY, inspections=(card(achievement="Urgent improvement"),)),
        "intensive",
        {"report-card": "The report card asks for urgent improvement: Achievement."},
    ),
    (
        "leadership needs attention",
        Signals(TODAY, inspections=(card(leadership="Needs attention"),)),
        "targeted",
        {"report-card": f"The report card says that these need attention: {LEADERSHIP}."},
    ),
    (
        "one other area needs attention",
        Signals(TODAY, inspections=(card(achievement="Needs attention"),)),
        "universal",
        {},
    ),
    (
        "two areas need attention",
        Signals(
            TODAY, inspections=(card(achievement="Needs attention", inclusion="Needs attention"),)
        ),
        "targeted",
        {"report-card": "The report card says that these need attention: Achievement, Inclusion."},
    ),
    (
        "older grade",
        Signals(TODAY, inspections=(graded("Requires improvement"),)),
        "targeted",
        {"older-inspection": "The latest graded inspection says requires improvement."},
    ),
    (
        "older grade of leadership",
        Signals(TODAY, inspections=(graded("Good", leadership="Inadequate"),)),
        "intensive",
        {"older-inspection": "The latest graded inspection says inadequate."},
    ),
    (
        "older grade after which a report card came",
        Signals(TODAY, inspections=(graded("Inadequate"), card(achievement="Expected standard"))),
        "universal",
        {},
    ),
    (
        "one high concern",
        Signals(TODAY, concerns=(concern(severity="high"),)),
        "targeted",
        {"concerns": "One high concern in the last year."},
    ),
    (
        "two high concerns",
        Signals(TODAY, concerns=(concern(severity="high"), concern("SC-2", severity="high"))),
        "intensive",
        {"concerns": "Two or more high concerns in the last year."},
    ),
    (
        "two medium concerns of one kind",
        Signals(TODAY, concerns=(concern(), concern("SC-2"))),
        "universal",
        {},
    ),
    (
        "two medium concerns of two kinds",
        Signals(TODAY, concerns=(concern(), concern("SC-2", kind="finance"))),
        "targeted",
        {"concerns": "Medium concerns of different kinds in the last year."},
    ),
    (
        "results that fall",
        Signals(TODAY, results=FALLING),
        "targeted",
        {
            "results": "A headline measure fell two years running and is worse than the national "
            "figure."
        },
    ),
    (
        "a vacancy of more than 13 weeks",
        Signals(TODAY, concerns=(concern(days=92, severity="low", matter="headteacher-vacant"),)),
        "targeted",
        {"vacancy": "For more than 13 weeks: headteacher vacant."},
    ),
    (
        "an academy",
        Signals(TODAY, academy=True, concerns=(concern(severity="high"),)),
        "targeted",
        {
            "concerns": "One high concern in the last year.",
            "academy": "An academy: raise it with the trust and the DfE's Regions Group.",
        },
    ),
    (
        "two rules that propose the same tier",
        Signals(TODAY, statutory=("WN-1",), inspections=(in_category("serious-weaknesses"),)),
        "intensive",
        {
            "category": "The school is in a category of concern: serious weaknesses.",
            "statutory": "A statutory step is running.",
        },
    ),
]


@pytest.mark.parametrize(
    ("signals", "tier", "explained"),
    [case[1:] for case in GOLDEN],
    ids=[case[0] for case in GOLDEN],
)
def test_rules_propose_a_tier_and_explain_it(
    signals: Signals, tier: str, explained: dict[str, str]
) -> None:
    proposal = propose(signals, None, 0)
    assert proposal.tier == tier
    assert {each.code: each.message for each in proposal.findings} == explained


def test_every_rule_is_explained_by_a_golden_case() -> None:
    shown = {code for _, _, _, explained in GOLDEN for code in explained}
    assert shown - {"academy"} == set(RULES)


@pytest.mark.parametrize(("days", "counts"), [(364, True), (365, False)])
def test_concern_counts_for_a_year(days: int, *, counts: bool) -> None:
    found = propose(Signals(TODAY, concerns=(concern(days=days, severity="high"),)), None, 0)
    assert (found.tier == "targeted") is counts


@pytest.mark.parametrize(("days", "counts"), [(91, False), (92, True)])
def test_vacancy_counts_after_13_weeks(days: int, *, counts: bool) -> None:
    vacant = concern(days=days, severity="low", matter="chair-vacant")
    assert (propose(Signals(TODAY, concerns=(vacant,)), None, 0).tier == "targeted") is counts


@pytest.mark.parametrize("severity", ["low", "medium", "high"])
def test_restricted_concern_gives_nothing_away_but_its_reference(severity: str) -> None:
    secret = concern("SC-R", severity=severity, kind="safeguarding", restricted=True)
    [finding] = propose(Signals(TODAY, concerns=(secret,)), None, 0).findings
    assert (finding.tier, finding.message, finding.signals) == ("targeted", RESTRICTED, ("SC-R",))


@pytest.mark.parametrize(
    ("standing", "held", "tier"),
    [
        ("intensive", 2, "targeted"),
        ("targeted", 2, "universal"),
        ("targeted", 1, "targeted"),
        ("universal", 9, "universal"),
    ],
)
def test_step_down_is_one_tier_after_two_reviews_in_a_row(
    standing: str, held: int, tier: str
) -> None:
    assert propose(Signals(TODAY), standing, held).tier == tier


@pytest.mark.parametrize(
    "better",
    [
        (key_stage_2(2023, 66), key_stage_2(2024, 62), key_stage_2(2025, 58, version="revised")),
        (key_stage_2(2023, 66), key_stage_2(2024, 62), key_stage_2(2025, 62)),
        (key_stage_2(2023, 66), key_stage_2(2024, 62), key_stage_2(2025, 58, cohort=10)),
        (key_stage_2(2023, 66), key_stage_2(2024, 62), key_stage_2(2025, 58, headline=False)),
        (key_stage_2(2023, 66), key_stage_2(2024, 62), key_stage_2(2025, 58, national=58.0)),
        (key_stage_2(2022, 66), key_stage_2(2024, 62), key_stage_2(2025, 58)),
        (key_stage_2(2023, 66), key_stage_2(2024, None), key_stage_2(2025, 58)),
    ],
    ids=["not final", "not lower", "small cohort", "no headline", "national", "gap", "suppressed"],
)
def test_results_count_only_where_all_of_the_rule_holds(better: tuple[Results, ...]) -> None:
    assert falling(FALLING) == ["111632/2025-26/key-stage-2"]
    assert falling(better) == []


def test_fall_of_a_measure_where_lower_is_better_is_an_improvement() -> None:
    assert falling([replace_better(each, "lower") for each in FALLING]) == []


def replace_better(results: Results, better: str) -> Results:
    return replace(results, measures=tuple(replace(one, better=better) for one in results.measures))


SIGNALS = st.builds(
    Signals,
    today=st.just(TODAY),
    inspections=st.lists(
        st.sampled_from([in_category("special-measures"), card(leadership="Needs attention")])
    ).map(tuple),
    concerns=st.lists(
        st.builds(
            concern,
            st.sampled_from(["SC-1", "SC-2"]),
            st.integers(0, 400),
            st.sampled_from(["low", "medium", "high"]),
        )
    ).map(tuple),
)


@given(SIGNALS, st.sampled_from(TIERS))
def test_proposal_is_the_highest_of_its_rules_and_names_signals_that_exist(
    signals: Signals, standing: str
) -> None:
    proposal = propose(signals, standing, 0)
    known = {each.reference for each in (*signals.inspections, *signals.concerns)}
    assert {name for each in proposal.findings for name in each.signals} <= known
    assert {each.tier for each in proposal.findings} <= {proposal.tier}
    assert proposal.findings or proposal.tier == standing
