"""When a row of the table holds: what an event must say for its readers to be told."""

from collections.abc import Callable

from notifications.domain.inspections import needs_review
from notifications.domain.states import LOST_WITH_DIGEST, NO_RECIPIENT
from notifications.rules.audiences import Facts

# If one of these fails nobody gets a message about it: failures would breed messages.
ABOUT_FAILURES = ("delivery-failed", "nobody-to-tell")


def always(_facts: Facts) -> bool:
    """Every event of its type."""
    return True


def outcome(*outcomes: str) -> Callable[[Facts], bool]:
    """The decision is one of these."""

    def holds(facts: Facts) -> bool:
        return facts["outcome"] in outcomes

    holds.__doc__ = f"The decision is: {', '.join(outcomes)}."
    return holds


def reviews_agree(facts: Facts) -> bool:
    """The reviews are in and need no moderation."""
    return not facts["moderation_needed"]


def reviews_differ(facts: Facts) -> bool:
    """The spread of the reviews asks for moderation."""
    return bool(facts["moderation_needed"])


def at_risk(facts: Facts) -> bool:
    """No quorum is in sight for an item of the meeting."""
    return bool(facts["at_risk"])


def no_risk_left(facts: Facts) -> bool:
    """Every item of the meeting has a quorum in sight again."""
    return not facts["at_risk"]


def time_ran_out(facts: Facts) -> bool:
    """Nobody answered the offer in time."""
    return facts["reason"] is None


def partner_left(facts: Facts) -> bool:
    """The offer ended because a partner left."""
    return bool(facts["reason"] == "partner-left")


def open_again(facts: Facts) -> bool:
    """It goes on because its schools are open again; a novation is told by itself."""
    return not facts["novated"]


def not_taking_part(facts: Facts) -> bool:
    """The partner refused, left, or closed."""
    return bool(facts["answer"] != "consents")


def with_warnings(facts: Facts) -> bool:
    """The payment was recorded with warnings."""
    return bool(facts["warnings"])


def recovered_with_warnings(facts: Facts) -> bool:
    """The recovery was recorded with warnings."""
    return bool(facts["warnings"])


def review_due(facts: Facts) -> bool:
    """The outcome may change how much support the school needs, and is no history."""
    return needs_review(facts) and not facts["history"]


def no_review_due(facts: Facts) -> bool:
    """The outcome asks for nothing, and is no history."""
    return not needs_review(facts) and not facts["history"]


def another_tier(facts: Facts) -> bool:
    """The rules propose another tier than holds."""
    return bool(facts["tier"] != facts["from_tier"])


def school_told(facts: Facts) -> bool:
    """The event asks to tell the school, and what it says holds now."""
    return bool(facts["tell_school"] and facts.get("current", True) and not facts.get("withdrawn"))


def not_delivered(facts: Facts) -> bool:
    """The message had an address and did not arrive; of a digest the whole is told once."""
    if facts["reason"] == LOST_WITH_DIGEST:
        return False
    return facts["state"] != NO_RECIPIENT and facts["template"] not in ABOUT_FAILURES


def nobody_to_tell(facts: Facts) -> bool:
    """The message had no address."""
    return facts["state"] == NO_RECIPIENT and facts["template"] not in ABOUT_FAILURES
