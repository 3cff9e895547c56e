"""What the record of a power must show of itself, and what it leaves open."""

from datetime import date

from chassis.domain import Reason, in_full
from schools.domain.foundation import DIOCESE, FOUNDATION_BODY, Foundation
from schools.domain.notice.commands import PowersNotice
from schools.domain.notice.facts import Facts
from schools.domain.power.commands import PowerUsed

HAVE_AN_END = {"s65", "s66"}  # an interim board and a suspended budget
CONSULTED = {"s63", "s65"}
NAMES = {
    "governing-body": "the governing body",
    DIOCESE: "the diocese",
    FOUNDATION_BODY: "the foundation body",
}


def record_refusals(used: PowerUsed, foundation: Foundation) -> list[Reason]:
    """Dates that cannot be, no consultation, no consent: s63(2), s65(2) and (3) [law]."""
    return [*_dates(used), *_consultation(used, foundation), *_consent(used)]


def of_another_school(used: PowerUsed, named: Facts | None) -> list[Reason]:
    """A notice opens powers at the school to which it was given."""
    if named is None or named.urn == used.urn:
        return []
    message = (
        f"Notice {named.notice} was given to {named.name} ({named.urn}), not to school {used.urn}. "
        "Name the notice that was given to this school."
    )
    return [Reason("notice-of-another-school", message)]


def record_warnings(
    used: PowerUsed, foundation: Foundation, powers_notice: PowersNotice | None
) -> list[Reason]:
    """What the record leaves open; the power counts all the same."""
    found = [*_told(used), *_body_not_known(used, foundation)]
    return found + (_not_named(used, powers_notice) if powers_notice else [])


def _dates(used: PowerUsed) -> list[Reason]:
    on, until = used.used_on, used.until
    if used.written_notice_on > on:
        message = (
            f"Written notice is dated {in_full(used.written_notice_on)}, after the power was used "
            f"on {in_full(on)}. The governing body must have it first. Correct the dates."
        )
        return [Reason("used-before-notice", message)]
    if until is not None and used.power not in HAVE_AN_END:
        message = (
            f"A power of section {used.power[1:]} has no end. Leave `until` out: it is for an "
            "interim board (section 65) or a suspended budget (section 66)."
        )
        return [Reason("until-not-for-power", message)]
    if until is not None and until < on:
        message = f"It ended on {in_full(until)}, before it began on {in_full(on)}. Correct a date."
        return [Reason("dated-before-its-cause", message)]
    return []


def _consultation(used: PowerUsed, foundation: Foundation) -> list[Reason]:
    """s63 and s65 need consultation; of whom, says the kind of the school."""
    if used.power not in CONSULTED:
        return []
    asked = {"governing-body", *(foundation.bodies or ())} - set(used.consulted)
    return [
        Reason(
            "not-consulted",
            f"Section {used.power[1:]} can be used only after consulting {NAMES[each]}. "
            "Record whom you consulted.",
        )
        for each in sorted(asked)
    ]


def _consent(used: PowerUsed) -> list[Reason]:
    """s65 needs the Secretary of State's consent, given before the board begins."""
    if used.power != "s65" or _by(used.consent_of_secretary_of_state_on, used.used_on):
        return []
    message = (
        "An interim executive board needs the Secretary of State's consent first. "
        f"Record the day of the consent, {in_full(used.used_on)} or earlier."
    )
    return [Reason("no-consent", message)]


def _told(used: PowerUsed) -> list[Reason]:
    if _by(used.secretary_of_state_told_on, used.used_on):
        return []
    message = (
        "The record does not show that the Secretary of State was told before the power was used. "
        "Tell the Secretary of State, and send the record again with the day."
    )
    return [Reason("secretary-of-state-not-told", message)]


def _body_not_known(used: PowerUsed, foundation: Foundation) -> list[Reason]:
    known = foundation.bodies is not None or {DIOCESE, FOUNDATION_BODY} & set(used.consulted)
    if used.power not in CONSULTED or known:
        return []
    message = (
        "The register does not say whether the school has a diocese or a foundation body. "
        "Check this: it must have been consulted if there is one."
    )
    return [Reason("consultation-not-known", message)]


def _not_named(used: PowerUsed, powers_notice: PowersNotice) -> list[Reason]:
    """The Act asks for notice of "any one or more" powers, so that this does not bar another."""
    if used.power in powers_notice.powers:
        return []
    message = (
        f"The written notice of {in_full(powers_notice.given_on)} does not name section "
        f"{used.power[1:]}. Check with your legal team that the notice was sufficient."
    )
    return [Reason("power-not-named", message)]


def _by(day: date | None, limit: date) -> bool:
    return day is not None and day <= limit
