"""What we do when the council releases a decision: tell it, and make the offer."""

from datetime import datetime
from typing import Any, cast

from applications import events
from applications.domain.decisions import vote_refusals
from applications.domain.duties import release_refusals
from applications.domain.moments import backwards
from applications.domain.offers import answer_by
from applications.domain.panels import Panel, Tally
from applications.domain.reasons import Reason
from applications.domain.states import Command, State, Then, then
from applications.holidays import england_and_wales
from applications.messages import ReleaseRecord
from applications.settings import Settings
from applications.store import DecisionRow
from applications.use_cases.counting import flag_late_interests, lacks_reviews
from applications.use_cases.earmarking import earmark
from applications.use_cases.files import CaseFile, cannot, may, open_file, public
from applications.use_cases.shared import refuse, value_of
from applications.use_cases.tallying import proposal_of, tally_of
from chassis import Work, wait_for


async def release_decision(release: ReleaseRecord, work: Work) -> None:
    """Waits for the decision of its meeting; someone else than recorder and voters releases."""
    file = await open_file(work, release.application, money=True, at=release.released_at)
    decision = _decision_of(file, release)
    _must_be_somebody_else(file, release.released_by, release.released_at)
    refuse(backwards("The release", release.released_at, "the decision", decision.recorded_at))
    if decision.released_at is not None:
        return
    told_already = decision is not file.decision and file.settled_at is not None
    decision.released_at = release.released_at
    counted = tally_of(file, value_of(Panel, decision.panel), decision)
    if decision.status == "void":
        await _reinstate(file, decision, counted, work)
    decision.released_by = release.released_by
    decision.authorised_under = release.authorised_under
    if told_already:
        return  # a deferral, and what was decided after it is released: the later word stands
    if decision is file.decision:
        file.advance(State.RELEASED)
    await tell(file, decision, work)
    flag_late_interests(file, work)


async def release_instead(
    file: CaseFile, former: DecisionRow, decision: DecisionRow, work: Work
) -> None:
    """The same release for the meeting's later word, which came after it: told and offered anew."""
    for name in ("released_at", "released_by", "authorised_under"):
        setattr(decision, name, getattr(former, name))
        setattr(former, name, None)
    former.flagged = False
    if decision.released_by and decision.released_at:
        _must_be_somebody_else(file, decision.released_by, decision.released_at)
    file.advance(State.RELEASED)
    file.row.meeting = file.row.answer_by = None
    await work.cancel_timer("offer-lapses", subject=file.row.application)
    await tell(file, decision, work)


def _must_be_somebody_else(file: CaseFile, releaser: str, released_at: datetime) -> None:
    """Than whoever recorded or voted on any version before the release."""
    versions = [each for each in file.decisions if each.recorded_at <= released_at]
    voters = {vote["person"] for version in versions for vote in version.votes}
    refuse(release_refusals(releaser, {version.recorded_by for version in versions}, voters))


def _decision_of(file: CaseFile, release: ReleaseRecord) -> DecisionRow:
    of_meeting = [each for each in file.decisions if each.meeting == release.meeting]
    decision = max(of_meeting, key=lambda each: (each.recorded_at, each.event_id), default=None)
    if decision is None:
        last = file.settled_at
        if may(file, Command.RELEASE) is Then.DONE and last and release.released_at >= last:
            refuse([cannot(file, Command.RELEASE)])
        raise wait_for("application", file.row.application)
    if decision.released_at is None and then(file.state, Command.RELEASE) is Then.REFUSE:
        refuse([cannot(file, Command.RELEASE)])
    deferral = decision.status == "replaced" and decision.outcome == "deferred"
    if decision is not file.decision and not deferral:
        refuse([Reason("decision-replaced", "A later decision took its place: release that.")])
    return decision


async def _reinstate(file: CaseFile, decision: DecisionRow, counted: Tally, work: Work) -> None:
    """What voided it may have been declared only after the release, and then comes too late."""
    if vote_refusals(proposal_of(decision), counted):
        refuse(
            [
                Reason(
                    "decision-void",
                    f"An interest took the vote of {decision.meeting} its quorum or its majority. "
                    "Decide the application again before releasing it.",
                )
            ]
        )
    if lacks_reviews(file, decision, work):
        raise wait_for("application", file.row.application)  # as the decision itself would
    await earmark(file, decision, work)
    decision.status = "stands"


async def tell(file: CaseFile, decision: DecisionRow, work: Work) -> None:
    """Tell the applicant, and where the panel approved make the offer."""
    row, approves = file.row, proposal_of(decision).approves
    row.outcome = decision.outcome
    row.awarded_pence = decision.awarded_pence if approves else 0
    if decision.outcome == "declined":  # it was over before its lead withdrew
        row.state, row.withdrawn_at = State.RELEASED, None
    work.record(
        events.DecisionReleased(
            **public(row, file.form),
            meeting=decision.meeting,
            version=file.version(decision),
            reasons=decision.reasons,
            conditions=[events.Condition(**each) for each in decision.conditions],
            authorised_under=decision.authorised_under,
            released_at=decision.released_at,
        )
    )
    if approves:
        await _offer(file, decision, work)


async def _offer(file: CaseFile, decision: DecisionRow, work: Work) -> None:
    row = file.row
    released_at: Any = decision.released_at
    settings = cast("Settings", work.settings)
    days = file.round(work).terms.offer_days or settings.offer_days_default
    until = answer_by(released_at, days, england_and_wales())
    if isinstance(until, Reason):
        return refuse([until])
    row.meeting, row.answer_by = decision.meeting, until
    if file.withdrawn:
        return None  # there is nothing to answer any more
    row.state = State.OFFERED
    await work.timer("offer-lapses", subject=row.application, due=until)
    work.record(
        events.OfferMade(**public(row, file.form), meeting=decision.meeting, answer_by=until)
    )
    return None
