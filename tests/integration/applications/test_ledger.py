"""The ledger: every movement a row that is never edited, and the database's own check of sums."""

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from applications import cli
from applications.views import ledger
from integration.applications.desk import Desk
from support import funding

OF_ALL = {"round": "2026-AUT", "category": "learning-hub", "application": "A-2026-0001"}


async def movements(desk: Desk) -> list[tuple[str, int, str | None, str | None]]:
    """Every row: its kind, its pence, from where and into what."""
    rows = sorted(await desk.rows("ledger"), key=lambda row: row["number"])
    return [(row["kind"], row["pence"], row["source"], row["target"]) for row in rows]


async def differences(desk: Desk) -> list[ledger.Difference]:
    """What `applications ledger check` finds."""
    async with desk.service.store.reading() as session:
        return await ledger.check(session)


async def execute(desk: Desk, statement: str, **values: Any) -> None:
    """Write past the service, as a mistake in its code might."""
    async with desk.service.store.writing() as session:
        await session.execute(text(statement), values)


async def test_way_from_approval_to_payment_is_booked_step_by_step(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award=award))
    assert await movements(desk) == [
        ("earmark", 2_500_000, None, "earmarked"),
        ("reserve", 2_500_000, "earmarked", "reserved"),
        ("commit", 2_500_000, "reserved", "committed"),
        ("pay", 833_333, None, "paid"),
    ]
    [paid] = [row for row in await desk.rows("ledger") if row["kind"] == "pay"]
    assert (paid["award"], paid["reference"]) == (award, funding.a_payment()["payment_reference"])
    assert await differences(desk) == []


async def test_withdrawal_frees_and_repetition_books_nothing(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered()
    for _ in range(3):
        await desk.tell("withdrawal", funding.a_withdrawal())
    assert (await movements(desk))[2:] == [("free", 2_500_000, "reserved", None)]
    assert await differences(desk) == []


async def test_payment_that_came_back_is_an_adjustment(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award=award))
    await desk.tell("failure", funding.a_failed_payment(award=award))
    assert (await movements(desk))[-1] == ("adjust", 833_333, "paid", None)
    assert await differences(desk) == []


@pytest.mark.parametrize("statement", ["UPDATE ledger SET pence = 1", "DELETE FROM ledger"])
async def test_row_of_the_ledger_cannot_be_edited(desk: Desk, statement: str) -> None:
    await desk.open_round()
    await desk.offered()
    with pytest.raises(DBAPIError, match="never edited"):
        await execute(desk, statement)


@pytest.mark.parametrize(
    ("source", "target", "pence"),
    [
        (None, "committed", 25_000_000),  # beyond the round, the category and the request
        (None, "paid", 2_500_001),  # more paid than committed
        ("reserved", None, 1),  # nothing is reserved
    ],
)
async def test_database_refuses_a_row_that_breaks_a_sum(
    desk: Desk, source: str | None, target: str | None, pence: int
) -> None:
    await desk.open_round()
    await desk.awarded()
    before = await desk.rows("balance")
    with pytest.raises(DBAPIError, match="ck_balance"):
        await execute(
            desk,
            "INSERT INTO ledger (number, application, round, category, kind, pence, source, target,"
            " dated, booked_at) VALUES (1000, :application, :round, :category, 'adjust', :pence,"
            " :source, :target, '2026-11-01', '2026-11-01T00:00:00')",
            source=source,
            target=target,
            pence=pence,
            **OF_ALL,
        )
    assert await desk.rows("balance") == before


async def test_row_without_a_balance_is_refused(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    with pytest.raises(DBAPIError, match="without a balance"):
        await execute(
            desk,
            "INSERT INTO ledger (number, application, round, category, kind, pence, source, dated,"
            " booked_at) VALUES (1000, 'A-2026-0001', 'OTHER', 'learning-hub', 'free', 1,"
            " 'committed', '2026-11-01', '2026-11-01T00:00:00')",
        )


async def test_budget_below_what_is_held_is_refused_by_the_database_too(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    with pytest.raises(DBAPIError, match="ck_balance_within_limit"):
        await execute(desk, "UPDATE balance SET limit_pence = 2499999 WHERE scope = 'round'")


async def test_category_that_newer_terms_drop_keeps_its_money(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    others = funding.a_round()["categories"][1:]
    await desk.tell("round", funding.a_round(categories=others))
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award=award))
    [row] = await desk.rows("balance", scope="category", code="2026-AUT/learning-hub")
    assert (row["limit_pence"], row["committed_pence"]) == (None, 2_500_000)
    assert await differences(desk) == []


async def test_check_finds_a_penny_that_was_moved_past_the_ledger(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award=award))
    await execute(desk, "UPDATE application SET held_pence = held_pence - 1")
    await execute(desk, "UPDATE payment SET amount_pence = amount_pence + 1")
    await execute(desk, "UPDATE balance SET reserved_pence = 1 WHERE scope = 'round'")
    assert await differences(desk) == [
        ("round", "2026-AUT", "reserved", 0, 1),
        ("held by", "A-2026-0001", "committed", 2_500_000, 2_499_999),
        ("payments of", award, "paid", 833_333, 833_334),
    ]


@pytest.fixture
async def officer(desk: Desk) -> Desk:
    """A store with an award."""
    await desk.open_round()
    await desk.awarded()
    return desk


@pytest.fixture
def commands(officer: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The commands find this store."""
    officer.lend_to_commands(monkeypatch)
    return officer


@pytest.mark.parametrize("reference", ["2026-AUT", "A-2026-0001", "G-2026-0001"])
@pytest.mark.usefixtures("commands")
def test_ledger_is_shown_of_a_round_an_application_and_an_award(reference: str) -> None:
    done = CliRunner().invoke(cli.app, ["ledger", reference, "--json"])
    assert [row["kind"] for row in json.loads(done.output)] == ["earmark", "reserve", "commit"]
    table = CliRunner().invoke(cli.app, ["ledger", reference])
    assert "£25,000.00" in table.output


@pytest.mark.usefixtures("commands")
def test_ledger_of_an_unknown_reference_is_a_sentence_and_a_status() -> None:
    done = CliRunner().invoke(cli.app, ["ledger", "G-2026-9999"])
    assert done.exit_code == 1
    assert "no movement of G-2026-9999" in done.output


@pytest.mark.usefixtures("commands")
def test_check_says_that_all_is_well_and_exits_with_0() -> None:
    done = CliRunner().invoke(cli.app, ["ledger", "check"])
    assert done.exit_code == 0
    assert "Every figure is what the ledger's rows add up to." in done.output


@pytest.fixture
async def a_penny_short(commands: Desk) -> None:
    """What the application holds was changed past the ledger."""
    await execute(commands, "UPDATE application SET held_pence = held_pence - 1")


@pytest.mark.usefixtures("a_penny_short")
def test_check_exits_with_1_on_a_penny() -> None:
    done = CliRunner().invoke(cli.app, ["ledger", "check", "--json"])
    assert done.exit_code == 1
    assert [each["kept"] for each in json.loads(done.output)] == [2_499_999]
