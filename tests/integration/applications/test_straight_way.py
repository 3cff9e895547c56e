"""From a form to its last payment, one event after the other."""

from integration.applications.desk import Desk
from support import funding


async def test_an_application_goes_from_its_form_to_its_first_payment(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    assert await desk.said() == [
        "round.opened",
        "application.submitted",
        "review.completed",
        "application.decided",
        "decision.released",
        "offer.made",
        "offer.accepted",
        "award.made",
        "milestone.evidenced",
        "milestone.accepted",
        "payment.requested",
        "payment.recorded",
        "milestone.paid",
    ]
    assert {row["state"] for row in await desk.rows("inbox")} == {"applied"}
