"""The fields of support and challenge that neither the contracts' examples nor the facts give."""

from attain.scenario import calendar as days
from attain.scenario.facts import Data, Facts


def concerns(example: Data, facts: Facts, project: None) -> list[Data]:
    """Two medium concerns of different kinds: together they propose a tier."""
    kinds = {"governance": "Four governor vacancies", "staffing": "Half of the maths team left"}
    return [
        {"concern": f"{facts.of(None)['case']}/{kind}", "kind": kind, "summary": text}
        for kind, text in kinds.items()
    ]


def tier(example: Data, facts: Facts, project: None) -> Data:
    """The proposed tier, from that day on."""
    return {
        "from": facts.calendar.at(days.TIERED).isoformat(),
        "review_due": facts.calendar.date(days.TIER_REVIEW),
        "signals": [f"{facts.of(None)['case']}/{kind}" for kind in ("governance", "staffing")],
        "tell_school": True,
    }


def opening(example: Data, facts: Facts, project: None) -> Data:
    """Its first review is due on a day on which none is held."""
    return {"review_due": facts.calendar.date(days.REVIEW_DUE), "tell_school": True}


def open_plan(example: Data, facts: Facts, project: None) -> Data:
    """One objective and one action, not done yet."""
    date = facts.calendar.date
    objectives = [{**each, "due": date(days.ENDS)} for each in example["objectives"]]
    actions = [{**each, "due": date(days.DONE), "done_on": None} for each in example["actions"]]
    return {"objectives": objectives, "actions": actions}


def finished_plan(example: Data, facts: Facts, project: None) -> Data:
    """The objective is green, the action is done."""
    plan = open_plan(example, facts, project)
    done_on = facts.calendar.date(days.DONE)
    return {
        "objectives": [{**each, "rag": "green"} for each in plan["objectives"]],
        "actions": [{**each, "done_on": done_on} for each in plan["actions"]],
    }


def offer(example: Data, facts: Facts, project: None) -> Data:
    """A school of the same authority offers twenty days in the year."""
    coach = facts.selection.coach
    date = facts.calendar.date
    return {
        "name": coach["name"],
        "urn": coach["urn"],
        "from": date(days.PROVIDED),
        "until": date(days.ENDS),
    }


def coaching(example: Data, facts: Facts, project: None) -> Data:
    """Six days of expert coaching, of which one is delivered in the demonstration."""
    date = facts.calendar.date
    return {"from": date(days.ARRANGED), "until": date(days.ENDS)}


def delivery(example: Data, facts: Facts, project: None) -> Data:
    """One day with three leaders."""
    reference = f"{facts.of(None)['support']}/1"
    return {"delivery": reference, "delivered_on": facts.calendar.date(days.DELIVERED)}


def evaluation(example: Data, facts: Facts, project: None) -> Data:
    """The school rates it."""
    return {"by": "school", "rating": 4}


def visit(example: Data, facts: Facts, project: None) -> Data:
    """The note is recorded within five working days."""
    return {"visited_on": facts.calendar.date(days.VISITED)}


def visit_answer(example: Data, facts: Facts, project: None) -> Data:
    """The school has a correction."""
    return {"accurate": "with-corrections"}


def notice(example: Data, facts: Facts, project: None) -> Data:
    """Every required copy was sent on the day of the notice."""
    date = facts.calendar.date
    readers = ("headteacher", "secretary-of-state", "diocese", "foundation-body")
    copies = [{"to": each, "sent_on": date(days.WARNED)} for each in readers]
    required = "A quorate governing body with a chair by the end of the period."
    return {"compliance_ends": date(days.COMPLIANCE_ENDS), "copies": copies, "required": required}


def review(example: Data, facts: Facts, project: None) -> Data:
    """A review, held late."""
    date = facts.calendar.date
    return {
        "held_on": date(days.REVIEW_HELD),
        "next_review": date(days.TIER_REVIEW),
        "rag": "green",
    }
