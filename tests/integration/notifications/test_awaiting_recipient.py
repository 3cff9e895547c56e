"""Whoever becomes known only after the event is told of it as if known from the start."""

from typing import Any

from integration.notifications.builders import APPLICATION, FORM, LEAD, PARTNERS, Council
from notifications.store import PersonRow
from support.mailbox import SmtpPeer

OFFICER = "school-improvement-officer"
FAILED = "council.notifications.notification.failed.v1"
SOUGHT_OFFICER = ("new-application", f"{OFFICER}@round:2026-AUT")


async def test_an_officer_who_is_known_after_the_application_is_told_of_it(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    services = await stack("notifications")
    await council.form()
    await council.says("applications", "application.submitted", partners=[])

    async def sought() -> bool:
        row = (await deliveries(services["notifications"])).get(SOUGHT_OFFICER)
        return row is not None and row.state == "recipient-sought"

    await eventually(sought)
    await council.person("p-1", "officer@council.example", f"{OFFICER}@la:806")
    await eventually(lambda: smtp.to("officer@council.example"))
    [told] = smtp.to("officer@council.example")
    assert told["Subject"].endswith(f"({APPLICATION})")
    rows = await deliveries(services["notifications"])
    head = f"headteacher@urn:{LEAD}"  # still looked for
    assert {person for _, person in rows} == {f"contact:{FORM}", "p-1", head}


async def test_a_head_teacher_whose_copy_is_optional_gets_it_when_known_later(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("notifications")
    await council.form()
    await council.says("applications", "offer.made")
    await eventually(lambda: smtp.to("jo.bell@example.org"))

    await council.person("p-1", "head@151369.example.org", f"headteacher@urn:{LEAD}")
    await eventually(lambda: smtp.to("head@151369.example.org"))


async def test_whom_nobody_came_to_stand_for_is_missed_unless_the_copy_is_optional(
    stack: Any, council: Council, eventually: Any, deliveries: Any, bus: Any
) -> None:
    failed = await bus.listen(FAILED)
    services = await stack("notifications", notifications={"find_within": "PT0S"})
    await council.person("p-9", "officer@council.example", f"{OFFICER}@la:806")
    await council.form(partners=[])
    await council.says("applications", "offer.made")  # the head teacher's copy is optional
    await council.says("applications", "decision.released", partners=[{"urn": PARTNERS[0]}])

    async def states() -> dict[tuple[str, str], str]:
        rows = await deliveries(services["notifications"])
        return {key: row.state for key, row in rows.items() if "@" in key[1]}

    nobody = ("decision-for-partners", f"partner@form:{FORM}:{PARTNERS[0]}")
    await eventually(lambda: _equal(states, {nobody: "no-recipient"}))
    told = await eventually(lambda: failed.data(FAILED))
    assert {each["template"] for each in told} == {"decision-for-partners"}


async def test_who_left_without_a_successor_is_sought_again(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, deliveries: Any
) -> None:
    smtp.stop()
    services = await stack("notifications")
    await council.person("p-1", "old@council.example", f"{OFFICER}@la:806")
    await council.form()
    await council.says("applications", "application.submitted", partners=[])

    async def has(*key: str) -> bool:
        return key in await deliveries(services["notifications"])

    await eventually(lambda: has("new-application", "p-1"))
    await council.person("p-1", "old@council.example", active=False)
    await eventually(lambda: _left(services["notifications"], "p-1"))
    smtp.start()
    await eventually(lambda: has(*SOUGHT_OFFICER))
    await council.person("p-2", "new@council.example", f"{OFFICER}@*")
    await eventually(lambda: smtp.to("new@council.example"))


async def _left(service: Any, person: str) -> bool:
    async with service.store.reading() as session:
        row = await session.get(PersonRow, person)
        return row is not None and not row.active


async def _equal(look: Any, expected: Any) -> bool:
    return await look() == expected
