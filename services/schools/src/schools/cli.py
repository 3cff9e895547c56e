"""The commands of the schools service: the chassis' own, and import-gias."""

from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from chassis.cli import Json, fail, print_json, say, service_cli, with_service
from schools.domain.extract import DATED, selection
from schools.domain.files import File, Summary
from schools.domain.refusals import FileRefused
from schools.progress_bar import ProgressBar, sentences
from schools.settings import Settings
from schools.use_cases.progress import Progress

app = service_cli("schools", Settings)


@app.command("import-gias")
def import_gias(  # noqa: PLR0917 - typer calls it by name
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A GIAS extract.")],
    la: Annotated[str, typer.Option(help="Only these authorities, such as 805,806.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every authority in the file.")] = False,
    links: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A GIAS links file.")
    ] = None,
    of: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="The extract's date, if not in its name."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import an extract of the register, whole or not at all."""
    if la and all_:
        raise typer.BadParameter("say --la or --all, not both")
    day = of.date() if of else None

    linking = None
    if links is not None:  # it keeps the date of its own name; --date is the extract's
        dated = None if DATED.search(links.name) else day
        linking = File(links.name, links.read_bytes(), given_date=dated)
    extract = File(file.name, file.read_bytes(), given_date=day)

    async def run(service: Any) -> list[Summary]:
        chosen = () if all_ else selection(la or service.settings.authorities)
        with ProgressBar(hidden=as_json) as progress:
            return await _import(service, replace(extract, authorities=chosen), linking, progress)

    try:
        done = with_service(context, run)
    except FileRefused as refusal:
        raise _refused(refusal, as_json) from None
    _show(done, as_json)


async def _import(
    service: Any, extract: File, links: File | None, progress: Progress
) -> list[Summary]:
    from schools.use_cases.importing import import_extract
    from schools.use_cases.linking import import_links

    how = {"shrink_percent": service.settings.shrink_percent, "progress": progress}
    # The links first, so that the extract is read in the light of them.
    done = [await import_links(service, links, **how)] if links else []
    return [*done, await import_extract(service, extract, **how)]


def _show(done: list[Summary], as_json: bool) -> None:
    if as_json:
        print_json([asdict(summary) for summary in done])
        return
    for summary in done:
        say(sentences(summary))


def _refused(refusal: FileRefused, as_json: bool) -> typer.Exit:
    if as_json:
        print_json({"refused": [reason._asdict() for reason in refusal.reasons]})
        return typer.Exit(1)
    return fail("Rejected, and nothing of it was applied:\n" + "\n".join(_lines(refusal)))


def _lines(refusal: FileRefused) -> list[str]:
    return [f"  {reason.message} ({reason.code})" for reason in refusal.reasons]


if __name__ == "__main__":
    app()
