"""What a variation may change: by an officer a little, by the panel's decision more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.domain.commands import VariationAgreed, VariationDecision
from applications.domain.money.money import pounds
from applications.domain.panel.decisions import APPROVALS
from chassis.domain import Reason

MOST_PERCENT = 10  # of a milestone as the panel last approved it


@dataclass(frozen=True)
class Approved:
    """What the panel last approved: each milestone's pence by number, and the end date."""

    pence: Mapping[int, int]
    planned_end: date


def plan_refusals(sent: VariationAgreed, planned_start: date, awarded: int) -> Iterator[Reason]:
    """What is wrong with the plan itself, whoever agreed to it."""
    count, dates = len(sent.milestones), [each.due for each in sent.milestones]
    if [each.number for each in sent.milestones] != list(range(1, count + 1)):
        message = f"Number the milestones from 1 to {count}, in their order and each once."
        yield Reason("milestone-numbers", message)
    if sent.planned_end < planned_start:
        message = f"planned_end ({sent.planned_end}) is before the start ({planned_start})."
        yield Reason("end-before-start", message)
    if not planned_start <= dates[0] <= dates[-1] <= sent.planned_end or dates != sorted(dates):
        message = "The milestones' dates must follow each other, between the start and planned_end."
        yield Reason("milestone-dates", message)
    if sent.sum_pence > awarded:
        message = (
            f"The milestones add up to {pounds(sent.sum_pence)}, and the award is "
            f"{pounds(awarded)}. Agree on no more than that."
        )
        yield Reason("variation-beyond-award", message)


def beyond_officer(sent: VariationAgreed, approved: Approved) -> list[str]:
    """What only the panel may change, in words: empty where an officer may agree to it all."""
    found = []
    amounts = {each.number: each.amount_pence for each in sent.milestones}
    for number in sorted({*amounts, *approved.pence}):
        was, now = approved.pence.get(number, 0), amounts.get(number, 0)
        if abs(now - was) * 100 > was * MOST_PERCENT:
            found.append(f"milestone {number} from {pounds(was)} to {pounds(now)}")
    if sent.planned_end > approved.planned_end:
        found.append(f"the end from {approved.planned_end} to {sent.planned_end}")
    return found


def needs_panel(changes: Sequence[str]) -> Reason:
    """Why an officer alone cannot agree to these changes."""
    return Reason(
        "needs-panel",
        f"This changes {'; '.join(changes)}: more than {MOST_PERCENT} % of a milestone, or the "
        "end, as the panel last approved them. Name the meeting that decided it, in meeting.",
    )


def approval_refusals(sent: VariationAgreed, decision: VariationDecision) -> list[Reason]:
    """Why a decision of the panel does not carry this variation."""
    code, meeting = sent.variation, decision.meeting
    if decision.outcome not in APPROVALS:
        message = f"{meeting} has no approval of the variation {code} that stands."
        return [Reason("variation-not-approved", message)]
    if 0 < decision.awarded_pence < sent.sum_pence:
        message = (
            f"The milestones add up to {pounds(sent.sum_pence)}, more than {meeting} decided for "
            f"the variation {code}."
        )
        return [Reason("variation-beyond-decision", message)]
    return []


@dataclass(frozen=True)
class Shares:
    """How the money is divided: the lead's pence, and each partner's where it has a share."""

    lead_pence: int
    partners: Sequence[dict[str, Any]]


def shares_after(sent: VariationAgreed, lead: str, partners: Sequence[dict[str, Any]]) -> Shares:
    """The shares that it leaves; where it names none, the lead's takes the whole change.

    A partner that had a share and is not named any more has left.
    """
    named = {each.urn: each.share_pence for each in sent.shares}
    kept = [
        {"urn": each["urn"], "share_pence": named.get(each["urn"], each["share_pence"])}
        for each in partners
        if not named or each["urn"] in named or each["share_pence"] is None
    ]
    given = sum(each["share_pence"] or 0 for each in kept)
    return Shares(named.get(lead, sent.sum_pence - given), kept)


def share_refusals(
    sent: VariationAgreed, lead: str, partners: Sequence[dict[str, Any]]
) -> Iterator[Reason]:
    """What is wrong with the shares: each school once, all of them of the award, summed up."""
    named = [each.urn for each in sent.shares]
    known = {lead, *(each["urn"] for each in partners)}
    if strangers := sorted(set(named) - known):
        message = f"{', '.join(strangers)} is neither the lead nor a partner of the award."
        yield Reason("not-a-partner", message)
    if len(set(named)) < len(named):
        yield Reason("school-twice", "Name each school once in shares.")
    after = shares_after(sent, lead, partners)
    added = after.lead_pence + sum(each["share_pence"] or 0 for each in after.partners)
    if added != sent.sum_pence or after.lead_pence < 0:
        message = f"The shares must add up to the milestones' sum, {pounds(sent.sum_pence)}."
        yield Reason("shares-do-not-add-up", message)
