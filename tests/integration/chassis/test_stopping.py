"""A service that is stopped ends soon, whatever it was doing."""

import asyncio

from chassis.messaging.subscription import DRAIN_SECONDS
from support.sample_service import WITHDRAWN, withdrawal


async def test_stopping_right_after_the_start_does_not_wait_for_the_drain_to_run_out(make_service):
    for _ in range(5):
        service = await make_service(run=False)
        async with asyncio.timeout(DRAIN_SECONDS), service.running():
            pass


async def test_stopping_in_the_midst_of_work_ends_it_or_leaves_it_whole(
    make_service, bus, eventually, seen, counting
):
    service = await make_service(run=False)
    for number in range(50):
        await bus.publish(WITHDRAWN, withdrawal(f"FORM-{number}"), subject=f"FORM-{number}")
    async with service.running():
        await eventually(lambda: seen(service))
    again = await make_service()

    async def all_seen():
        return await seen(again) == {f"FORM-{number}": 1 for number in range(50)}

    await eventually(all_seen)
