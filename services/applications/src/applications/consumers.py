"""Events in: validated against our own models, and handed on."""

from applications import use_cases
from applications.messages import (
    ApplicationForm,
    ConditionFinding,
    DecisionRecord,
    InterestDeclaration,
    MilestoneAssessment,
    MilestoneDue,
    MilestoneEvidence,
    OfferAnswer,
    OfferLapse,
    PanelAppointment,
    PaymentFailure,
    PaymentMade,
    ReleaseRecord,
    ReviewRecord,
    RoundAnnouncement,
    RoundClosing,
    SchoolState,
    Withdrawal,
)
from chassis import Inbox, Work

inbox = Inbox("applications")


@inbox.on("council.schools.school.registered.v1")
async def school_registered(school: SchoolState, work: Work) -> None:
    """A school entered the register."""
    await use_cases.copy_school(school, work)


@inbox.on("council.schools.school.changed.v1")
async def school_changed(school: SchoolState, work: Work) -> None:
    """An extract changed it."""
    await use_cases.copy_school(school, work)


@inbox.on("council.schools.school.closed.v1")
async def school_closed(school: SchoolState, work: Work) -> None:
    """It closed."""
    await use_cases.copy_school(school, work)


@inbox.on("council.schools.school.converted.v1")
async def school_converted(school: SchoolState, work: Work) -> None:
    """It became an academy under another URN; the state is the old school's."""
    await use_cases.copy_school(school, work)


@inbox.on("council.casework.round.opened.v1")
async def round_opened(announced: RoundAnnouncement, work: Work) -> None:
    """A funding round opened."""
    await use_cases.announce_round(announced, work)


@inbox.on("council.casework.round.closed.v1")
async def round_closed(closing: RoundClosing, work: Work) -> None:
    """A round was closed early or cancelled."""
    await use_cases.close_round(closing, work)


@inbox.on("council.casework.panel.appointed.v1")
async def panel_appointed(appointed: PanelAppointment, work: Work) -> None:
    """A panel's seats were filled or changed."""
    await use_cases.appoint_panel(appointed, work)


@inbox.on("council.forms.application.received.v1")
async def application_received(form: ApplicationForm, work: Work) -> None:
    """A school applied."""
    await use_cases.receive_application(form, work)


@inbox.on("council.forms.application.withdrawn.v1")
async def application_withdrawn(withdrawal: Withdrawal, work: Work) -> None:
    """A school withdrew."""
    await use_cases.withdraw_application(withdrawal, work)


@inbox.on("council.casework.interest.declared.v1")
async def interest_declared(declared: InterestDeclaration, work: Work) -> None:
    """A person declared an interest, or that they have none."""
    await use_cases.declare_interest(declared, work)


@inbox.on("council.casework.review.recorded.v1")
async def review_recorded(record: ReviewRecord, work: Work) -> None:
    """A reviewer scored an application."""
    await use_cases.record_review(record, work)


@inbox.on("council.casework.decision.recorded.v1")
async def decision_recorded(record: DecisionRecord, work: Work) -> None:
    """The panel decided."""
    await use_cases.record_decision(record, work)


@inbox.on("council.casework.decision.released.v1")
async def decision_released(release: ReleaseRecord, work: Work) -> None:
    """The council released a decision."""
    await use_cases.release_decision(release, work)


@inbox.on("council.forms.offer.answered.v1")
async def offer_answered(answer: OfferAnswer, work: Work) -> None:
    """A school answered its offer."""
    await use_cases.answer_offer(answer, work)


@inbox.on_timer("offer-lapses")
async def offer_lapses(due: OfferLapse, work: Work) -> None:
    """An offer's time ran out."""
    await use_cases.lapse_offer(due, work)


@inbox.on("council.casework.condition.met.v1")
async def condition_met(found: ConditionFinding, work: Work) -> None:
    """An officer found a condition met."""
    await use_cases.meet_condition(found, work)


@inbox.on("council.forms.milestone.evidenced.v1")
async def milestone_evidenced(sent: MilestoneEvidence, work: Work) -> None:
    """A project sent its evidence."""
    await use_cases.evidence_milestone(sent, work)


@inbox.on("council.casework.milestone.assessed.v1")
async def milestone_assessed(found: MilestoneAssessment, work: Work) -> None:
    """An officer assessed the evidence."""
    await use_cases.assess_milestone(found, work)


@inbox.on_timer("milestone-overdue")
async def milestone_overdue(due: MilestoneDue, work: Work) -> None:
    """The day after a milestone's due date began."""
    await use_cases.milestone_falls_due(due, work)


@inbox.on("council.finance.payment.made.v1")
async def payment_made(made: PaymentMade, work: Work) -> None:
    """The finance system paid."""
    await use_cases.record_payment(made, work)


@inbox.on("council.finance.payment.failed.v1")
async def payment_failed(failed: PaymentFailure, work: Work) -> None:
    """The finance system could not pay."""
    await use_cases.record_payment_failure(failed, work)


@inbox.on_overdue("council.finance.payment.made.v1")
async def payment_unmatched(made: PaymentMade, work: Work) -> None:
    """A day went by and the payment still waits for its milestone."""
    await use_cases.record_unmatched_payment(made, work)
