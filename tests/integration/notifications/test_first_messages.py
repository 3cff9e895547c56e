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
    await council.says("applications", "application.submitted", partners=[])

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
    await council.says("applications", "application.submitted", partners=[])

    await eventually(lambda: len(smtp.messages) == 2)

    async def told() -> set[str]:
        rows = await deliveries(services["notifications"])
        return {person for (_, person), row in rows.items() if row.state != "recipient-sought"}

    async def outcomes_are_recorded() -> bool:  # a moment after the mail server has them
        return await told() == {f"contact:{FORM}", "p-1"}

    await eventually(outcomes_are_recorded)
    assert len(smtp.messages) == 2


async def test_decline_goes_to_contact_and_head_teacher_and_the_decision_alone_to_partners(
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
    await council.says("applications", "decision.released", outcome="declined", awarded_pence=0)

    expected = {
        ("application-declined", f"contact:{FORM}"): "delivered",
        ("application-declined", "p-1"): "delivered",
        ("decision-for-partners", f"partner:{FORM}:{first}"): "delivered",
        ("decision-for-partners", f"partner@form:{FORM}:{second}"): "no-recipient",
        ("decision-for-partners", "p-2"): "delivered",  # no mailbox, but a head teacher
        ("nobody-to-tell", "p-9"): "delivered",
    }

    async def settled() -> bool:
        rows = await deliveries(services["notifications"])
        return {key: row.state for key, row in rows.items()} == expected

    await eventually(settled)
    [told] = smtp.to("officer@council.example")
    assert told["Subject"] == f"No address for an email: decision for partners ({APPLICATION})"
    kind = "council.notifications.notification.failed.v1"
    [failure] = await eventually(lambda: failed.data(kind))
    assert failure["state"] == "no-recipient"
    assert "example.org" not in str(failure)


async def test_offer_and_its_decision_are_one_message_to_contact_and_head_teacher(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications")
    await council.person("p-1", "head@151369.example.org", f"headteacher@urn:{LEAD}")
    await council.form(partners=[])
    await council.says("applications", "decision.released", partners=[])
    await council.says("applications", "offer.made", partners=[])
    await council.says("applications", "payment.recorded", partners=[])  # waits
    await council.says("applications", "application.submitted", partners=[])

    await eventually(lambda: len(smtp.to("jo.bell@example.org")) == 3)
    await eventually(lambda: len(smtp.to("head@151369.example.org")) == 2)
    rows = await deliveries(services["notifications"])
    assert {template for template, person in rows if person == f"contact:{FORM}"} == {
        "application-received",
        "offer-to-answer",
        "payment-made",
    }
    subjects = [str(message["Subject"]) for message in smtp.to("head@151369.example.org")]
    offer = "Accept or decline your offer of £25,000 by the end of 5 December 2026: "
    assert any(s.startswith(offer) for s in subjects)


async def test_partners_and_head_teacher_are_told_of_an_application_that_names_them(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    await council.person("p-1", "head@151369.example.org", f"headteacher@urn:{LEAD}")
    await council.form()
    await council.says("applications", "application.submitted")
    for urn in PARTNERS:
        await eventually(lambda urn=urn: smtp.to(f"office@{urn}.example.org"))
        [told] = smtp.to(f"office@{urn}.example.org")
        assert told["Subject"].startswith("Your school is named as a partner")
        assert told["Reply-To"] == "school-improvement@council.example"
    await eventually(lambda: smtp.to("head@151369.example.org"))


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


async def test_officers_of_a_school_are_told_of_each_inspection_and_which_to_act_on(
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

    await eventually(lambda: len(smtp.messages) == 2)
    published = "Sunnyside (900151): inspection report published"
    assert sorted(str(message["Subject"]) for message in smtp.messages) == [
        published,
        f"{published}, 2 areas need attention",
    ]


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
    assert message["Subject"] == "Directory: person.updated for p-2 was rejected"
    assert "notifications inbox show " in message.get_body(("plain",)).get_content()


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
    await council.says("applications", "decision.released", partners=[], outcome="declined")
    await eventually(lambda: len(smtp.to("jo.bell@example.org")) == 1)
    assert smtp.to("other@example.org") == []
