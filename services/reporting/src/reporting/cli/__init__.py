"""The operator's commands: rebuild the read models, publish a report, read the journal."""

from typing import TYPE_CHECKING, Annotated

import typer

from chassis.cli import Json, fail, print_json, print_table, say, service_cli, with_service
from reporting.cli import journal
from reporting.settings import Settings

if TYPE_CHECKING:
    from chassis import Service
    from reporting.use_cases.rebuild import Rebuilt

app = service_cli("reporting", Settings)
app.add_typer(journal.app, name="journal")


@app.command()
def rebuild(
    context: typer.Context,
    check: Annotated[bool, typer.Option(help="Compare only. Change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Recompute the read models from the journal and compare them with the present ones.

    Exit status 0: they are equal. Exit status 1: they differ.
    """
    from reporting.use_cases.rebuild import rebuild as rebuild_all

    rebuilt = with_service(context, lambda service: rebuild_all(service, swap=not check))
    if as_json:
        print_json(rebuilt.as_json())
    else:
        _print(rebuilt, check=check)
    if not rebuilt.equal:
        raise typer.Exit(1)


@app.command()
def publish(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="funding, pipeline, schools, support or year-end")],
    year: Annotated[str, typer.Option(help="The council year of a year end, as 2026-27.")] = "",
    as_json: Json = False,
) -> None:
    """Publish a fixed copy of a report, and announce it."""
    from reporting.domain.years import year_labelled
    from reporting.reports import reports_for
    from reporting.use_cases.publishing import publish_report

    open_reports = reports_for(case_pages=False)  # a published report is for everybody
    if name not in open_reports:
        raise fail(f"There is no report {name!r}. Reports: {', '.join(open_reports)}.")

    if year and not open_reports[name].always_of_a_year:
        raise fail(f"The report {name} is published of all years. Leave --year out.")
    try:
        period = year_labelled("council", year) if year else None
    except ValueError:
        raise fail(f"A council year is written like 2026-27, not {year}.") from None

    async def work(service: "Service") -> dict[str, object]:
        async with service.work() as work:
            return (await publish_report(name, work, period)).model_dump(mode="json")

    published = with_service(context, work)
    if as_json:
        print_json(published)
    else:
        say(f"Published {published['report']} ({name}, up to event {published['position']}).")
        say(f"Page: /reports/published/{published['report']}")
        say(f"SHA-256: {published['checksum']}")


def _print(rebuilt: "Rebuilt", *, check: bool) -> None:
    heads = ["Read model", "Rows before", "Rows after", "Only before", "Only after", ""]
    print_table(
        f"Read models, rebuilt from the journal up to event {rebuilt.position}",
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
    result = "are equal to" if rebuilt.equal else "DIFFER from"
    done = "Nothing was changed." if check else "The rebuilt tables are in use."
    say(f"The rebuilt read models {result} the present ones. {done}")
