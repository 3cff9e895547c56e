"""Operators are told of rejected events: the first at once, then at most once an hour a group."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Desk
from integration.notifications.builders import person
from notifications.settings import Settings
from notifications.use_cases.operators import warn_without_operators

REJECTED = "council.applications.event.rejected.v1"
HOUR = timedelta(hours=1)
FAILED = [{"code": "killed-the-process", "message": "Our software ended on it."}]
LATE = [{"code": "late", "message": "It was late."}]


async def reject(desk: Desk, number: int = 1, **changes: Any) -> None:
    """An event of the form system was rejected by applications."""
    data = {
        "event_id": f"e-{number}",
        "event_type": "council.forms.application.received.v1",
        "event_source": "urn:council:forms",
        "event_subject": f"FORM-{number}",
        "key": f"{number:064d}",
        "reasons": [{"code": "schema", "message": "The field title is missing: send it."}],
        "overdue": False,
        "replayable": True,
        **changes,
    }
    assert await desk.send(REJECTED, data) == "applied"


@pytest.fixture
async def operators(desk: Desk) -> Desk:
    """The desk with one operator for all authorities."""
    await person(desk, "p-1", "operator@*")
    return desk


async def test_first_rejection_is_told_at_once_with_its_reference_and_the_whole_command(
    operators: Desk, mails: Any
) -> None:
    await reject(operators)
    [mail] = await mails(operators)
    assert mail["Subject"] == "Forms: application.received for FORM-1 was rejected"
    assert f"    applications inbox show {1:064d}"[:40] in mail.get_body(("plain",)).get_content()


async def test_more_of_a_group_are_one_message_an_hour_later_and_then_silence(
    operators: Desk, mails: Any
) -> None:
    for number in range(1, 41):
        await reject(operators, number)
    assert len(await mails(operators)) == 1
    operators.now += HOUR
    await operators.settle()
    [_, second] = await mails(operators)
    assert second["Subject"] == (
        "Forms: application.received for FORM-2 and 38 others were rejected"
    )
    operators.now += 2 * HOUR
    await operators.settle()
    assert len(await mails(operators)) == 2
    assert await operators.rows("rejection_group") == []


async def test_hour_that_passed_while_the_service_was_down_is_told_of_once(
    operators: Desk, mails: Any
) -> None:
    await reject(operators, 1)
    await reject(operators, 2)
    operators.now += 5 * HOUR
    await reject(operators, 3)  # before the timer of the hour fires
    await operators.settle()
    subjects = [str(mail["Subject"]) for mail in await mails(operators)]
    assert len(subjects) == 2
    assert "FORM-2 and 1 other were rejected" in subjects[1]


async def test_another_reason_type_or_publisher_is_told_at_once(
    operators: Desk, mails: Any
) -> None:
    await reject(operators, 1)
    await reject(operators, 2, reasons=LATE)
    await reject(operators, 3, event_type="council.forms.application.withdrawn.v1")
    await reject(operators, 4, event_type="council.finance.payment.made.v1")
    assert len(await mails(operators)) == 4


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({}, "ask Forms to send a corrected event"),
        ({"reasons": FAILED}, "fix the cause, then try the event again"),
        ({"overdue": True}, "find out why it is missing"),
    ],
)
async def test_advice_is_by_whose_fault_it_is(
    operators: Desk, mails: Any, changes: dict[str, Any], advice: str
) -> None:
    await reject(operators, **changes)
    [mail] = await mails(operators)
    assert advice in " ".join(mail.get_body(("plain",)).get_content().split())


async def test_reason_for_a_rejected_decision_is_not_told_before_its_release(
    operators: Desk, mails: Any
) -> None:
    secret = [{"code": "beyond-round-budget", "message": "The fund is short of £10,000."}]
    decision = "council.casework.decision.recorded.v1"
    await reject(operators, event_type=decision, event_subject="A-2026-0001", reasons=secret)
    [mail] = await mails(operators)
    text = mail.get_body(("plain",)).get_content()
    assert "£10,000" not in text
    assert "reason not shown until the decision is announced" in text.lower()


async def test_operators_of_the_authority_and_those_of_all_are_told(desk: Desk) -> None:
    await person(desk, "p-1", "operator@*")
    await person(desk, "p-2", "operator@la:806")
    await person(desk, "p-3", "operator@la:805")
    await reject(desk, la_code="806")
    assert {row["person"] for row in await desk.rows("delivery")} == {"p-1", "p-2"}


async def test_every_operator_is_told_where_none_is_for_all_and_the_authority_is_unknown(
    desk: Desk,
) -> None:
    await person(desk, "p-2", "operator@la:806")
    await person(desk, "p-3", "operator@la:805")
    await reject(desk)
    assert {row["person"] for row in await desk.rows("delivery")} == {"p-2", "p-3"}


async def test_operator_who_is_named_later_gets_what_waits(desk: Desk) -> None:
    await reject(desk)
    await person(desk, "p-2", "operator@la:806")
    states = {row["person"]: row["state"] for row in await desk.rows("delivery")}
    assert states == {"p-2": "queued"}


async def test_start_warns_only_while_nobody_is_an_operator(desk: Desk) -> None:
    settings = desk.service.settings
    assert isinstance(settings, Settings)
    assert await warn_without_operators(desk.service, settings)
    mailbox = settings.model_copy(update={"mailboxes": {"operator": "it@council.example"}})
    assert not await warn_without_operators(desk.service, mailbox)
    await person(desk, "p-2", "operator@la:806")
    assert not await warn_without_operators(desk.service, settings)
