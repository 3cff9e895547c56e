"""Who is told of what, from the event on the bus to the mail server."""

from typing import Any

from integration.notifications.builders import APPLICATION, FORM, LEAD, PARTNERS, Council
from support.mailbox import SmtpPeer
from support.sample_service import rows

OFFICER = "school-improvement-officer"


async def test_contact_and_officers_are_told_of_an_application(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    await council.school()
    await council.person("p-1", "officer@council.example", f"{OFFICER}@la:806")
    await council.person("p-2", "elsewhere@council.example", f"{OFFICER}@la:805")
    await council.form()
    await council.says("applications", "application.submitted")

    await eventually(lambda: len(smtp.messages) == 2)
    [contact], [officer] = smtp.to("jo.bell@example.org"), smtp.to("officer@council.example")
    assert contact["Subject"] == (
        f'We have received your application "Tees maths mastery hub" ({APPLICATION})'
    )
    assert contact["To"] == "Jo Bell <jo.bell@example.org>"
    title = '"Tees maths mastery hub", Newport Primary School'
    assert officer["Subject"] == f"New application to review: {title} ({APPLICATION})"
    text, html = (officer.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for body in (text, html):
        assert "Newport Primary School (URN 151369)" in body
        assert "£30,000" in body
        assert "16 October 2026 at 11:59am" in body


async def test_the_holders_at_the_most_specific_scope_are_the_ones_told(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications")
    await council.person("p-1", "round@council.example", f"{OFFICER}@round:2026-AUT")
    await council.person("p-2", "area@council.example", f"{OFFICER}@la:806")
    await council.person("p-3", "all@council.example", f"{OFFICER}@*")
    await council.form()
    await council.says("applications", "application.submitted")

    await eventually(lambda: len(smtp.messages) == 2)
    told = {person for template, person in await deliveries(services["notifications"])}
    assert told == {f"contact:{FORM}", "p-1"}


async def test_a_decision_goes_to_the_contact_the_head_teacher_and_each_partner(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any, bus: Any
) -> None:
    services = await stack("notifications", notifications={"find_within": "PT0S"})
    failed = await bus.listen("council.notifications.notification.failed.v1")
    await council.person("p-9", "officer@council.example", f"{OFFICER}@la:806")
    await council.person("p-1", "head@151369.example.org", f"headteacher@urn:{LEAD}")
    await council.person("p-2", "head@111626.example.org", "headteacher@urn:111626")
    first, second, _ = PARTNERS
    partners = [{"urn": first, "contact_email": f"office@{first}.example.org"}]
    await council.form(partners=partners)
    await council.says("applications", "decision.released")

    expected = {
        f"contact:{FORM}": "delivered",
        "p-1": "delivered",
        f"partner:{FORM}:{first}": "delivered",
        f"partner@form:{FORM}:{second}": "no-recipient",
        "p-2": "delivered",  # the third partner has no mailbox, but a head teacher
        "p-9": "delivered",
    }

    async def states() -> dict[str, str]:
        rows = await deliveries(services["notifications"])
        return {person: row.state for (_, person), row in rows.items()}

    async def settled() -> bool:
        return await states() == expected

    await eventually(settled)
    [told] = smtp.to("officer@council.example")
    assert told["Subject"] == f"No address for an email: decision released ({APPLICATION})"
    kind = "council.notifications.notification.failed.v1"
    [failure] = await eventually(lambda: failed.data(kind))
    assert failure["state"] == "no-recipient"
    assert "example.org" not in str(failure)


async def test_an_offer_is_asked_about_and_a_payment_told_to_the_lead_school(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    await council.person("p-1", "head@151369.example.org", f"headteacher@urn:{LEAD}")
    await council.form()
    await council.says("applications", "payment.recorded")  # waits for its application
    await council.says("applications", "offer.made")
    await council.says("applications", "application.submitted")

    await eventually(lambda: len(smtp.to("jo.bell@example.org")) == 3)
    await eventually(lambda: len(smtp.to("head@151369.example.org")) == 2)
    subjects = [str(message["Subject"]) for message in smtp.to("head@151369.example.org")]
    offer = "Accept or decline your offer of £25,000 by the end of 5 December 2026: "
    assert any(s.startswith(offer) for s in subjects)
    assert 'Payment of £8,333.33 for "Tees maths mastery hub" (G-2026-0001)' in subjects


async def test_an_ineligible_application_is_answered_with_its_reasons(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    reasons = [{"code": "late", "message": "It came <b>after</b> the deadline."}]
    await council.says("applications", "application.ineligible", reasons=reasons)
    await council.form()  # only now: the event waited for it

    await eventually(lambda: len(smtp.messages) == 1)
    [message] = smtp.messages
    assert "It came <b>after</b> the deadline." in message.get_body(("plain",)).get_content()
    assert "It came &lt;b&gt;after&lt;/b&gt;" in message.get_body(("html",)).get_content()


async def test_officers_of_a_school_are_told_of_an_inspection_that_matters_to_its_tier(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    await council.person("p-1", "officer@council.example", f"{OFFICER}@la:806")
    good = {"judgements": {"Inclusion": "Strong standard"}}
    await council.says("schools", "inspection.recorded", urn="900151", **good)
    await council.says("schools", "inspection.recorded", urn="900151")
    await council.says(
        "schools", "school.registered", urn="900151", name="Sunnyside", la_code="806"
    )

    await eventually(lambda: len(smtp.messages) == 1)
    subject = "Sunnyside (900151): inspection report published, 2 areas need attention"
    assert smtp.messages[0]["Subject"] == subject


async def test_operators_are_told_of_an_event_that_was_rejected(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    await council.person("p-1", "operator@council.example", "operator@*")
    await council.bus.publish(
        "council.directory.person.updated.v1", {"person": "p-2"}, subject="p-2"
    )

    await eventually(lambda: len(smtp.messages) == 1)
    [message] = smtp.messages
    assert message["Subject"].startswith("Directory: person.updated was rejected (")
    assert "notifications inbox list" in message.get_body(("plain",)).get_content()


async def test_another_form_under_the_same_reference_takes_over_nobodys_mailbox(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    """Applications refuses it; whoever sends it later would else read the other's decision."""
    services = await stack("notifications")
    await council.school()
    for email in ("jo.bell@example.org", "other@example.org"):
        sent = await council.form(email, partners=[])

        async def taken_in(form: str = sent) -> bool:
            found = await rows(services["notifications"])
            return any(row.event_id == form and row.state == "applied" for row in found)

        await eventually(taken_in)
    await council.says("applications", "decision.released", partners=[])
    await eventually(lambda: len(smtp.to("jo.bell@example.org")) == 1)
    assert smtp.to("other@example.org") == []
