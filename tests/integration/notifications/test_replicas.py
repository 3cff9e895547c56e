"""Several replicas share the work: each delivery is sent once, whoever made it."""

from typing import Any

import pytest

from integration.notifications.builders import Council
from support.mailbox import SmtpPeer
from support.running import Stack
from support.stores import PostgresStores, StoreUrl

MANY = 40


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_two_replicas_send_each_delivery_once(
    stack: Stack, store_url: StoreUrl, council: Council, smtp: SmtpPeer, eventually: Any
) -> None:
    assert isinstance(store_url, PostgresStores)
    await stack("notifications")
    other = stack.build("notifications")
    async with other.running():
        for number in range(MANY):
            form = f"FORM-{number:04d}"
            await council.form(f"contact{number}@example.org", form_reference=form)
            await council.says(
                "applications",
                "application.ineligible",
                application=f"A-2026-{number:04d}",
                form_reference=form,
            )
        await eventually(lambda: len(smtp.messages) == MANY)
        assert len({str(message["To"]) for message in smtp.messages}) == MANY


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_what_a_stopped_replica_held_is_sent_by_another(
    stack: Stack,
    store_url: StoreUrl,
    council: Council,
    smtp: SmtpPeer,
    eventually: Any,
    deliveries: Any,
) -> None:
    assert isinstance(store_url, PostgresStores)
    smtp.stop()
    await stack("notifications", run=False)
    first, second = stack.build("notifications"), stack.build("notifications")
    async with first.running():
        await council.form()
        await council.says("applications", "application.ineligible")

        async def made() -> bool:
            return len(await deliveries(first)) == 1

        await eventually(made)
    smtp.start()
    async with second.running():
        await eventually(lambda: len(smtp.messages) == 1)
