"""The command `ranking`: a round's applications by their scores, for the panel's officers."""

from typing import Annotated, Any

import typer

from applications.domain.money.money import pounds
from chassis.cli import AtRest, Json, counted, print_json, print_table, say, with_store

HEADS = ("ranking", "application", "title", "lead school", "category", "requested", "state")


def show(
    context: typer.Context,
    round_: Annotated[str, typer.Argument(metavar="ROUND", help="Such as 2026-AUT.")],
    category: Annotated[str | None, typer.Option(help="Only this category.")] = None,
    after: Annotated[str | None, typer.Option(help="Go on after this application.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="So many at most.")] = 100,
    as_json: Json = False,
) -> None:
    """Rank a round's applications whose reviews are all in; ties by submission."""
    from applications.views import ranking

    async def look(service: AtRest) -> list[dict[str, Any]]:
        async with service.store.reading() as session:
            return await ranking.page(session, round_, category, after, limit)

    found = with_store(context, look)
    if as_json:
        print_json(found)
    elif found:
        print_table(counted(len(found), "application"), HEADS, [_cells(each) for each in found])
    else:
        say(f"No application of {round_} has all its reviews.")


def _cells(row: dict[str, Any]) -> list[Any]:
    state = "moderation needed" if row["moderation_needed"] else row["state"]
    return [
        row["ranking"],
        row["application"],
        row["title"],
        row["lead_school"],
        row["category"],
        pounds(row["requested_pence"]),
        state,
    ]
