"""What each figure means, in words; a changed meaning is a new number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition that a report was made by."""

    name: str
    terms: tuple[tuple[str, str], ...]


FUNDING = Definition(
    "funding/1",
    (
        ("Budget", "The money of the round; of a category, its ceiling where the round sets one."),
        (
            "Reserved",
            "Awards that were released to the applicant and that the school has not answered.",
        ),
        (
            "Committed",
            "Awards that the school accepted, what is paid of them included. Of a terminated "
            "award only what was paid stays committed.",
        ),
        (
            "Paid",
            "What the finance system paid for accepted milestones. Payments that failed, were "
            "reversed or match no accepted milestone are not counted.",
        ),
        ("Left", "Budget less reserved less committed. A decision not yet released is not in it."),
        ("Submitted", "Applications received in time and eligible, whatever became of them."),
        ("Ineligible", "Applications that a rule of the round refused."),
        ("Withdrawn", "Applications that their lead school withdrew."),
        ("Approved", "Applications with a released approval, whatever the school answered."),
        ("Declined", "Applications with a released refusal."),
    ),
)
PIPELINE = Definition(
    "pipeline/1",
    (
        ("State", "The application's public state after its newest event."),
        ("Days in state", "Whole days since the application entered its present state."),
        (
            "In assessment",
            "Received, under review, ready for the panel, or decided and unreleased.",
        ),
        ("Decision released", "Released to the applicant or offered, and not yet answered."),
        ("Accepted", "The school accepted the offer."),
        ("On hold", "Held because a school closed or converted."),
        (
            "Ended",
            "Ineligible, withdrawn, superseded, declined by the panel or by the school, or lapsed.",
        ),
        (
            "Title, school and theme",
            "Shown for an application once its decision is released.",
        ),
    ),
)
SCHOOLS = Definition(
    "schools/1",
    (
        ("Open", "Status open, or open but proposed to close, in the newest extract taken in."),
        ("Not open", "Status closed or proposed to open."),
        ("Not known", "No extract taken in so far has said; it never means none."),
        ("Registered", "A school entered our register; a first extract registers every school."),
        ("Changed", "An extract changed what the register says of a school."),
        ("Closed", "A school closed without a successor."),
        ("Converted", "A school became an academy under another URN."),
        ("Month", "The month, London time, in which the extract was taken in."),
    ),
)
