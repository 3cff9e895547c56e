"""A store that an earlier version filled: its schools take part, and nothing is on hold."""

from typing import Any

import pytest
from alembic import command

from chassis.storage.migrations import configuration, in_transaction
from integration.applications.test_ledger_upgrade import fill, read
from support.stores import StoreUrl


@pytest.fixture
async def upgraded(store_url: StoreUrl) -> str:
    """The address of a store that was filled before schools could close, and upgraded."""
    url = store_url("applications", empty=True)

    def upgrade(to: str) -> Any:
        return lambda connection: command.upgrade(configuration("applications", connection), to)

    await in_transaction(url, upgrade("0004"))
    await in_transaction(url, fill)
    await in_transaction(url, upgrade("head"))
    return url


async def test_schools_of_each_form_take_part(upgraded: str) -> None:
    found = await read(upgraded, "SELECT urn FROM party WHERE application = 'A-2' ORDER BY urn")
    assert [urn for (urn,) in found] == ["111626", "111632", "134076", "151369"]
    [(partners, held)] = await read(
        upgraded, "SELECT partners, held_for FROM application WHERE application = 'A-2'"
    )
    assert "134076" in str(partners)
    assert held in ([], "[]")


async def test_lead_of_an_award_is_its_forms_and_was_paid(upgraded: str) -> None:
    assert await read(upgraded, "SELECT lead_school, suspended_since FROM award") == [
        ("151369", None)
    ]
    paid = await read(upgraded, "SELECT DISTINCT payee FROM payment")
    assert paid == [("151369",)]
