"""A store that an earlier version filled: what is held and paid today becomes the first rows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Connection

from chassis.storage.migrations import configuration, in_transaction
from support import funding
from support.stores import StoreUrl

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def insert(connection: Connection, table: str, **values: Any) -> None:
    """One row as an earlier version wrote it."""
    columns = [
        sa.column(name, sa.JSON() if isinstance(value, dict | list) else None)
        for name, value in values.items()
    ]
    connection.execute(sa.table(table, *columns).insert(), [values])


def fill(connection: Connection) -> None:
    """A round, an offer and an award with one payment made and one that came back."""
    terms = funding.a_round(budget_pence=3_000_000)
    insert(
        connection,
        "fact",
        key="f1",
        event_id="e1",
        about="round:2026-AUT",
        kind="opened",
        ce_time=NOW,
        data=terms,
    )
    for number, (state, held) in enumerate(
        [("offered", 1_000_000), ("accepted", 2_500_000), ("declined-by-school", 0)], 1
    ):
        insert(
            connection,
            "application",
            application=f"A-{number}",
            form_reference=f"F-{number}",
            round="2026-AUT",
            authority="806",
            category="learning-hub",
            lead_school="151369",
            submitted_at=NOW,
            form=funding.a_hub(),
            state=state,
            refusals=[],
            reviews=2,
            spread=0,
            held_pence=held,
        )
    insert(
        connection,
        "award",
        award="G-1",
        application="A-2",
        awarded_pence=2_500_000,
        awarded_at=NOW,
        lead_share_pence=2_500_000,
        partners=[],
        state="active",
    )
    for number, state in enumerate(["recorded", "reversed"], 1):
        insert(
            connection,
            "payment",
            payment_reference=f"BACS-{number}",
            award="G-1",
            milestone=1,
            state=state,
            amount_pence=833_333,
            paid_on=date(2026, 12, 3),
            warnings=[],
        )


@pytest.fixture
async def upgraded(store_url: StoreUrl) -> str:
    """The address of a store that was filled before the ledger and upgraded to it."""
    url = store_url("applications", empty=True)

    def upgrade(to: str) -> Any:
        return lambda connection: command.upgrade(configuration("applications", connection), to)

    await in_transaction(url, upgrade("0004"))
    await in_transaction(url, fill)
    await in_transaction(url, upgrade("0005"))
    return url


async def read(url: str, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    found: list[tuple[Any, ...]] = []
    await in_transaction(
        url, lambda connection: found.extend(map(tuple, connection.execute(sa.text(statement))))
    )
    return found


async def test_upgrade_books_what_stands_today(upgraded: str) -> None:
    assert await read(
        upgraded,
        "SELECT application, award, kind, pence, target, reference FROM ledger ORDER BY number",
    ) == [
        ("A-1", None, "adjust", 1_000_000, "reserved", "opening"),
        ("A-2", "G-1", "adjust", 2_500_000, "committed", "opening"),
        ("A-2", "G-1", "pay", 833_333, "paid", "BACS-1"),
    ]


async def test_upgrade_keeps_limits_and_makes_room_where_more_is_held(upgraded: str) -> None:
    found = await read(
        upgraded,
        "SELECT scope, code, limit_pence, reserved_pence, committed_pence, paid_pence FROM balance "
        "WHERE reserved_pence + committed_pence > 0 ORDER BY scope, code",
    )
    assert found == [
        ("application", "A-1", 3_000_000, 1_000_000, 0, 0),
        ("application", "A-2", 2_500_000, 0, 2_500_000, 833_333),
        ("category", "2026-AUT/learning-hub", 12_000_000, 1_000_000, 2_500_000, 833_333),
        ("round", "2026-AUT", 3_500_000, 1_000_000, 2_500_000, 833_333),
    ]


async def test_upgraded_store_refuses_what_a_new_one_refuses(upgraded: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="never edited"):
        await read(upgraded, "DELETE FROM ledger RETURNING number")
    with pytest.raises(sa.exc.DBAPIError, match="ck_balance"):
        await in_transaction(
            upgraded,
            lambda connection: connection.execute(
                sa.text(
                    "INSERT INTO ledger (number, application, round, category, kind, pence, target,"
                    " dated, booked_at) VALUES (9, 'A-1', '2026-AUT', 'learning-hub', 'adjust',"
                    " 20000000, 'earmarked', '2026-12-01', '2026-12-01T00:00:00')"
                )
            ),
        )
