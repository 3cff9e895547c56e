"""Applications and awards in every state, brought there by their own commands, without a store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from applications.domain.application import Application
from applications.domain.award import Award
from applications.domain.award.ledger import Surroundings
from applications.domain.commands import (
    AppealForm,
    AwardEnd,
    ConditionFinding,
    DecisionRecord,
    InterestDeclaration,
    MilestoneAssessment,
    MilestoneEvidence,
    OfferAnswer,
    PaymentFailure,
    PaymentMade,
    RecoveryReceived,
    ReleaseRecord,
    ReviewerAssignment,
    ReviewModeration,
    ReviewRecord,
    VariationAgreed,
)
from applications.domain.form.parties import Novation, PartnerAnswer
from applications.domain.money.budget import Budget
from applications.domain.money.offers import OfferPolicy
from applications.domain.panel.panels import Appointment
from applications.domain.round.rounds import Closing, RoundFact, RoundHistory
from applications.store.conversions import value_of
from chassis import england_and_wales
from support import funding
from unit.applications.values import at, schools_of, the_form, the_panel, the_round

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ANSWER_BY = at("2026-12-06T00:00:00+00:00")
PANEL = Appointment(NOW, "panel", the_panel(**funding.a_panel_with_substitutes()))
TWO_FOR = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
CONDITION = {"code": "COND-1", "text": "A revised budget", "due": "2026-12-01"}
HELD = 2_500_000

Step = Callable[[Application], Any]


def received(**form: Any) -> Application:
    """The contract's own hub, received, with the whole round's money before it."""
    the_hub, terms = the_form(funding.a_hub(**form)), the_round().terms
    application = Application.receive(
        "A-2026-0001",
        the_hub,
        RoundHistory([RoundFact(NOW, "round", terms)]),
        at=NOW,
        offers=OfferPolicy(20, england_and_wales()),
        schools=schools_of(the_hub),
        others=[],
    )
    application.budget = Budget(the_hub.category, (terms, terms), {})
    application.schools = schools_of(the_hub)
    return application


def review(reviewer: str) -> Step:
    """One review; two make the application ready."""
    record = value_of(ReviewRecord, funding.a_review(reviewer))
    return lambda application: application.review(record, f"review-{reviewer}", PANEL)


def far_apart(application: Application) -> None:
    """A review that differs from the others by more than the round allows."""
    given = funding.a_review("p-2002")
    given["scores"][0]["score"] = 0
    application.review(value_of(ReviewRecord, given), "review-p-2002", PANEL)


def assign(application: Application) -> None:
    """An officer asks the two who score, before they do."""
    record = value_of(ReviewerAssignment, funding.an_assignment())
    application.assign(record, "assignment-1")


def moderate(application: Application) -> None:
    """The reviewers agree on one score."""
    record = value_of(ReviewModeration, funding.a_moderation())
    application.moderate(record, "moderation-1")


def decide(**changes: Any) -> Step:
    """A decision: by default an approval with one condition."""
    given = {"outcome": "approved-with-conditions", "conditions": [CONDITION], "votes": TWO_FOR}
    if changes.get("outcome") in {"declined", "deferred"}:
        against = [{**vote, "vote": "against"} for vote in TWO_FOR]
        given = {"awarded_pence": 0, "votes": against}
    record = value_of(DecisionRecord, funding.a_decision(**given | changes))
    key = f"decision-{record.recorded_at}"
    return lambda application: application.decide(record, key, key, PANEL)


def decide_again(application: Application) -> None:
    """The decision of a later meeting."""
    meeting = {"reference": "LDT-2026-12", "held_on": "2026-12-03"}
    decide(meeting=meeting, recorded_at="2026-12-03T17:00:00Z")(application)


def release(application: Application) -> None:
    """The release of the first meeting's decision."""
    application.release(value_of(ReleaseRecord, funding.a_release()))


def answer(given: str) -> Step:
    """The school's answer, in time."""
    message = value_of(OfferAnswer, funding.an_answer(answer=given))
    return lambda application: application.answer(message)


def lapse(application: Application) -> None:
    """The offer's timer is due."""
    application.lapse(ANSWER_BY)


def withdraw(application: Application) -> None:
    """The lead withdraws, after the release and before the answer."""
    application.withdraw(at("2026-11-09T10:00:00+00:00"))


def withdraw_early(application: Application) -> None:
    """The lead withdraws before anything that another command here is dated."""
    application.withdraw(at("2026-11-02T10:00:00+00:00"))


def supersede(application: Application) -> None:
    """The lead submitted another form later."""
    application.give_way_to("A-2026-0002")


def declare(application: Application) -> None:
    """A voter declares an interest, dated before the release."""
    declared = funding.an_interest(person="p-1004", declared_at="2026-11-05T20:00:00Z")
    application.declare(value_of(InterestDeclaration, declared), "interest-1")


def meet_condition(application: Application) -> None:
    """An officer finds the condition met."""
    application.meet_condition(value_of(ConditionFinding, funding.a_condition_met()))


def cancel(closed_at: str) -> Step:
    """Its round is cancelled as of this instant."""

    def step(application: Application) -> None:
        closing = RoundFact(NOW, "round-closed", Closing("cancelled", at(closed_at), "No money"))
        application.history = RoundHistory([*application.history.facts, closing])
        application.cancel()

    return step


def close(urn: str = "151369", successor: str = "151370") -> Step:
    """The register closes a school on 1 November, with its successor."""

    def step(application: Application) -> None:
        known = application.schools[urn]
        gone = {"status_code": "2", "close_date": date(2026, 11, 1), "told_at": NOW}
        new = replace(known, urn=successor)
        application.schools = {
            **application.schools,
            urn: replace(known, **gone, successors=(successor,)),
            successor: new,
        }
        application.settle_schools()

    return step


def reopen(application: Application) -> None:
    """The register takes the closing back."""
    schools = {
        urn: replace(each, status_code="1", close_date=None, successors=None)
        for urn, each in application.schools.items()
    }
    application.schools = schools
    application.settle_schools()


def novate(application: Application) -> None:
    """What the closed lead had moves to its successor."""
    agreed = value_of(
        Novation,
        {
            **funding.a_novation(from_urn="151369", successor="151370"),
            "ground": "conversion",
            "key": "novation-1",
        },
    )
    application.novate(agreed, application.schools)


def give_the_lead_up(application: Application) -> None:
    """The lead goes to a partner."""
    agreed = value_of(
        Novation,
        {
            **funding.a_novation(from_urn="151369", successor="134076"),
            "ground": "change-of-lead",
            "released_by": "Chair of governors",
            "released_on": "2026-12-08",
            "key": "novation-2",
        },
    )
    application.novate(agreed, application.schools)


def partner(answer: str, day: str) -> Step:
    """A partner's own word; the hub needs all its schools."""
    given = funding.a_partner_answer(answer=answer, answered_at=f"{day}T08:00:00Z")
    word = value_of(PartnerAnswer, {**given, "key": f"partner-{day}"})

    def step(application: Application) -> None:
        application.answer_as_partner(word)
        application.restore([])

    return step


def end_on_hold(application: Application) -> None:
    """An officer ends it."""
    application.end_on_hold("No school follows", at("2026-12-20T10:00:00Z"))


def appeal(application: Application) -> None:
    """The applicant appeals against the first meeting's decision, in time."""
    application.appeal(value_of(AppealForm, funding.an_appeal()))


def hear(hearing: Callable[..., funding.Payload], **changes: Any) -> Step:
    """The decision of the next meeting on the appeal, by people who did not vote before."""
    record = value_of(DecisionRecord, hearing(**changes))
    key = f"hearing-{record.recorded_at}"
    return lambda application: application.decide(record, key, key, PANEL)


def hear_again(application: Application) -> None:
    """Another decision on the same appeal, of the meeting after that."""
    meeting = {"reference": "LDT-2027-01", "held_on": "2027-01-14"}
    hear(funding.a_hearing, meeting=meeting, recorded_at="2027-01-14T17:00:00Z")(application)


def release_hearing(application: Application) -> None:
    """The release of the decision on the appeal."""
    application.release(value_of(ReleaseRecord, funding.a_hearing_release()))


READY = (review("p-2001"), review("p-2002"))
OFFERED = (*READY, decide(), release)
DECLINED = (*READY, decide(outcome="declined"), release)
LIVES: dict[str, tuple[Step, ...]] = {
    "received": (),
    "ineligible": (),
    "under-review": READY[:1],
    "under-review (scores far apart)": (*READY[:1], far_apart),
    "ready-for-panel": READY,
    "decided": (*READY, decide()),
    "released (declined)": DECLINED,
    "appealed": (*DECLINED, appeal),
    "decided on appeal": (*DECLINED, appeal, hear(funding.a_hearing)),
    "released (dismissed)": (*DECLINED, appeal, hear(funding.a_dismissal), release_hearing),
    "offered on appeal": (*DECLINED, appeal, hear(funding.a_hearing), release_hearing),
    "released (deferred)": (*READY, decide(outcome="deferred"), release),
    "offered": OFFERED,
    "accepted": (*OFFERED, answer("accepted")),
    "declined-by-school": (*OFFERED, answer("declined")),
    "lapsed": (*OFFERED, lapse),
    "withdrawn": (*READY, withdraw_early),
    "superseded": (*READY, supersede),
    "on-hold (ready)": (*READY, close()),
    "on-hold (decided)": (*READY, decide(), close()),
    "on-hold (offered)": (*OFFERED, close()),
    "ineligible (a partner left)": (*READY, partner("refuses", "2026-10-17")),
    "cancelled": (*READY, cancel("2026-11-02T10:00:00Z")),
}
COMMANDS: dict[str, Step] = {
    "review": review("p-2003"),
    "assign": assign,
    "moderate": moderate,
    "declare an interest": declare,
    "decide": decide_again,
    "release": release,
    "appeal": appeal,
    "decide the appeal": hear_again,
    "release the appeal": release_hearing,
    "accept": answer("accepted"),
    "decline": answer("declined"),
    "lapse": lapse,
    "meet a condition": meet_condition,
    "withdraw": withdraw,
    "supersede": supersede,
    "cancel the round": cancel("2026-11-10T10:00:00Z"),
    "the lead converts": close(),
    "it is open again": reopen,
    "novate": novate,
    "change the lead": give_the_lead_up,
    "a partner leaves": partner("leaves", "2026-11-09"),
    "the partner consents": partner("consents", "2026-11-10"),
    "end on hold": end_on_hold,
}


def application_in(state: str) -> Application:
    """An application in a row of LIVES, with nothing left to record."""
    application = received(theme="music") if state == "ineligible" else received()
    for step in LIVES[state]:
        step(application)
    application.events.clear()
    application.timers.clear()
    return application


AwardStep = Callable[[Award], Any]


def evidence(award: Award) -> None:
    """The project sends its evidence."""
    award.evidenced(value_of(MilestoneEvidence, funding.some_evidence()), "evidence-1")


def assess(result: str) -> AwardStep:
    """An officer's finding."""
    found = value_of(MilestoneAssessment, funding.an_assessment(result=result))
    return lambda award: award.assess(found, f"assessment-{result}")


def request_payments(award: Award) -> None:
    """The last condition is met."""
    assert award.surroundings
    met = {"COND-1": date(2026, 11, 20)}
    award.surroundings = replace(award.surroundings, conditions=met)
    award.request_payments()


def met(award: Award) -> None:
    """The last condition is met, and nothing is requested yet."""
    assert award.surroundings
    award.surroundings = replace(award.surroundings, conditions={"COND-1": date(2026, 11, 20)})


def surround(award: Award, **changes: Any) -> None:
    """The register's view of the lead, with these changes, and of its successor."""
    assert award.surroundings
    lead = award.surroundings.lead
    known = {**award.surroundings.schools, lead.urn: replace(lead, **changes)}
    known["151370"] = replace(lead, urn="151370", status_code="1", close_date=None)
    award.surroundings = replace(award.surroundings, lead=known[lead.urn], schools=known)


def award_converts(award: Award) -> None:
    """The register closes the lead, with its successor."""
    gone = {"status_code": "2", "close_date": date(2026, 10, 31), "told_at": NOW}
    surround(award, **gone, successors=("151370",))
    award.settle_schools()


def award_reopens(award: Award) -> None:
    """The register takes the closing back."""
    surround(award, status_code="1", close_date=None, successors=None)
    award.settle_schools()


def award_novates(award: Award) -> None:
    """What the lead had moves to its successor."""
    given = funding.a_novation(from_urn="151369", successor="151370")
    agreed = value_of(Novation, {**given, "ground": "conversion", "key": "novation-1"})
    surround(award)
    assert award.surroundings
    award.novate(agreed, award.surroundings.schools)


def pay(told_at: datetime = NOW, **changes: Any) -> AwardStep:
    """The finance system pays."""
    made = value_of(PaymentMade, funding.a_payment(**changes))
    return lambda award: award.record_payment(made, None, told_at)


def fail(award: Award) -> None:
    """The finance system could not pay, under the reference of `pay`."""
    award.record_failure(value_of(PaymentFailure, funding.a_failed_payment()), None)
    award.settle_end()


def a_day_passes(award: Award) -> None:
    """A payment has waited for a day."""
    award.record_unmatched(value_of(PaymentMade, funding.a_payment()), None, NOW)


def end(award: Award, **changes: Any) -> None:
    """The council ends it, and claims back what it may."""
    claim = min(300_000, award.paid_pence - award.recovered_pence)
    given = {"ended_at": "2027-06-01T10:00:00Z", "recover_pence": max(0, claim), **changes}
    award.finish(value_of(AwardEnd, funding.an_end(**given)))


def recover(award: Award) -> None:
    """Money comes back."""
    received = value_of(RecoveryReceived, funding.a_recovery())
    known = next((each for each in award.recoveries), None)
    award.recover(received, known)


def vary(award: Award) -> None:
    """An officer moves dates of the later milestones, and a little money to nobody."""
    sent = funding.a_variation()
    first = funding.a_hub()["milestones"][0] | {"number": 1, "amount_pence": 833_333}
    last = sent["milestones"][2] | {"amount_pence": 410_000}
    plan = [first, sent["milestones"][1], last][: len(award.milestones)]
    given = sent | {"milestones": plan, "planned_end": "2027-12-17"}
    award.vary(value_of(VariationAgreed, given), england_and_wales())


ACCEPTED = (evidence, assess("accepted"))
MILESTONE_LIVES: dict[str, tuple[AwardStep, ...]] = {
    "due": (),
    "evidenced": (evidence,),
    "returned": (evidence, assess("returned")),
    "accepted": ACCEPTED,
    "payable": (*ACCEPTED, request_payments),
    "payable, paid in part": (
        *ACCEPTED,
        request_payments,
        pay(payment_reference="BACS-1", amount_pence=500_000),
    ),
    "paid": (*ACCEPTED, request_payments, pay()),
    "paid, all": (*ACCEPTED, request_payments, pay()),
    "evidenced, award suspended": (evidence, award_converts),
    "accepted, award suspended": (*ACCEPTED, met, award_converts),
    "payable, award suspended": (*ACCEPTED, request_payments, award_converts),
    "due, award ended": (end,),
    "payable, award ended": (*ACCEPTED, request_payments, end),
    "paid, award ended": (*ACCEPTED, request_payments, pay(), end),
}
MILESTONE_COMMANDS: dict[str, AwardStep] = {
    "send evidence": evidence,
    "accept it": assess("accepted"),
    "return it": assess("returned"),
    "meet the last condition": request_payments,
    "pay": pay(),
    "pay a part": pay(amount_pence=400_000),
    "pay too much": pay(amount_pence=833_334),
    "pay again": pay(NOW + timedelta(hours=1), payment_reference="BACS-2"),
    "fail to pay": fail,
    "wait a day to pay": a_day_passes,
    "the lead converts": award_converts,
    "it is open again": award_reopens,
    "novate": award_novates,
    "vary": vary,
    "end": end,
    "recover": recover,
}


def award_in(state: str) -> Award:
    """An award whose first milestone is in a row of MILESTONE_LIVES; the last has one only."""
    application = application_in("accepted")
    award = Award.make("G-2026-0001", application, NOW)
    if state == "paid, all":
        award.milestones[1:] = []
    award.surroundings = Surroundings(
        accepted=True,
        conditions={"COND-1": None},
        voters=frozenset({"p-1001"}),
        scorers=frozenset({"p-2001"}),
        lead=schools_of(the_form())["151369"],
        now=NOW,
    )
    for step in MILESTONE_LIVES[state]:
        step(award)
    award.events.clear()
    award.timers.clear()
    return award
