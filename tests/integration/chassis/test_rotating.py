"""A new key takes an old one's place while the service runs, and no kept body is lost."""

import pytest
from cryptography.fernet import Fernet

from chassis.operations.inbox import Choice, unsettled
from chassis.operations.keys import UnreadableError, key_use, rotate, sealed_columns
from chassis.storage import tables
from chassis.storage.encryption import Bodies, Cipher
from support.sample_service import CONDITION_MET, WITHDRAWN, rows

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))
CONDITION = {
    "code": "governance",
    "found_by": "p-1",
    "found_at": "2026-11-02T09:12:00Z",
    "note": "",
}
WAITERS = 120
COLUMNS = sealed_columns([tables.metadata])


async def keep(service, number, first=0):
    """Events that wait, sealed with the service's first key."""
    for each in range(first, first + number):
        data = {**CONDITION, "application": f"FORM-{each}"}
        delivery = service.inbox_of_the_test.delivery(CONDITION_MET, data, subject=f"FORM-{each}")
        assert await service.processor.process(delivery) == "waiting"


@pytest.fixture
def service_with(make_service, counting):
    """A replica with these keys."""

    async def made(key, *, run=False):
        service = await make_service(run=run, key=key)
        service.inbox_of_the_test = counting
        return service

    return made


async def counts(service, key):
    found = await key_use(service.store, Cipher(key), COLUMNS)
    return found.newest, found.older, len(found.unreadable)


async def test_bodies_are_sealed_anew_beside_a_running_service_and_the_old_key_is_gone(
    service_with, bus, seen, eventually
):
    await keep(await service_with(OLD), WAITERS)
    running = await service_with(f"{NEW},{OLD}", run=True)
    assert await counts(running, f"{NEW},{OLD}") == (0, WAITERS, 0)
    await bus.publish(WITHDRAWN, withdrawn("FORM-0"), subject="FORM-0")

    done = await rotate(running.store, Cipher(f"{NEW},{OLD}"), COLUMNS)

    assert (done.older, done.unreadable) == (0, [])
    only_new = await service_with(NEW, run=True)
    for each in range(WAITERS):
        await bus.publish(WITHDRAWN, withdrawn(f"FORM-{each}"), subject=f"FORM-{each}")

    async def all_applied():
        met = [name for name in await seen(only_new) if name.endswith("/governance")]
        return len(met) == WAITERS

    await eventually(all_applied)
    assert await unsettled(only_new.store, Choice()) == []


async def test_a_body_that_no_key_opens_is_named_and_nothing_is_changed(service_with):
    old = await service_with(OLD)
    await keep(old, 2)
    other = await service_with(OTHER)
    await keep(other, 1, first=2)
    before = {row.key: row.body for row in await rows(old)}

    with pytest.raises(UnreadableError) as refused:
        await rotate(old.store, Cipher(f"{NEW},{OLD}"), COLUMNS)

    [named] = refused.value.keys
    assert Bodies(OTHER).open(before[named])
    assert {row.key: row.body for row in await rows(old)} == before


async def test_said_again_it_changes_nothing(service_with):
    service = await service_with(f"{NEW},{OLD}")
    await keep(service, 3)
    cipher = Cipher(f"{NEW},{OLD}")
    before = [row.body for row in await rows(service)]
    assert (await rotate(service.store, cipher, COLUMNS)).newest == 3
    assert [row.body for row in await rows(service)] == before


def withdrawn(reference):
    return {"form_reference": reference, "reason": "moved", "withdrawn_at": "2026-11-02T09:12:00Z"}
