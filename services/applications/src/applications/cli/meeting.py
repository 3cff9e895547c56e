"""The commands `meeting …`: the panel's pack, on the screen, for programs or as a page to print."""

from pathlib import Path
from typing import Annotated, Any

import typer

from applications.domain.money.money import pounds
from chassis.cli import AtRest, Json, counted, fail, print_json, print_table, say, with_store

app = typer.Typer(no_args_is_help=True, help="Meetings of the panel.")


@app.callback()
def meetings() -> None:
    """Meetings of the panel."""


@app.command()
def show(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="A meeting, such as LDT-2026-11.")],
    as_json: Json = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the pack as a page to print.")
    ] = None,
) -> None:
    """Show a meeting's pack, unreleased decisions included: for the panel and its officers."""
    from applications.views import meeting

    async def look(service: AtRest) -> dict[str, Any] | None:
        async with service.store.reading() as session:
            return await meeting.pack(session, reference)

    pack = with_store(context, look)
    if pack is None:
        raise fail(f"There is no meeting {reference}.")
    if as_json:
        print_json(pack)
    elif html:
        _write(pack, html)
    else:
        _tables(pack)


def _write(pack: dict[str, Any], file: Path) -> None:
    from applications.pages import render

    file.write_text(render("meeting", pack=pack), "utf-8")
    say(f"The pack of {pack['meeting']} is in {file}.")


def _tables(pack: dict[str, Any]) -> None:
    facts = [
        ("held on", pack["held_on"]),
        ("papers by", pack["papers_by"]),
        ("state", pack["state"]),
        *(("warning", each["message"]) for each in pack["warnings"]),
        *(
            (f"at risk: {each['application']}", ", ".join(each["missing"]))
            for each in pack["at_risk"]
        ),
    ]
    print_table(f"{pack['meeting']}: {pack['title']}", ("what", "value"), facts)
    agenda = [
        (
            each["application"],
            each["title"],
            pounds(each["requested_pence"]),
            each["ranking"],
            each["state"],
        )
        for each in pack["items"]
    ]
    heads = ("application", "title", "requested", "ranking", "state")
    print_table(counted(len(agenda), "item"), heads, agenda)
    for each in pack["items"]:
        _item(each)


def _item(item: dict[str, Any]) -> None:
    of = item["application"]
    for title, rows in (
        (f"{of}: interests", [(each["person"], each["why"]) for each in item["interests"]]),
        (
            f"{of}: consents that the lead claims",
            [(each["urn"], each["consented_by"]) for each in item["claims"]],
        ),
        (
            f"{of}: minutes",
            [(f"{each['outcome']}, {each['status']}", each["reasons"]) for each in item["minutes"]],
        ),
    ):
        if rows:
            print_table(title, ("who or what", "says"), rows)
