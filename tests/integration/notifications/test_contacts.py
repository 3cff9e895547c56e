"""Another contact of a form: from then on it gets the messages, and both addresses are told."""

from datetime import timedelta
from itertools import permutations
from typing import Any

from sqlalchemy import select

from chassis.testing import Desk
from integration.notifications.builders import FORM, PARTNERS, example, person
from notifications.mail.lookup import look_up
from notifications.store import DELIVERIES, Delivery
from notifications.use_cases.resending import resend

CHANGED = "council.forms.contact.changed.v1"
OLD, NEW = "jo.bell@example.org", "alex.moor@example.org"


async def form(desk: Desk, **changes: Any) -> None:
    data = {
        "form_reference": FORM,
        "contact": {"name": "Jo Bell", "email": OLD, "role": "Deputy headteacher"},
        "partners": [{"urn": PARTNERS[0], "contact_email": "office@partner.example.org"}],
        **changes,
    }
    assert await desk.send("council.forms.application.received.v1", data) == "applied"


def change(desk: Desk, email: str = NEW, *, later: float = 0, **changes: Any) -> dict[str, Any]:
    """Alex Moor is the contact, since so many minutes before now."""
    at = desk.now + timedelta(minutes=later)
    contact = {"name": "Alex Moor", "email": email, "role": "Headteacher"}
    named = {"form_reference": FORM, "contact": contact, "changed_at": at.isoformat()}
    return named | changes


async def decline(desk: Desk, application: str = "A-2026-0001") -> None:
    data = example("applications", "decision.released")
    data |= {"form_reference": FORM, "application": application, "outcome": "declined"}
    data |= {"partners": [{"urn": PARTNERS[0]}]}
    assert await desk.send("council.applications.decision.released.v1", data) == "applied"


async def told(desk: Desk) -> list[tuple[str, str]]:
    """Each template with the address that its queued mail would go to now."""
    chosen = select(DELIVERIES).where(DELIVERIES.c.state == "queued")
    async with desk.service.store.reading() as session:
        rows = [Delivery(**each) for each in (await session.execute(chosen)).mappings()]
        mails = await look_up(session, rows, {}) if rows else []
    return sorted((mail.notice.template, mail.person.email) for mail in mails if mail.person)


async def test_messages_go_to_the_new_contact_and_both_addresses_are_told(desk: Desk) -> None:
    await form(desk)
    assert await desk.send(CHANGED, change(desk)) == "applied"
    assert await told(desk) == [("contact-changed", NEW), ("contact-replaced", OLD)]
    await decline(desk)
    assert ("application-declined", NEW) in await told(desk)


async def test_what_is_queued_already_goes_where_it_was_addressed(desk: Desk) -> None:
    await form(desk)
    await decline(desk)
    await desk.send(CHANGED, change(desk))
    await desk.send(CHANGED, change(desk, "third@example.org", later=1))
    assert ("application-declined", OLD) in await told(desk)
    assert ("contact-replaced", NEW) in await told(desk)


async def test_what_is_sent_again_after_the_change_goes_to_the_new_address(desk: Desk) -> None:
    await form(desk)
    await decline(desk)
    await desk.send(CHANGED, change(desk))
    [row] = await desk.rows("delivery", person=f"contact:{FORM}", resent=0, addressed=_former(desk))
    async with desk.service.store.writing() as session:
        delivered = DELIVERIES.update().where(DELIVERIES.c.id == row["id"])
        await session.execute(delivered.values(state="delivered"))
        assert await resend(session, row["id"], desk.now)
    assert ("application-declined", NEW) in await told(desk)


def _former(desk: Desk) -> str:
    return f"former:contact:{FORM}:{desk.now.isoformat()}"


async def test_a_change_that_comes_before_its_form_waits_for_it(desk: Desk) -> None:
    assert await desk.send(CHANGED, change(desk)) == "waiting"
    await form(desk)
    assert await told(desk) == [("contact-changed", NEW), ("contact-replaced", OLD)]


async def test_the_latest_change_holds_in_any_order_of_arrival(desk: Desk) -> None:
    await form(desk)
    latest, earlier = change(desk), change(desk, "earlier@example.org", later=-5)
    await desk.send(CHANGED, latest)
    assert await desk.send(CHANGED, earlier) == "applied"
    await decline(desk)
    assert ("application-declined", NEW) in await told(desk)
    assert "earlier@example.org" not in {address for _, address in await told(desk)}


async def test_form_and_changes_end_with_the_same_contact_in_every_order(desk: Desk) -> None:
    changes = [change(desk, f"{number}@example.org", later=-number) for number in range(3)]
    contact = {"contact": {"name": "Jo Bell", "email": OLD}, "partners": []}
    for number, order in enumerate(permutations(["form", *changes])):
        about = {"form_reference": f"FORM-{number:04d}"}
        for each in order:
            if each == "form":
                await desk.send("council.forms.application.received.v1", about | contact)
            else:
                await desk.send(CHANGED, each | about)
        [row] = await desk.rows("person", person=f"contact:FORM-{number:04d}")
        assert row["email"] == "0@example.org", order
    assert await desk.rows("inbox", state="waiting") == []


async def test_the_same_change_again_tells_nobody_twice(desk: Desk) -> None:
    await form(desk)
    same = change(desk)
    await desk.send(CHANGED, same)
    assert await desk.send(CHANGED, same) == "applied"
    assert len(await told(desk)) == 2


async def test_another_contact_of_the_same_instant_is_refused_even_after_a_later_one(
    desk: Desk,
) -> None:
    await form(desk)
    await desk.send(CHANGED, change(desk))
    await desk.send(CHANGED, change(desk, "third@example.org", later=2))
    assert await desk.send(CHANGED, change(desk, "other@example.org")) == "parked"
    [rejected] = await desk.recorded("council.notifications.event.rejected.v1")
    assert [each["code"] for each in rejected.data["reasons"]] == ["contradicts-earlier"]
    assert "other@example.org" not in str(rejected.data)


async def test_a_change_that_is_dated_in_the_future_is_refused(desk: Desk) -> None:
    await form(desk)
    assert await desk.send(CHANGED, change(desk, later=6)) == "parked"
    [rejected] = await desk.recorded("council.notifications.event.rejected.v1")
    assert [each["code"] for each in rejected.data["reasons"]] == ["dated-in-the-future"]


async def test_another_name_at_the_same_address_is_told_once(desk: Desk) -> None:
    await form(desk)
    await desk.send(CHANGED, change(desk, OLD.upper()))
    assert await told(desk) == [("contact-changed", OLD.upper())]


async def test_a_partners_mailbox_changes_and_the_contact_stays(desk: Desk) -> None:
    await form(desk)
    await desk.send(CHANGED, change(desk, "new@partner.example.org", urn=PARTNERS[0]))
    assert await told(desk) == [
        ("contact-changed", "new@partner.example.org"),
        ("contact-replaced", "office@partner.example.org"),
    ]
    await decline(desk)
    assert ("decision-for-partners", "new@partner.example.org") in await told(desk)
    assert ("application-declined", OLD) in await told(desk)


async def test_a_partners_first_mailbox_gets_what_waited_for_one(desk: Desk) -> None:
    await form(desk, partners=[{"urn": PARTNERS[0]}])
    await decline(desk)
    await desk.send(CHANGED, change(desk, "first@partner.example.org", urn=PARTNERS[0]))
    assert ("decision-for-partners", "first@partner.example.org") in await told(desk)
    assert ("contact-changed", "first@partner.example.org") in await told(desk)


async def test_what_is_queued_for_a_partners_head_teacher_stays_theirs(desk: Desk) -> None:
    await form(desk, partners=[{"urn": PARTNERS[0]}])
    await person(desk, "p-2", f"headteacher@urn:{PARTNERS[0]}")
    await decline(desk)
    await desk.send(CHANGED, change(desk, "first@partner.example.org", urn=PARTNERS[0]))
    mails = await told(desk)
    assert ("decision-for-partners", "p-2@council.example") in mails
    assert ("decision-for-partners", "first@partner.example.org") not in mails


async def test_no_notice_names_the_contact(desk: Desk) -> None:
    await form(desk)
    await desk.send(CHANGED, change(desk))
    kept = await desk.rows("notice")
    assert len(kept) == 2
    assert "@example.org" not in str(kept)
    assert "Alex Moor" not in str(kept)
