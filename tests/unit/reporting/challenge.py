"""Builders of the events of support and challenge, and a school that has had all of them."""

from typing import Any

from unit.reporting.builders import Programme

SCHOOL, BEFORE, HELPER = "900201", "900200", "900202"
NAME = "Acklam Whin Primary School"
CASE = {"case": "C-2026-0007", "urn": SCHOOL, "name": NAME, "la_code": "806"}


class Challenge(Programme):
    """Tells events of tiers, cases, visits, statutory steps, support and results."""

    def tier(self, urn: str = SCHOOL, *periods: dict[str, Any], **changes: Any) -> None:
        """The tier of a school; without periods it is targeted since October."""
        history = list(periods) or [period("targeted", "2026-10-12")]
        data = {
            "urn": urn,
            "name": NAME,
            "la_code": "806",
            "tier": history[-1]["tier"],
            "review_due": history[-1]["review_due"],
            "history": history,
            **changes,
        }
        self.tell("schools.tier.changed", urn, data, aggregate="tier")

    def proposal(self, tier: str, urn: str = SCHOOL) -> None:
        """The rules propose a tier."""
        rules = [{"code": "concerns", "message": "Two high concerns in 365 days.", "signals": []}]
        data = {"urn": urn, "tier": tier, "from_tier": "targeted", "rules": rules}
        named = {"name": NAME, "la_code": "806"}
        self.tell("schools.tier.proposed", urn, {**data, **named}, aggregate="proposal")

    def case(self, happened: str = "opened", **changes: Any) -> None:
        """A case as it is after an event."""
        data = {
            **CASE,
            "state": "open",
            "aim": "Middle leaders own the maths plan.",
            "lead": "p-1008",
            "priorities": ["P2"],
            "previous": None,
            "opened_at": "2026-10-12T09:00:00Z",
            "review_due": "2026-11-20",
            "rag": "amber",
            "reviews": [{"held_on": "2026-11-02", "rag": "amber", "next_review": "2026-11-20"}],
            "reviews_missed": 1,
            "objectives": [objective("O1", "green"), objective("O2", "red")],
            "open_actions": ["A1"],
            "closed_on": None,
            "outcome": None,
            "successor": None,
            **changes,
        }
        self.tell(f"schools.case.{happened}", str(data["case"]), data, aggregate="case")

    def visit(self, happened: str = "recorded", **changes: Any) -> None:
        """A visit; its publication carries the note."""
        data = {
            "visit": "V-2026-0310",
            "urn": SCHOOL,
            "name": NAME,
            "la_code": "806",
            "adviser": "p-1001",
            "visited_on": "2026-10-06",
            "purpose": "Termly review",
            "support": None,
            "recorded_at": "2026-10-08T08:00:00Z",
            "late": False,
            "accurate": None,
            "corrections": None,
            "published_because": None,
            **changes,
        }
        self.tell(f"schools.visit.{happened}", str(data["visit"]), data, aggregate="visit")

    def notice(self, happened: str = "issued", **changes: Any) -> None:
        """A warning notice."""
        data = {
            "notice": "WN-2026-0001",
            "urn": SCHOOL,
            "name": NAME,
            "la_code": "806",
            "route": "s60",
            "ground": "low-standards",
            "issued_on": "2026-10-30",
            "compliance_ends": "2026-11-27",
            "window_ends": "2027-01-27",
            "powers": ["s64"],
            "state": "issued",
            "eligible_for_intervention": False,
            "ended_because": None,
            **changes,
        }
        self.tell(f"schools.notice.{happened}", str(data["notice"]), data, aggregate="notice")

    def support(self, reference: str = "S-2026-0031", **changes: Any) -> None:
        """Coaching by another school, as it is after an event."""
        data = {
            "support": reference,
            "urn": SCHOOL,
            "la_code": "806",
            "name": NAME,
            "need": "expert-coaching",
            "need_title": "Individual development and expert coaching",
            "kind": "expert-coaching",
            "provider": "PRV-NEWPORT",
            "provider_name": "Newport Primary School",
            "provider_urn": HELPER,
            "days": 6,
            "delivered_days": 1.5,
            "from": "2026-10-19",
            "until": "2027-03-26",
            "state": "under-way",
            "ended_on": None,
            "cancelled": False,
            "objective": "leadership-capacity",
            "priorities": ["P2"],
            "deliveries": [delivery("1", leaders=3, teachers=12)],
            "evaluations": [],
            "warnings": [],
            **changes,
        }
        happened = "ended" if data["ended_on"] else "delivered"
        self.tell(f"schools.support.{happened}", reference, data, aggregate="support")

    def inspection(self, reference: str, era: str, inspected_on: str, **changes: Any) -> None:
        """An inspection of the school, or of its predecessor."""
        data = {
            "urn": SCHOOL,
            "inspection": reference,
            "era": era,
            "inspected_on": inspected_on,
            "published_on": inspected_on,
            "overall": None,
            "judgements": {},
            "safeguarding": None,
            "category_of_concern": None,
            **changes,
        }
        subject = str(data["urn"])
        key = {"aggregate": "inspection", "reference": reference}
        self.tell("schools.inspection.recorded", subject, data, **key)

    def concern(self, reference: str, *, restricted: bool) -> None:
        """A concern."""
        shown = {} if restricted else {"kind": "governance", "severity": "high"}
        data = {
            "urn": SCHOOL,
            "concern": reference,
            "restricted": restricted,
            "kind": None,
            "severity": None,
            "raised_at": "2026-10-01T09:00:00Z",
            **shown,
        }
        key = {"aggregate": "concern", "reference": reference}
        self.tell("schools.concern.recorded", SCHOOL, data, **key)

    def results(self, year: str, *measures: dict[str, Any], **changes: Any) -> None:
        """The results of a year."""
        data = {
            "urn": SCHOOL,
            "academic_year": year,
            "stage": "key-stage-2",
            "version": "final",
            "published_on": f"20{year[-2:]}-12-10",
            "measures": list(measures),
            **changes,
        }
        urn = str(data["urn"])
        key = {"aggregate": "results", "reference": f"{urn}/{year}/{data['stage']}"}
        self.tell("schools.results.recorded", urn, data, **key)

    def story(self, reference: str = "ST-2026-0003", *urns: str, **changes: Any) -> None:
        """A story about schools."""
        data = {
            "story": reference,
            "title": "Four schools, one way to teach fractions",
            "url": "https://www.example.org/stories/fractions",
            "urns": list(urns or (SCHOOL, HELPER)),
            "objective": "community-engagement",
            "published_on": "2026-11-04",
            "award": None,
            "withdrawn": False,
            **changes,
        }
        self.tell("schools.story.recorded", reference, data, aggregate="story")

    def strategy(self, authority: str = "806", **changes: Any) -> None:
        """The authority's strategy with one priority."""
        aim = {
            "code": "M1",
            "title": "Schools where most pupils reach the expected standard in maths",
            "results_code": "maths-expected",
            "baseline": 58,
            "target": 74,
            "by": "2028-08-31",
        }
        priority = {
            "code": "P2",
            "title": "Maths in every year",
            "owner": "p-1008",
            "themes": ["maths"],
            "actions": [
                {"title": "A maths hub for every school", "by": "2027-03-31", "owner": None}
            ],
            "measures": [aim],
        }
        data = {"authority": authority, "version": "2026", "priorities": [priority], **changes}
        self.tell("schools.strategy.adopted", authority, data, aggregate="strategy")


def period(tier: str, begins: str, until: str | None = None) -> dict[str, Any]:
    """One tier from nine in the morning of a day."""
    return {
        "tier": tier,
        "from": f"{begins}T09:00:00Z",
        "until": f"{until}T09:00:00Z" if until else None,
        "reason": f"Reason for {tier}",
        "review_due": "2026-11-20",
        "decision": f"T-{begins}",
    }


def objective(code: str, rag: str, **changes: Any) -> dict[str, Any]:
    """An objective of a plan."""
    about = {"code": code, "title": f"Objective {code}", "rag": rag, "due": "2027-03-31"}
    return {**about, "key_objective": "teaching-and-learning", "priority": "P2", **changes}


def delivery(number: str, days: float = 1.5, on: str = "2026-11-04", **headcount: int) -> Any:
    """A delivered part."""
    return {
        "delivery": f"D-{number}",
        "delivered_on": on,
        "days": days,
        "headcount": dict(headcount),
    }


def measure(value: float | None, **changes: Any) -> dict[str, Any]:
    """A headline measure in maths."""
    return {
        "code": "maths-expected",
        "title": "Reaching the expected standard in maths",
        "value": value,
        "unit": "percent",
        "better": "higher",
        "headline": True,
        "national": 74,
        "disadvantaged": 49,
        "cohort": 45,
        **changes,
    }


def challenged() -> Challenge:
    """A school that became an academy, with two signals, a tier, a case, support and a notice."""
    told = Challenge()
    old = {"status": "Closed", "status_code": "2", "close_date": "2024-11-30"}
    told.school("registered", BEFORE, name="Acklam Whin Junior School", **old, successors=[SCHOOL])
    told.school("registered", SCHOOL, name=NAME, predecessors=[BEFORE], trust="Tees Trust")
    told.school("registered", HELPER, name="Newport Primary School")
    told.inspection("I-1", "overall-grade", "2022-05-10", urn=BEFORE, overall="Good")
    told.inspection("I-2", "report-card", "2026-03-10", judgements={"inclusion": "Needs attention"})
    told.concern("CN-1", restricted=False)
    told.concern("CN-SECRET", restricted=True)
    told.tier(
        SCHOOL,
        period("universal", "2026-01-12", "2026-10-12"),
        period("targeted", "2026-10-12"),
    )
    told.case()
    told.support()
    told.visit()
    told.visit("published", published_because="not-answered", note="Leaders own the maths plan.")
    told.notice()
    told.tell(
        "schools.power.used",
        SCHOOL,
        {"urn": SCHOOL, "power": "s64", "on": "2026-12-01", "notice": "WN-2026-0001"},
        aggregate="power",
    )
    told.tell(
        "schools.intervention.recorded",
        SCHOOL,
        {"urn": SCHOOL, "kind": "rise-targeted-begun", "on": "2026-12-02"},
        aggregate="intervention",
    )
    told.results("2023/24", measure(61))
    told.results("2024/25", measure(55))
    told.results("2025/26", measure(58))
    told.story()
    told.strategy()
    return told
