"""The commands `concern …`: read a restricted concern, and see who read one."""

import getpass
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chassis.cli import (
    AtRest,
    Json,
    counted,
    fail,
    print_json,
    print_table,
    with_service,
    with_store,
)

if TYPE_CHECKING:
    from schools.domain.facts import Concern
    from schools.store.tables import ConcernReadingRow

app = typer.Typer(no_args_is_help=True, help="Restricted concerns.")
HEADS = ["when", "concern", "person", "account", "allowed", "reason"]


@app.command()
def show(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="The concern, such as SC-2026-0042.")],
    person: Annotated[str, typer.Option("--as", help="Your id in the directory, such as p-1001.")],
    reason: Annotated[str, typer.Option(help="Why you need to read it. It is recorded.")],
    as_json: Json = False,
) -> None:
    """Show a concern whole. Each request is recorded, also one that is refused."""
    from schools.use_cases.challenge.concerns import Reading, ReadingRefused, read_concern

    if not reason.strip():
        raise typer.BadParameter("say why you need to read it", param_hint="--reason")
    reading = Reading(reference, person, getpass.getuser(), reason.strip())

    async def read(service: Any) -> "Concern | None":
        return await read_concern(service, reading)

    try:
        found = with_service(context, read)
    except ReadingRefused:
        raise fail(
            f"{person} may not read concerns. Your request was recorded. Ask the operator to add "
            "this id to SCHOOLS_RESTRICTED_READERS."
        ) from None
    except ValueError:
        raise fail(
            f"No key in SCHOOLS_KEY opens {reference}. Add the key that sealed it, after the "
            "present one. `schools key status` lists what no key opens."
        ) from None
    if found is None:
        raise fail(f"There is no concern {reference}. Check the reference in the event or mail.")
    _show(asdict(found), as_json)


def _show(concern: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(concern)
    else:
        print_table(concern["concern"], ["what", "value"], list(concern.items()))


@app.command()
def readings(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="Only this concern.")] = "",
    as_json: Json = False,
) -> None:
    """List who asked to read a concern, when and why, the newest first."""

    async def listed(service: AtRest) -> "list[ConcernReadingRow]":
        from schools.store.concerns import readings_of

        async with service.store.reading() as session:
            return await readings_of(session, reference)

    rows = with_store(context, listed)
    if as_json:
        print_json([row.model_dump() for row in rows])
        return
    cells = [[r.read_at, r.concern, r.person, r.account, r.allowed, r.reason] for r in rows]
    print_table(counted(len(rows), "request"), HEADS, cells)
