"""What projects tell of their work: findings, which the last payment needs, and a hub's reach."""

from integration.applications.desk import Desk
from integration.applications.test_ledger import differences
from integration.applications.test_reminders import on, reminders
from support import funding


async def researching(desk: Desk) -> str:
    """The award of a research project of two milestones."""
    await desk.open_round()
    form = funding.a_research_project(partners=[funding.a_partner("111632")])
    return await desk.awarded(form, awarded_pence=1_200_000)


async def research_award(desk: Desk) -> str:
    """Both of its milestones are accepted."""
    award = await researching(desk)
    for number in (1, 2):
        await desk.accepted_milestone(award, number)
    return award


async def requested(desk: Desk) -> list[int]:
    """The milestones that we asked the finance system to pay."""
    return [each["milestone"] for each in await desk.said("payment.requested")]


async def test_last_milestone_of_research_is_payable_only_after_findings(desk: Desk) -> None:
    award = await research_award(desk)
    assert await requested(desk) == [1]
    await desk.tell("findings", funding.some_findings(award))
    assert await requested(desk) == [1, 2]


async def test_findings_before_the_acceptance_let_it_be_paid_at_once(desk: Desk) -> None:
    award = await researching(desk)
    await desk.tell("findings", funding.some_findings(award))
    for number in (1, 2):
        await desk.accepted_milestone(award, number)
    assert await requested(desk) == [1, 2]


async def test_findings_without_consent_keep_their_summary_back(desk: Desk) -> None:
    award = await research_award(desk)
    sent = funding.some_findings(award, consent_to_publish=False)
    await desk.tell("findings", sent)
    [told] = await desk.said("findings.presented")
    assert (told["summary"], told["consent_to_publish"]) == (None, False)
    assert (told["where"], told["audience"]) == (sent["where"], 85)


async def test_correction_of_findings_holds_and_what_it_corrects_comes_late(desk: Desk) -> None:
    award = await research_award(desk)
    later = funding.some_findings(award, audience=90, submitted_at="2027-11-26T09:00:00Z")
    await desk.tell("findings", later)
    await desk.tell("findings", funding.some_findings(award))
    assert [each["audience"] for each in await desk.said("findings.presented")] == [90]
    assert len(await desk.rows("award_fact", kind="findings")) == 2


async def test_other_findings_of_the_same_instant_are_refused(desk: Desk) -> None:
    award = await research_award(desk)
    await desk.tell("findings", funding.some_findings(award))
    await desk.tell("findings", funding.some_findings(award, audience=1))
    assert await desk.reasons() == ["contradicts-earlier"]


async def test_findings_of_a_hub_are_refused(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("findings", funding.some_findings(await desk.awarded()))
    assert await desk.reasons() == ["not-research"]


async def test_findings_wait_for_their_award(desk: Desk) -> None:
    assert await desk.tell("findings", funding.some_findings()) == "waiting"


async def test_findings_are_due_soon_twenty_working_days_before(desk: Desk) -> None:
    await researching(desk)
    await on(desk, 2027, 10, 28)
    assert await desk.said("findings.due-soon") == []
    await on(desk, 2027, 10, 29)
    [soon] = await desk.said("findings.due-soon")
    assert (soon["due"], soon["findings_due"]) == ("2027-11-26", "2027-11-26")


async def test_findings_that_were_presented_are_not_reminded_of(desk: Desk) -> None:
    award = await researching(desk)
    early = funding.some_findings(
        award, presented_on="2027-09-01", submitted_at="2027-09-02T09:00:00Z"
    )
    await desk.tell("findings", early)
    await on(desk, 2027, 10, 29)
    assert not any(each.startswith("findings.due") for each in await reminders(desk))


async def test_findings_of_an_ended_award_are_kept_and_pay_nothing(desk: Desk) -> None:
    award = await research_award(desk)
    await desk.tell("end", funding.an_end(award, recover_pence=0))
    await desk.tell("findings", funding.some_findings(award))
    assert len(await desk.said("findings.presented")) == 1
    assert await requested(desk) == [1]
    assert await differences(desk) == []


async def test_hub_reached_each_school_once_and_not_its_own(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("report", funding.a_hub_report(await desk.awarded()))
    [told] = await desk.said("hub.reported")
    assert told["schools"] == ["111626", "134076"]
    assert (told["from"], told["staff"], told["warnings"]) == ("2027-01-04", 41, [])


async def test_hub_report_of_an_overlapping_period_is_kept_with_a_warning(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("report", funding.a_hub_report(award))
    other = funding.a_hub_report(award, report="2027-Q1", until="2027-03-31")
    await desk.tell("report", other)
    [*_, told] = await desk.said("hub.reported")
    [warning] = told["warnings"]
    assert warning["code"] == "period-overlaps"
    assert "2027-SPRING" in warning["message"]


async def test_corrected_hub_report_takes_the_place_of_the_first(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    later = funding.a_hub_report(award, staff=44, submitted_at="2027-04-02T12:00:00Z")
    for each in (later, funding.a_hub_report(award)):
        await desk.tell("report", each)
    assert [each["staff"] for each in await desk.said("hub.reported")] == [44]


async def test_hub_report_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("report", funding.a_hub_report(award, until="2027-01-03"))
    assert await desk.reasons() == ["period-ends-before-it-begins"]


async def test_hub_report_of_a_research_project_is_refused(desk: Desk) -> None:
    award = await research_award(desk)
    await desk.tell("report", funding.a_hub_report(award))
    assert await desk.reasons() == ["not-a-hub"]
