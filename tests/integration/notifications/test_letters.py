"""Letters are rendered once, kept with their hash, sent again byte for byte, and erased."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from chassis.testing import Desk
from integration.notifications.builders import FORM, PARTNERS, Council, example
from notifications.cli import app
from notifications.domain.states import Attempt, Failure
from notifications.mail import worker
from notifications.mail.lookup import Mail, look_up
from notifications.mail.message import addressed
from notifications.store import DELIVERIES, Delivery
from notifications.texts.render import Rendered
from notifications.use_cases import retention
from notifications.use_cases.letters import (
    LetterErasedError,
    content_of,
    find_letter,
    resend_letter,
)
from notifications.use_cases.outcomes import record_outcome
from notifications.use_cases.resending import resend
from support.mailbox import SmtpPeer
from support.running import Stack

ADDRESS = "jo.bell@example.org"
DECLINED = Rendered("Another subject", "Another text", "<p>Another text</p>")
Run = Callable[..., Any]


async def declined(desk: Desk) -> None:
    """The decision to decline, for the contact and one partner."""
    form = {
        "form_reference": FORM,
        "contact": {"name": "Jo Bell", "email": ADDRESS, "role": "Deputy headteacher"},
        "partners": [{"urn": PARTNERS[0], "contact_email": "office@partner.example.org"}],
    }
    await desk.send("council.forms.application.received.v1", form)
    data = example("applications", "decision.released")
    data |= {"form_reference": FORM, "outcome": "declined", "partners": [{"urn": PARTNERS[0]}]}
    assert await desk.send("council.applications.decision.released.v1", data) == "applied"


async def mail_of(desk: Desk, template: str = "application-declined") -> Mail:
    """The mail that waits to be sent, looked up as the mail worker does."""
    chosen = select(DELIVERIES).where(DELIVERIES.c.state == "queued")
    async with desk.service.store.reading() as session:
        rows = [Delivery(**each) for each in (await session.execute(chosen)).mappings()]
        mails = await look_up(session, rows, {})
    [found] = [each for each in mails if each.notice.template == template]
    return found


async def attempted(desk: Desk, failure: Failure | None, template: str = "application-declined"):
    """What the mail server gets in one attempt, and its answer recorded."""
    mail = await mail_of(desk, template)
    settings: Any = desk.service.settings
    sender = worker.Sender(desk.service, settings, None, None)  # type: ignore[arg-type]
    content = await sender._content(mail, mail.person)
    message = addressed(content, mail.row, mail.person.email, mail.person.name, settings)
    async with desk.service.work() as work:
        await record_outcome(mail.row, mail.notice, mail.person, Attempt(failure), work)
    return content, message


def parts(message: Any) -> list[str]:
    return [part.get_payload() for part in message.iter_parts()]


async def test_a_letter_is_stored_with_its_hash_before_it_is_sent(desk: Desk) -> None:
    await declined(desk)
    content, _ = await attempted(desk, None)
    [kept] = await desk.rows("letter", person=f"contact:{FORM}")
    whole = "\0".join([content.subject, content.text, content.html])
    assert kept["sha256"] == hashlib.sha256(whole.encode()).hexdigest()
    assert (kept["reference"], kept["template"]) == ("A-2026-0001", "application-declined")
    assert "Jo Bell" not in str(kept)
    assert "maths" not in str(kept)


async def test_a_later_attempt_sends_what_the_first_one_sent_whatever_the_template_says_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await declined(desk)
    first, message = await attempted(desk, Failure.TEMPORARY)
    monkeypatch.setattr(worker, "rendered", lambda *_: DECLINED)
    again, same = await attempted(desk, None)
    assert again == first
    assert same.items() == message.items()
    assert parts(same) == parts(message)


async def test_another_message_than_a_letter_is_rendered_at_each_attempt(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = example("applications", "application.submitted") | {"form_reference": FORM}
    await declined(desk)
    await desk.send("council.applications.application.submitted.v1", data)
    await attempted(desk, Failure.TEMPORARY, "application-received")
    monkeypatch.setattr(worker, "rendered", lambda *_: DECLINED)
    again, _ = await attempted(desk, None, "application-received")
    assert again == DECLINED
    assert await desk.rows("letter") == []


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`await run("letter", "list", …)`: its output, or with `fails=True` its refusal."""
    settings = desk.service.settings
    for name in ("database_url", "amqp_url"):
        monkeypatch.setenv(f"NOTIFICATIONS_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("NOTIFICATIONS_KEY", settings.key.get_secret_value())

    def done(*arguments: str, fails: bool = False) -> str:
        result = CliRunner().invoke(app, ["letter", *arguments])
        assert (result.exit_code != 0) is fails, result.output
        return result.output

    async def run_(*arguments: str, fails: bool = False) -> str:
        return await asyncio.to_thread(done, *arguments, fails=fails)

    return run_


async def sent(desk: Desk) -> tuple[str, Rendered, Any]:
    """A letter to the contact that was delivered: its id, its content and its message."""
    await declined(desk)
    content, message = await attempted(desk, None)
    [kept] = await desk.rows("letter")
    return kept["id"], content, message


async def test_a_letter_is_listed_and_shown_as_it_was_sent(desk: Desk, run: Run) -> None:
    letter, content, _ = await sent(desk)
    [listed] = json.loads(await run("list", "--about", "A-2026-0001", "--json"))
    assert listed["letter"] == letter
    assert "No letters" in await run("list", "--about", "A-2026-0002")
    assert await run("show", letter[:12], "--html") == content.html + "\n"
    shown = json.loads(await run("show", letter, "--json"))
    assert (shown["subject"], shown["text"]) == (content.subject, content.text)
    assert shown["sha256"] == listed["sha256"]
    assert content.subject in await run("show", letter)
    assert "Give more of the id" in await run("show", "zz", fails=True)


async def test_a_letter_sent_again_is_a_delivery_of_its_own_with_the_same_bytes(
    desk: Desk, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, content, message = await sent(desk)
    monkeypatch.setattr(worker, "rendered", lambda *_: DECLINED)
    [first] = json.loads(await run("resend", letter, "--json"))
    again, repeated = await attempted(desk, None)
    assert again == content
    assert parts(repeated) == parts(message)
    assert repeated["Message-ID"] != message["Message-ID"]
    [second] = json.loads(await run("resend", letter, "--json"))
    assert len({letter, first, second}) == 3
    assert [each["id"] for each in await desk.rows("letter")] == [letter]
    audited = await desk.rows("audit", action="letter resend")
    assert [each["target"] for each in audited] == [letter, letter]


async def test_an_erased_letter_keeps_its_hash_and_is_not_sent_again(desk: Desk, run: Run) -> None:
    letter, content, _ = await sent(desk)
    before = json.loads(await run("show", letter, "--json"))["sha256"]
    await run("erase", letter, "--reason", "asked for by its reader")
    shown = json.loads(await run("show", letter, "--json"))
    assert (shown["sha256"], shown["text"], shown["html"]) == (before, None, None)
    assert shown["erased_at"]
    assert content.subject not in await run("show", letter)
    assert "cannot be sent again" in await run("resend", letter, fails=True)
    assert "Only its hash is left" in await run("show", letter, "--html", fails=True)
    [audited] = await desk.rows("audit", action="letter erase")
    assert audited["reason"] == "asked for by its reader"


async def test_a_letter_that_waits_to_be_sent_is_not_erased(desk: Desk, run: Run) -> None:
    letter, _, _ = await sent(desk)
    await run("resend", letter)
    assert "waits to be sent" in await run("erase", letter, "--reason", "why", fails=True)


async def test_letters_are_erased_once_they_were_kept_long_enough(desk: Desk) -> None:
    letter, _, _ = await sent(desk)
    settings: Any = desk.service.settings
    desk.now += timedelta(days=365)
    assert await retention.erase_due(desk.service) == 0  # kept for ever
    settings.letters_kept_days = 365
    assert await retention.erase_due(desk.service) == 0
    desk.now += timedelta(seconds=1)
    assert await retention.erase_due(desk.service) == 1
    [kept] = await desk.rows("letter", id=letter)
    assert kept["content"] is None
    assert kept["sha256"]


async def test_a_delivery_whose_letter_was_erased_is_not_sent_again(desk: Desk, run: Run) -> None:
    letter, _, _ = await sent(desk)
    await run("erase", letter, "--reason", "why")
    async with desk.service.store.writing() as session:
        assert not await resend(session, letter, desk.now)


async def test_letters_that_are_sent_again_at_once_are_each_a_delivery(desk: Desk) -> None:
    letter, _, _ = await sent(desk)
    settings: Any = desk.service.settings

    async def again(service: Any) -> str:
        async with service.store.writing() as session:
            found = await find_letter(session, letter)
            assert found is not None
            return await resend_letter(session, found, desk.now, settings)

    async with desk.replicas(3) as replicas:
        made = await asyncio.gather(*(again(each) for each in replicas))
    assert len(set(made)) == 3
    resent = [each["resent"] for each in await desk.rows("delivery", letter=letter)]
    assert sorted(resent) == [1, 2, 3]


async def test_the_mail_server_gets_the_same_letter_at_each_attempt_and_when_it_is_sent_again(
    stack: Stack, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    quick = {"retry_first": "PT0.1S", "retry_most": "PT0.2S", "sweep_seconds": 0.05}
    service = (await stack("notifications", notifications=quick))["notifications"]
    smtp.refusals[ADDRESS] = "451 4.3.0 come back later"
    await council.form(ADDRESS, partners=[])
    changes = {"partners": [], "outcome": "declined", "awarded_pence": 0}
    await council.says("applications", "decision.released", **changes)

    async def row() -> Any:
        return (await deliveries(service)).get(("application-declined", f"contact:{FORM}"))

    async def refused_once() -> bool:
        found = await row()
        return found is not None and found.attempts >= 1

    await eventually(refused_once)
    letter = (await row()).id
    async with service.store.reading() as session:
        found = await find_letter(session, letter)
    assert found is not None
    stored = content_of(found, service.settings)
    smtp.refusals.clear()
    await eventually(lambda: smtp.to(ADDRESS))
    async with service.store.writing() as session:
        await resend_letter(session, found, service.clock(), service.settings)
    await eventually(lambda: len(smtp.to(ADDRESS)) == 2)
    first, second = smtp.to(ADDRESS)
    assert first["Message-ID"] != second["Message-ID"]
    assert parts(first) == parts(second)
    assert first["Subject"] == second["Subject"] == stored.subject
    text, html = (first.get_body((kind,)).get_content() for kind in ("plain", "html"))
    lines = [stored.text.splitlines(), stored.html.splitlines()]
    assert [text.splitlines(), html.splitlines()] == lines


async def test_an_erased_letter_of_a_delivery_that_is_queued_is_not_rendered_anew(
    desk: Desk, run: Run
) -> None:
    letter, _, _ = await sent(desk)
    await run("erase", letter, "--reason", "why")
    async with desk.service.store.writing() as session:
        queued = DELIVERIES.update().where(DELIVERIES.c.id == letter)
        await session.execute(queued.values(state="queued"))
    with pytest.raises(LetterErasedError):
        await attempted(desk, None)


async def test_a_key_that_was_rotated_opens_every_letter(desk: Desk, run: Run) -> None:
    from cryptography.fernet import Fernet  # noqa: PLC0415

    letter, content, _ = await sent(desk)
    old = desk.service.settings.key.get_secret_value()
    new = Fernet.generate_key().decode()
    env = {"NOTIFICATIONS_KEY": f"{new},{old}"}
    rotated = await asyncio.to_thread(CliRunner().invoke, app, ["key", "rotate"], env=env)
    assert rotated.exit_code == 0, rotated.output
    opened = await asyncio.to_thread(
        CliRunner().invoke,
        app,
        ["letter", "show", letter, "--html"],
        env={"NOTIFICATIONS_KEY": new},
    )
    assert opened.output == content.html + "\n"
