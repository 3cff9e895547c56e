"""The rules of the statutory steps: section of the Act, code, and the function that holds each.

Sections are of the Education and Inspections Act 2006 unless another Act is named.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """One rule; the function is named from `schools.domain`."""

    rule: str
    section: str
    code: str
    function: str


RULES = (
    Rule(
        "Part 4 is for maintained schools",
        "59(1)",
        "not-maintained",
        "notice.refusals.school_refusals",
    ),
    Rule(
        "An academy is referred to the Regions Group",
        "59(1)",
        "academy",
        "notice.refusals.school_refusals",
    ),
    Rule(
        "The school is open on the day",
        "59(1)",
        "school-not-open",
        "notice.refusals.school_refusals",
    ),
    Rule(
        "The school is in the authority's own area",
        "60(2)",
        "outside-area",
        "notice.refusals.issue_refusals",
    ),
    Rule(
        "Low standards, breakdown and safety are grounds of 60, pay and conditions of 60A",
        "60(2), 60A(2)",
        "ground-of-another-route",
        "notice.refusals.issue_refusals",
    ),
    Rule(
        "The notice specifies its compliance period",
        "60(4)(c), 60A(4)",
        "no-compliance-period",
        "notice.refusals.issue_refusals",
    ),
    Rule(
        "No notice while one by the Secretary of State is in force",
        "60(4A)",
        "secretary-of-state-notice",
        "notice.refusals.issue_refusals",
    ),
    Rule(
        "A notice by the Secretary of State ends the authority's",
        "60(4B)",
        "notice-ended",
        "notice.refusals.conclusion_refusals",
    ),
    Rule(
        "It counts as issued when every required copy is logged",
        "60(1)(a), 60(6), 60(6A)",
        "notice-not-issued",
        "notice.copies.missing",
    ),
    Rule(
        "All copies are given at the same time",
        "60(6A)",
        "copies-on-other-days",
        "notice.copies.copy_warnings",
    ),
    Rule(
        "A diocese or foundation body that the register does not tell of",
        "60(6)",
        "copies-not-known",
        "notice.copies.copy_warnings",
    ),
    Rule(
        "The person who appoints the foundation governors of a church school",
        "60(6)",
        "copy-foundation-governors",
        "notice.copies.copy_warnings",
    ),
    Rule(
        "The compliance period is over",
        "60(1)(b), 60A(1)",
        "period-not-over",
        "notice.refusals.conclusion_refusals",
    ),
    Rule(
        "The governing body did not comply",
        "60(1)(c), 60A(1)",
        "not-found-to-fail",
        "power.routes.by_notice",
    ),
    Rule(
        "Written notice of the powers was given",
        "60(1)(d), 60A(1)",
        "powers-not-notified",
        "power.routes.by_notice",
    ),
    Rule(
        "Notice of one power does not bar another",
        "60(1)(d)",
        "power-not-named",
        "power.record_rules.record_warnings",
    ),
    Rule(
        "The Secretary of State has notified the school as coasting",
        "60B(1)",
        "not-coasting",
        "power.routes.by_coasting",
    ),
    Rule("Not for nursery schools", "60B(2)", "coasting-nursery", "power.routes.by_coasting"),
    Rule(
        "A category of concern is in force", "61, 62", "not-in-category", "power.routes.by_category"
    ),
    Rule(
        "63 is not for a school that is eligible by 60A",
        "63(1), 60A(1)",
        "power-not-of-route",
        "notice.refusals.power_of_route",
    ),
    Rule(
        "63 and 65 need consultation",
        "63(2), 65(2)",
        "not-consulted",
        "power.record_rules.record_refusals",
    ),
    Rule(
        "Consultation of a body that the register does not tell of",
        "63(2), 65(2)",
        "consultation-not-known",
        "power.record_rules.record_warnings",
    ),
    Rule(
        "63 and 64 lapse two months after the period by 60, 64 alone by 60A",
        "63(3), 64(2)",
        "window-closed",
        "notice.window.window_ends",
    ),
    Rule(
        "An interim board needs the Secretary of State's consent",
        "65(1)",
        "no-consent",
        "power.record_rules.record_refusals",
    ),
    Rule(
        "An interim board bars additional governors",
        "Schedule 6, paragraph 14",
        "interim-board",
        "power.bars.bars",
    ),
    Rule(
        "Additional governors by the Secretary of State bar 66",
        "67(6)",
        "additional-governors",
        "power.bars.bars",
    ),
    Rule(
        "The governing body has written notice before a power is used",
        "63(1), 65(1), 66(1)",
        "used-before-notice",
        "power.record_rules.record_refusals",
    ),
    Rule(
        "The Secretary of State is told before a power is used",
        "Education and Adoption Act 2016, 6",
        "secretary-of-state-not-told",
        "power.record_rules.record_warnings",
    ),
)
