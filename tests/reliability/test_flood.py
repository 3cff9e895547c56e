"""One publisher's backlog delays no other: shown by the order of the effects, not by the clock."""

import pytest
from sqlalchemy import func, select

from chassis.storage.tables import InboxRow
from support.repetitions import repetitions
from support.sample_service import CONDITION_MET, WITHDRAWN, Condition, condition, states

BAD_FORMS = repetitions(300, 3000)


async def number_parked(session) -> int:
    counted = select(func.count()).where(InboxRow.state == "parked").select_from(InboxRow)
    return (await session.execute(counted)).scalar_one()


@pytest.mark.timeout(600)
async def test_flood_of_bad_forms_does_not_delay_an_event_of_casework(
    make_service, counting, bus, eventually
):
    parked_before: list[int] = []

    async def applied(_given: Condition, work) -> None:
        parked_before.append(await number_parked(work.session))

    counting.replace(CONDITION_MET, applied)
    for number in range(BAD_FORMS):
        await bus.publish(WITHDRAWN, {"form_reference": "F-1"}, subject="F-1", id=f"bad-{number}")
    await bus.publish(CONDITION_MET, condition("A-1"), subject="A-1", id="casework")
    service = await make_service()
    await eventually(lambda: parked_before, 120)
    assert parked_before[0] < BAD_FORMS / 10

    async def all_parked() -> bool:
        async with service.store.reading() as session:
            return await number_parked(session) == BAD_FORMS

    await eventually(all_parked, 400)
    assert (await states(service))["casework"] == "applied"
