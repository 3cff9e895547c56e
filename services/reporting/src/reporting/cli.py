"""The operator's commands: rebuild the read models, freeze a report, look into the journal."""

from typing import TYPE_CHECKING, Annotated

import typer

from chassis.cli import Json, fail, print_json, print_table, say, service_cli, with_service
from reporting import cli_journal
from reporting.settings import Settings

if TYPE_CHECKING:
    from chassis import Service
    from reporting.rebuilding import Rebuilt

app = service_cli("reporting", Settings)
app.add_typer(cli_journal.app, name="journal")


@app.command()
def rebuild(
    context: typer.Context,
    check: Annotated[bool, typer.Option(help="Only compare; leave everything as it is.")] = False,
    as_json: Json = False,
) -> None:
    """Recompute the read models from the journal and say whether they come out as they stood.

    Exit status 0 where they are equal, 1 where not.
    """
    from reporting import rebuilding

    rebuilt = with_service(context, lambda service: rebuilding.rebuild(service, swap=not check))
    if as_json:
        print_json(rebuilt.as_json())
    else:
        _tell(rebuilt, check=check)
    if not rebuilt.equal:
        raise typer.Exit(1)


@app.command()
def publish(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="funding, pipeline or schools")],
    as_json: Json = False,
) -> None:
    """Freeze a report as it stands, and announce it."""
    from reporting.reports import REPORTS
    from reporting.use_cases import publish_report

    if name not in REPORTS:
        raise fail(f"There is no such report; there are {', '.join(REPORTS)}.")

    async def work(service: "Service") -> dict[str, object]:
        async with service.work() as work:
            return (await publish_report(name, work)).model_dump(mode="json")

    published = with_service(context, work)
    if as_json:
        print_json(published)
    else:
        say(
            f"{published['report']} holds the {name} report as of event {published['position']}: "
            f"/reports/published/{published['report']}, SHA-256 {published['checksum']}."
        )


def _tell(rebuilt: "Rebuilt", *, check: bool) -> None:
    heads = ["Read model", "Rows before", "Rows after", "Only before", "Only after", ""]
    print_table(
        f"The read models, computed from the journal up to event {rebuilt.position}",
        heads,
        [
            (
                found.table,
                found.rows_before,
                found.rows_after,
                found.only_before,
                found.only_after,
                "equal" if found.equal else "DIFFERENT",
            )
            for found in rebuilt.comparisons
        ],
    )
    for found in rebuilt.comparisons:
        for one in found.differences:
            say(f"{found.table} {one.key}\n  before {one.before}\n  after  {one.after}")
    done = "nothing was changed" if check else "the new tables have taken their place"
    same = "came out as they stood" if rebuilt.equal else "came out DIFFERENT"
    say(f"The read models {same}; {done}.")
