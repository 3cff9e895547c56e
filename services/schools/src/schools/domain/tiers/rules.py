"""The rules that propose a tier; an officer decides. Source: domain.md, Signals [default].

A rule gives the tier that it proposes and the references of the signals that counted, or nothing.
The highest tier wins; where several rules propose it all of them are named. A change of a rule's
meaning changes VERSION.
"""

from collections.abc import Callable
from dataclasses import dataclass

from schools.domain.inspections import LEADERSHIP, URGENT
from schools.domain.results import falling
from schools.domain.tiers.decision import INTENSIVE, SPECIAL, TARGETED, TIERS, UNIVERSAL
from schools.domain.tiers.signals import UNSAFE, Signals

VERSION = "tier-rules/1"
RESTRICTED = "Restricted matters."


@dataclass(frozen=True)
class Finding:
    """What one rule found: its tier, in a sentence, and the signals that counted."""

    tier: str
    message: str
    signals: tuple[str, ...]
    code: str = ""


Found = Finding | None


def category(signals: Signals) -> Found:
    """Special measures propose that tier, another category of concern the intensive one."""
    found = signals.category()
    if found is None:
        return None
    named = str(found.category_of_concern).replace("-", " ")
    tier = SPECIAL if found.category_of_concern == SPECIAL else INTENSIVE
    return Finding(tier, f"The school is in a category of concern: {named}.", (found.reference,))


def statutory(signals: Signals) -> Found:
    """A warning notice runs, the school is coasting, or targeted RISE support has begun."""
    if not signals.statutory:
        return None
    return Finding(INTENSIVE, "A statutory step is running.", signals.statutory)


def safeguarding(signals: Signals) -> Found:
    """The latest inspection found safeguarding not met or not effective."""
    found = signals.latest_on_safeguarding()
    if found is None or found.safeguarding not in UNSAFE:
        return None
    message = f"The latest inspection found safeguarding {found.safeguarding.lower()}."
    return Finding(INTENSIVE, message, (found.reference,))


def report_card(signals: Signals) -> Found:
    """The report card has an urgent area, leadership that needs attention, or two such areas."""
    found = signals.latest()
    if found is None or found.framework != "report-card":
        return None
    urgent = [area for area, grade in found.judgements.items() if grade == URGENT]
    attention = [area for area, grade in found.judgements.items() if grade == "Needs attention"]
    if urgent:
        message = f"The report card asks for urgent improvement: {', '.join(urgent)}."
        return Finding(INTENSIVE, message, (found.reference,))
    if LEADERSHIP in attention or len(attention) > 1:
        message = f"The report card says that these need attention: {', '.join(attention)}."
        return Finding(TARGETED, message, (found.reference,))
    return None


def older_inspection(signals: Signals) -> Found:
    """Grades of an earlier era, only while no later graded inspection replaces them."""
    found = signals.latest()
    if found is None or found.framework == "report-card":
        return None
    grades = {found.overall} | {
        grade for area, grade in found.judgements.items() if _is_leading(area)
    }
    for grade, tier in (("Inadequate", INTENSIVE), ("Requires improvement", TARGETED)):
        if grade in grades:
            message = f"The latest graded inspection says {grade.lower()}."
            return Finding(tier, message, (found.reference,))
    return None


def concerns(signals: Signals) -> Found:
    """One high concern or two medium ones of different kinds in a year; two high ones.

    A restricted concern counts as a high one whatever its severity, so that neither rule nor tier
    gives the severity away.
    """
    counted = signals.recent_concerns()
    high = [each for each in counted if each.restricted or each.severity == "high"]
    medium = [each for each in counted if not each.restricted and each.severity == "medium"]
    different = len({each.kind for each in medium}) > 1
    if not high and not different:
        return None
    by = high or medium
    number = "Two or more" if len(high) > 1 else "One"
    message = f"{number} high concern{'s' * (len(high) > 1)} in the last year."
    if not high:
        message = "Medium concerns of different kinds in the last year."
    if any(each.restricted for each in by):
        message = RESTRICTED
    tier = INTENSIVE if len(high) > 1 else TARGETED
    return Finding(tier, message, tuple(sorted(each.reference for each in by)))


def results(signals: Signals) -> Found:
    """A headline measure fell two years running and is below national."""
    found = falling(signals.results)
    if not found:
        return None
    message = "A headline measure fell two years running and is worse than the national figure."
    return Finding(TARGETED, message, tuple(found))


def vacancy(signals: Signals) -> Found:
    """Nobody leads the school, or its governors cannot decide, for more than 13 weeks."""
    found = signals.vacancies()
    if not found:
        return None
    matters = sorted({str(each.matter).replace("-", " ") for each in found})
    message = f"For more than 13 weeks: {', '.join(matters)}."
    return Finding(TARGETED, message, tuple(sorted(each.reference for each in found)))


RULES: dict[str, Callable[[Signals], Found]] = {
    "category": category,
    "statutory": statutory,
    "safeguarding": safeguarding,
    "report-card": report_card,
    "older-inspection": older_inspection,
    "concerns": concerns,
    "results": results,
    "vacancy": vacancy,
}


@dataclass(frozen=True)
class Proposal:
    """The tier that the rules propose, and each rule that proposes it."""

    tier: str
    findings: tuple[Finding, ...] = ()


def propose(signals: Signals, standing: str | None, reviews_held: int) -> Proposal:
    """The highest tier that a rule proposes; one tier lower where none does and reviews were held.

    `standing` is the tier that holds now; `reviews_held` counts reviews held in time in a row.
    """
    standing = standing or UNIVERSAL
    found = [
        Finding(one.tier, one.message, one.signals, code)
        for code, rule in RULES.items()
        if (one := rule(signals)) is not None
    ]
    if not found:
        return _stepped_down(standing, reviews_held)
    tier = max((each.tier for each in found), key=TIERS.index)
    named = [each for each in found if each.tier == tier]
    if signals.academy and tier != standing:
        message = "An academy: raise it with the trust and the DfE's Regions Group."
        named.append(Finding(tier, message, (), "academy"))
    return Proposal(tier, tuple(named))


def _stepped_down(standing: str, reviews_held: int) -> Proposal:
    if standing == UNIVERSAL or reviews_held < 2:
        return Proposal(standing)
    lower = TIERS[TIERS.index(standing) - 1]
    message = "No rule holds, and two reviews in a row were held in time."
    return Proposal(lower, (Finding(lower, message, (), "step-down"),))


def _is_leading(area: str) -> bool:
    name = area.casefold()
    return "quality of education" in name or "leadership" in name
