"""What we do: load, decide, save, record the event."""

from applications.use_cases.answering import answer_offer, lapse_offer
from applications.use_cases.appointing import appoint_panel
from applications.use_cases.conditions import meet_condition
from applications.use_cases.deciding import record_decision
from applications.use_cases.facts import announce_round, close_round, copy_school
from applications.use_cases.milestones import (
    assess_milestone,
    evidence_milestone,
    milestone_falls_due,
)
from applications.use_cases.payments import (
    record_payment,
    record_payment_failure,
    record_unmatched_payment,
)
from applications.use_cases.receiving import receive_application
from applications.use_cases.releasing import release_decision
from applications.use_cases.reviewing import declare_interest, record_review
from applications.use_cases.withdrawing import withdraw_application

__all__ = [
    "announce_round",
    "answer_offer",
    "appoint_panel",
    "assess_milestone",
    "close_round",
    "copy_school",
    "declare_interest",
    "evidence_milestone",
    "lapse_offer",
    "meet_condition",
    "milestone_falls_due",
    "receive_application",
    "record_decision",
    "record_payment",
    "record_payment_failure",
    "record_review",
    "record_unmatched_payment",
    "release_decision",
    "withdraw_application",
]
