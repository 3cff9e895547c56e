"""Deliveries of an earlier release keep their rows, and each notice stays once to each person."""

from collections.abc import Callable

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from chassis.storage.migrations import configuration, in_transaction, migrate
from support.stores import StoreUrl

AT = "'2026-11-02 09:00:00+00:00'"
NOTICE = (
    "INSERT INTO notice (id, event_source, event_id, event_type, template, mark, reference, "
    "audiences, scopes, facts, correlation_id, created_at) VALUES ('N-1', 's', 'e', 't', "
    f"'offer-to-answer', 'act', 'A-2026-0001', '[]', '[]', '{{}}', 'e', {AT})"
)
DELIVERY = (
    "INSERT INTO delivery (id, notice, person, channel, role, state, attempts, message_id, "
    "created_at, due_at) VALUES ('{id}', 'N-1', '{person}', 'email', 'contact', 'queued', 0, "
    f"'<m>', {AT}, {AT})"
)


async def at_0003(url: str, revise: Callable[[Config, str], None]) -> None:
    """The last version before letters: upgraded to it, or downgraded."""

    def change(connection: Connection) -> None:
        revise(configuration("notifications", connection), "0003")

    await in_transaction(url, change)


async def told(url: str, *statements: str) -> list[tuple[object, ...]]:
    """The statements, and then the deliveries."""
    found: list[tuple[object, ...]] = []

    def tell(connection: Connection) -> None:
        for each in statements:
            connection.execute(text(each))
        rows = connection.execute(text("SELECT id, person FROM delivery ORDER BY id"))
        found.extend(tuple(row) for row in rows)

    await in_transaction(url, tell)
    return found


async def test_deliveries_of_an_earlier_release_are_kept_up_and_down(store_url: StoreUrl) -> None:
    url = store_url("notifications", empty=True)
    await at_0003(url, command.upgrade)
    first, second = (DELIVERY.format(id=f"D-{n}", person=f"p-{n}") for n in (1, 2))
    before = await told(url, NOTICE, first, second)
    await migrate("notifications", url)
    assert await told(url) == before == [("D-1", "p-1"), ("D-2", "p-2")]
    with pytest.raises(IntegrityError):
        await told(url, DELIVERY.format(id="D-3", person="p-1"))
    resent = "UPDATE delivery SET resent = 1 WHERE id = 'D-2'"
    again = DELIVERY.format(id="D-4", person="p-2")
    assert len(await told(url, resent, again)) == 3
    await at_0003(url, command.downgrade)
    assert await told(url) == [("D-1", "p-1"), ("D-4", "p-2")]  # a letter sent again is left out
    with pytest.raises(IntegrityError):
        await told(url, DELIVERY.format(id="D-3", person="p-1"))
