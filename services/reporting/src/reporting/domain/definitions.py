"""The definition of each figure; a changed meaning gets a new number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """How the figures of a report are worked out: its name, version and terms."""

    name: str
    terms: tuple[tuple[str, str], ...]

    @property
    def version(self) -> str:
        """The number after the slash, such as 1 of funding/1."""
        return self.name.partition("/")[2]


FUNDING = Definition(
    "funding/3",
    (
        ("Budget", "The round's budget. For a category, its limit, if the round sets one."),
        ("Offered, not yet accepted", "Offers that schools have not yet answered."),
        (
            "Committed",
            "Awards that schools have accepted, including any amount already paid, less what was "
            "freed: if an award is ended early, only the amount paid counts.",
        ),
        (
            "Paid",
            "Payments made for accepted milestones, including part payments. Payments that failed "
            "or were reversed are not counted.",
        ),
        (
            "Paid, not matched",
            "Payments that finance made and that do not match an accepted milestone. Paid and "
            "paid, not matched together are what finance paid.",
        ),
        (
            "Recovered",
            "Money that came back from schools. It does not make committed or paid less, and it "
            "does not return to the budget by itself.",
        ),
        (
            "To be recovered",
            "Money that the council claims back of awards that ended early, and that has not come "
            "back yet.",
        ),
        (
            "Available",
            "Budget minus offers and accepted awards. Decisions that have not been announced are "
            "not included.",
        ),
        ("Submitted", "Applications that were received on time and are eligible."),
        ("Ineligible", "Applications that did not meet the round's rules."),
        ("Withdrawn", "Applications that their lead school withdrew."),
        ("Approved", "Applications the panel approved, once announced."),
        ("Declined", "Applications the panel declined, once announced."),
    ),
)
PIPELINE = Definition(
    "pipeline/2",
    (
        (
            "Status",
            "The status of the application after its latest event. Declined and Deferred are shown "
            "once announced.",
        ),
        ("Days in status", "Whole days since the application reached its present status."),
        (
            "In assessment",
            "Applications that are received, under review, ready for the panel, or decided but "
            "not announced.",
        ),
        (
            "Decision announced",
            "Decisions that are announced or offered, and not yet answered. Deferred applications "
            "are included.",
        ),
        ("Declined", "Applications the panel declined, once announced."),
        ("Accepted", "Offers that the school accepted."),
        ("On hold", "Applications on hold because a school closed or became an academy."),
        (
            "Ended",
            "Applications that are ineligible, withdrawn, replaced, declined by the school, "
            "cancelled with their round, or whose offer ended without an answer.",
        ),
        (
            "Title, school and theme",
            "Shown once the decision is announced. Until then the application is counted under "
            "the theme Not announced.",
        ),
    ),
)
SCHOOLS = Definition(
    "schools/1",
    (
        ("Open", "Schools that are open, including those proposed to close."),
        ("Not open", "Schools that are closed or proposed to open."),
        ("Not known", "Not stated in the register. It does not mean none."),
        ("Registered", "Schools added to the register. The first update adds every school."),
        ("Changed", "Schools whose details changed in the register."),
        ("Closed", "Schools that closed and that no other school replaced."),
        ("Converted", "Schools that became an academy, which has a new URN."),
        ("Month", "The month, in London time, in which we updated the register."),
    ),
)
YEAR_END = Definition(
    "year-end/1",
    (
        (
            "Year",
            "The council year, 1 April to 31 March, by London dates. Figures are as of its last "
            "day, or as of now if it is not over. They count everything that happened up to then, "
            "also in earlier years.",
        ),
        (
            "Committed",
            "Awards that schools accepted by then, less what was freed by then, for example when "
            "an award ended early.",
        ),
        (
            "Paid",
            "Payments made by then for milestones that were accepted by then. A payment that came "
            "back by then is not counted. One that came back later is.",
        ),
        (
            "Accrued",
            "Milestones that were accepted by then, less what was paid for them by then. An award "
            "that ended has none.",
        ),
        (
            "Due after the year",
            "Milestones that are due after the last day of the year and were not accepted by then. "
            "An award that ended has none.",
        ),
        ("Recovered", "Money that came back from schools by then, by the day it was received."),
        (
            "Paid, not matched",
            "Payments made by then that matched no milestone accepted by then.",
        ),
    ),
)
