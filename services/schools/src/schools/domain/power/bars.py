"""What stands in the way of a power by any route, and what its use needs besides a route."""

from chassis.domain import in_full
from schools.domain.foundation import Foundation
from schools.domain.notice.refusals import school_refusals
from schools.domain.power.conditions import Condition
from schools.domain.power.situation import Situation


def bars(situation: Situation, power: str) -> tuple[Condition, ...]:
    """What stands in the way of the power by any route: the school, a board, the governors."""
    school = school_refusals(situation.school, situation.day)
    found = [Condition(each.code, "s59(1)", met=False, message=each.message) for each in school]
    if power == "s64":
        found.append(_no_board(situation))
    if power == "s66":
        found.append(_no_governors(situation))
    return tuple(found)


def needs(foundation: Foundation, power: str) -> tuple[str, ...]:
    """What the use of a power must show of itself: consultation, and consent: s63(2), s65(2)."""
    told = ("Tell the Secretary of State before you use it.",)
    if power not in {"s63", "s65"}:
        return told
    bodies = ("governing body", *sorted(foundation.bodies or ()))
    named = " and the ".join(each.replace("-", " ") for each in bodies)
    consult = (f"Consult the {named}.",)
    return consult + (("Get the Secretary of State's consent.",) if power == "s65" else ()) + told


def _no_board(situation: Situation) -> Condition:
    """During the interim period no additional governors: schedule 6, paragraph 14 [law]."""
    day = situation.day
    own = any(
        each.since <= day and (each.until is None or day <= each.until) for each in situation.boards
    )
    sits = own or situation.steps.interim_board(day) is not None
    message = (
        "An interim executive board governs the school. Additional governors cannot be appointed "
        "until it ends."
        if sits
        else "No interim executive board governs the school."
    )
    return Condition(
        "interim-board", "schedule 6, paragraph 14", not sits, message, settled=not sits
    )


def _no_governors(situation: Situation) -> Condition:
    """s67(6): no suspension where the Secretary of State appointed additional governors [law]."""
    since = situation.steps.additional_governors(situation.day)
    message = (
        f"The Secretary of State appointed additional governors on {in_full(since)}. "
        "The authority cannot suspend the delegated budget."
        if since
        else "The Secretary of State has appointed no additional governors."
    )
    return Condition("additional-governors", "s67(6)", since is None, message)
