"""The commands `ledger …`: show the movements of money, and check every figure against them."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from applications.domain.money.money import pounds
from chassis.cli import AtRest, Json, counted, fail, print_json, print_table, say, with_store

HEADS = ("dated", "kind", "pence", "from", "to", "application", "award", "reference")


class ShownByDefault(TyperGroup):
    """`ledger G-2026-0001` is short for `ledger show G-2026-0001`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A word that is no command is a reference."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=ShownByDefault, no_args_is_help=True, help="The ledger of money.")


@app.command()
def show(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="A round, an application or an award.")],
    as_json: Json = False,
) -> None:
    """List every movement of money of a round, an application or an award."""
    from applications.views import ledger

    async def look(service: AtRest) -> list[dict[str, Any]]:
        async with service.store.reading() as session:
            return await ledger.rows(session, reference)

    found = with_store(context, look)
    if as_json:
        print_json(found)
    elif found:
        print_table(counted(len(found), "movement"), HEADS, cells(found))
    else:
        raise fail(f"The ledger has no movement of {reference}.")


@app.command()
def check(
    context: typer.Context,
    against: Annotated[
        str | None, typer.Option(help="Reporting's address: compare with its journal too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Recompute every figure from the ledger's rows; exits with 1 when one differs by a penny."""
    from applications.views import journal, ledger

    async def look(service: AtRest) -> tuple[list[ledger.Difference], ledger.Told]:
        async with service.store.reading() as session:
            return await ledger.check(session), await ledger.told(session)

    found, told = with_store(context, look)
    if against:
        try:
            found += journal.journal_differs(against, told)
        except journal.JournalUnreadError as error:
            raise fail(str(error)) from None
    if as_json:
        print_json([each._asdict() for each in found])
    elif found:
        heads = ("what", "code", "figure", "by the ledger", "as kept")
        table = [(*each[:3], pounds(each.ledger), pounds(each.kept)) for each in found]
        print_table(counted(len(found), "difference"), heads, table)
    else:
        say("Every figure is what the ledger's rows add up to.")
    if found:
        raise typer.Exit(1)


def cells(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Movements as a table shows them."""
    return [_cells(row) for row in rows]


@app.command()
def year(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help="The council year, April to March: 2026-27.")],
    as_json: Json = False,
) -> None:
    """Show the year's end of each round and award, by this service's own rows."""
    from applications.views.year import year as year_end

    async def look(service: AtRest) -> dict[str, Any]:
        async with service.store.reading() as session:
            return await year_end(session, label, datetime.now(UTC))

    try:
        found = with_store(context, look)
    except ValueError as error:
        raise fail(str(error)) from None
    if as_json:
        print_json(found)
        return
    lines = [line for each in found["rounds"] for line in (*each["awards"], each)]
    lines.append({"round": "all", **found["total"]})
    heads = list(found["total"])
    words = ("of", *(name.removesuffix("_pence").replace("_", " ") for name in heads))
    table = [
        (line.get("award") or line["round"], *(pounds(line[name]) for name in heads))
        for line in lines
    ]
    print_table(f"The council year {label}, up to {found['up_to']}", words, table)


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    money = pounds(row["pence"])
    ends = (row["source"] or "outside", row["target"] or "outside")
    return (
        row["dated"],
        row["kind"],
        money,
        *ends,
        row["application"],
        row["award"],
        row["reference"],
    )
