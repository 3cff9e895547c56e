"""A delivery is tried until it is settled, whatever the mail server says."""

from pathlib import Path
from typing import Any

from integration.notifications.builders import FORM, LEAD, Council
from integration.notifications.peers import PASSWORD, USER, Guarded
from support.mailbox import SmtpPeer

SUBMITTED = "council.applications.application.submitted.v1"
FAILED = "council.notifications.notification.failed.v1"
QUICK = {"retry_first": "PT0.1S", "retry_most": "PT0.2S", "sweep_seconds": 0.05}
CONTACT = ("application-received", f"contact:{FORM}")
OFFICER = "school-improvement-officer"
ADDRESS = "jo.bell@example.org"


async def _submit(council: Council, address: str = ADDRESS) -> None:
    await council.person("p-9", "officer@council.example", f"{OFFICER}@la:806")
    await council.form(address)
    await council.says("applications", "application.submitted", partners=[])


async def test_a_temporary_refusal_is_tried_again_under_the_same_message_id(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications", notifications=QUICK)
    smtp.refusals[ADDRESS] = "451 4.3.0 come back later"
    await _submit(council)

    async def tried_twice() -> bool:
        row = (await deliveries(services["notifications"])).get(CONTACT)
        return row is not None and row.attempts >= 2 and row.reason == "smtp-451 4.3.0"

    await eventually(tried_twice)
    before = (await deliveries(services["notifications"]))[CONTACT].message_id
    smtp.refusals.clear()

    await eventually(lambda: smtp.to(ADDRESS))
    assert [message["Message-ID"] for message in smtp.to(ADDRESS)] == [before]


def of_the_application(failed: Any) -> list[dict[str, Any]]:
    """Without what fails later: the operators are told of a failure, and nobody is one here."""
    return [told for told in failed.data(FAILED) if told["cause_type"] == SUBMITTED]


async def test_a_temporary_refusal_that_never_ends_is_given_up(
    stack: Any,
    council: Council,
    smtp: SmtpPeer,
    eventually: Any,
    deliveries: Any,
    bus: Any,
    clock: Any,
) -> None:
    failed = await bus.listen(FAILED)
    service = (await stack("notifications", notifications={"sweep_seconds": 0.05}))["notifications"]
    service.clock = clock
    smtp.refusals[ADDRESS] = "451 come back later"
    await _submit(council)

    async def tried(times: int) -> bool:
        row = (await deliveries(service)).get(CONTACT)
        return row is not None and row.attempts == times

    await eventually(lambda: tried(1))
    clock.forward(minutes=1)
    await eventually(lambda: tried(2))
    assert not failed.data(FAILED)
    clock.forward(hours=48)
    [told] = await eventually(lambda: of_the_application(failed))
    assert told["state"] == "temporary-failure-exhausted"
    assert told["attempts"] == 3


async def test_a_permanent_refusal_falls_back_to_the_mailbox_and_operators_are_told(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any, bus: Any
) -> None:
    failed = await bus.listen(FAILED)
    mailboxes = {OFFICER: "officers@council.example"}
    services = await stack("notifications", notifications=QUICK | {"mailboxes": mailboxes})
    smtp.refusals["officer@council.example"] = "550 5.1.1 <officer@council.example> unknown"
    await council.person("p-8", "operator@council.example", "operator@*")
    await _submit(council)

    await eventually(lambda: smtp.to("officers@council.example"))
    await eventually(lambda: smtp.to("operator@council.example"))
    rows = await deliveries(services["notifications"])
    refused = rows["new-application", "p-9"]
    assert (refused.state, refused.reason) == ("permanent-failure", "smtp-550 5.1.1")
    assert refused.address == "o…@c….example"
    [told] = await eventually(lambda: failed.data(FAILED))
    assert told["person"] == "p-9"
    assert "@council.example" not in str(told)


async def test_an_outage_of_the_mail_server_parks_nothing_and_loses_nothing(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    smtp.stop()
    services = await stack("notifications", notifications=QUICK)
    await _submit(council)

    async def addressed() -> list[Any]:
        """Without the head teacher, who is in no directory."""
        rows = (await deliveries(services["notifications"])).values()
        return [row for row in rows if row.state != "recipient-sought"]

    async def queued() -> bool:
        return [row.state for row in await addressed()] == ["queued"] * 2

    await eventually(queued)
    smtp.start()

    await eventually(lambda: len(smtp.messages) == 2)

    async def delivered() -> bool:
        return [(row.state, row.attempts) for row in await addressed()] == [("delivered", 1)] * 2

    await eventually(delivered)


async def test_a_mail_server_that_stays_away_is_given_up_in_the_end(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, bus: Any
) -> None:
    smtp.stop()
    failed = await bus.listen(FAILED)
    await stack("notifications", notifications=QUICK | {"give_up_after": "PT0.5S"})
    await _submit(council)

    told = await eventually(lambda: len(found := of_the_application(failed)) == 2 and found)
    assert [each["state"] for each in told] == ["technical-failure"] * 2


async def test_a_guarded_mail_server_is_spoken_to_with_starttls_and_a_password(
    stack: Any, council: Council, eventually: Any, tmp_path: Path
) -> None:
    guarded = Guarded(tmp_path).start()
    try:
        settings = {
            "smtp_port": guarded.port,
            "smtp_security": "starttls",
            "smtp_ca_file": str(guarded.certificate),
            "smtp_user": USER,
            "smtp_password": PASSWORD,
        }
        await stack("notifications", notifications=settings)
        await _submit(council)
        await eventually(lambda: len(guarded.messages) == 2)
        assert all(session.ssl for session in guarded.sessions)
    finally:
        guarded.stop()


async def test_a_mail_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    stack: Any, council: Council, eventually: Any, tmp_path: Path, deliveries: Any
) -> None:
    guarded = Guarded(tmp_path).start()
    try:
        settings = {"smtp_port": guarded.port, "smtp_security": "starttls"}
        mine = QUICK | settings | {"give_up_after": "PT0.5S"}
        services = await stack("notifications", notifications=mine)
        await _submit(council)

        async def given_up() -> bool:
            row = (await deliveries(services["notifications"])).get(CONTACT)
            return row is not None and row.state == "technical-failure"

        await eventually(given_up)
        assert not guarded.messages
    finally:
        guarded.stop()


async def test_who_left_before_the_sending_gets_nothing_and_who_came_is_told(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    smtp.stop()
    services = await stack("notifications", notifications=QUICK)
    await council.person("p-1", "old@council.example", f"{OFFICER}@la:806")
    await council.form()
    await council.says("applications", "application.submitted", partners=[])

    async def made() -> bool:
        return ("new-application", "p-1") in await deliveries(services["notifications"])

    await eventually(made)
    await council.person("p-1", "old@council.example", f"{OFFICER}@la:806", active=False)
    await council.person("p-2", "new@council.example", f"{OFFICER}@la:806")
    await eventually(lambda: _active(services["notifications"], "p-1", False))
    await eventually(lambda: _active(services["notifications"], "p-2", True))
    smtp.start()

    await eventually(lambda: smtp.to("new@council.example"))
    assert ("new-application", "p-1") not in await deliveries(services["notifications"])
    assert not smtp.to("old@council.example")


async def test_who_left_after_an_attempt_keeps_the_trace_of_it(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications", notifications=QUICK)
    smtp.refusals["officer@council.example"] = "450 later"
    await _submit(council)

    async def officers() -> Any:
        return (await deliveries(services["notifications"])).get(("new-application", "p-9"))

    async def tried() -> bool:
        row = await officers()
        return row is not None and row.attempts > 0

    async def no_longer_sent() -> bool:
        row = await officers()
        return (row.state, row.reason) == ("not-sent", "no-longer-addressed")

    await eventually(tried)
    await council.person("p-9", "officer@council.example", active=False)
    await eventually(no_longer_sent)


async def test_an_address_that_changed_before_the_sending_is_the_one_written_to(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications", notifications=QUICK)
    smtp.refusals["old@council.example"] = "450 later"
    await council.person("p-1", "old@council.example", f"{OFFICER}@la:806")
    await council.form()
    await council.says("applications", "application.submitted", partners=[])

    async def tried() -> bool:
        row = (await deliveries(services["notifications"])).get(("new-application", "p-1"))
        return row is not None and row.attempts > 0

    await eventually(tried)
    await council.person("p-1", "new@council.example", f"{OFFICER}@la:806")
    await eventually(lambda: smtp.to("new@council.example"))


async def test_one_address_is_one_recipient_however_it_is_written(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications")
    await council.person("p-1", "Jo.Bell@Example.org", f"headteacher@urn:{LEAD}")
    await council.form()
    await council.says("applications", "offer.made")

    async def settled() -> bool:
        rows = await deliveries(services["notifications"])
        return {k: row.state for k, row in rows.items()} == {
            ("offer-to-answer", f"contact:{FORM}"): "delivered"
        }

    await eventually(settled)
    assert len(smtp.messages) == 1


async def test_an_address_that_could_smuggle_a_command_is_never_used(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications")
    await _submit(council, "jo>NOTIFY=NEVER<bell@example.org")

    async def settled() -> bool:
        row = (await deliveries(services["notifications"])).get(CONTACT)
        return row is not None and row.state == "permanent-failure"

    await eventually(settled)
    row = (await deliveries(services["notifications"]))[CONTACT]
    assert row.reason == "bad-address"


async def _active(service: Any, person: str, active: bool) -> bool:
    from notifications.store import PersonRow  # noqa: PLC0415

    async with service.store.reading() as session:
        row = await session.get(PersonRow, person)
        return row is not None and row.active is active
