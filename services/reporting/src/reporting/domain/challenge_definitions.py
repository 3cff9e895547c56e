"""The definitions of the reports on support and challenge; a changed meaning gets a new number."""

from reporting.domain.definitions import Definition

CONCERN = Definition(
    "concern/2",
    (
        ("Tier", "The level of support that an officer decided and that holds now."),
        (
            "Movement",
            "A tier that began on or after the date shown. Without a date: in the last 13 weeks.",
        ),
        (
            "Proposed tier",
            "A tier that the rules propose from the signals. Nothing changes until an officer "
            "decides.",
        ),
        ("Review due", "The date by which the tier or the case is reviewed, as it was decided."),
        ("Overdue", "The review date is over and no new decision has been recorded."),
        (
            "Progress",
            "Red, amber or green, as the last review of the case found. Each is also a word.",
        ),
        ("Reviews missed", "Reviews of open cases that were not held by their date."),
        (
            "Warning notice",
            "A notice that counts as issued and that nothing has ended. Comply by: the date that "
            "the notice gives. Powers end: the last day on which powers can be used.",
        ),
        (
            "Eligible for intervention",
            "Worked out from the notice, its compliance period and its conclusion.",
        ),
        ("Days", "Calendar days until the date. Less than 0: the date is over."),
    ),
)
SUPPORT = Definition(
    "support/1",
    (
        (
            "Support",
            "Support that was arranged for a school and not cancelled. It is counted in the year "
            "in which it begins.",
        ),
        ("Days arranged", "Working days, to the half, of the supports that are counted."),
        ("Days delivered", "Working days that were delivered, counted on the day of delivery."),
        ("Rated", "Supports that their school rated, by its last rating in the period."),
        ("Rated 4 or 5", "Of these, the supports that their school rated 4 or 5 of 5."),
        (
            "Teachers, leaders, other staff, governors",
            "Attendances. Somebody who attends twice counts twice, so they are not a number of "
            "people.",
        ),
        (
            "Suppressed",
            "Counts from 1 to 4 are not shown, nor others from which they could be worked out.",
        ),
        (
            "Free days",
            "Days that a provider offers and that no support has booked. Offers to all "
            "authorities are shown for each.",
        ),
    ),
)
OBJECTIVES = Definition(
    "objectives/1",
    (
        ("Measure", "The table and the files explain each measure."),
        (
            "Period",
            "Each event counts on its own day in London. A measure that says not yet recorded "
            "waits for events that no system has sent yet.",
        ),
        ("Cancelled support", "Is in no figure."),
        ("Per cent", "The first figure of the second. There is none where the second is 0."),
    ),
)
STRATEGY = Definition(
    "strategy/1",
    (
        ("Priority", "A priority of the authority's education improvement strategy in force."),
        (
            "Cases",
            "Cases that name the priority, or whose plan has an objective for it. In a year: those "
            "opened in it.",
        ),
        (
            "Support",
            "Support that names the priority and was not cancelled. In a year: support that begins "
            "in it, and days delivered in it.",
        ),
        (
            "Awards",
            "Awards of the authority whose application has a theme of the priority. In a year: "
            "those made in it.",
        ),
        (
            "Schools at target",
            "Schools of the authority whose newest final result reaches the target, of those with "
            "such a result. Results of different schools are not averaged.",
        ),
    ),
)
