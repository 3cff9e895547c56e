"""The command `import-gias`."""

from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from chassis.cli import Json, fail, print_json, say, with_service
from schools.domain.files.extract import DATED, selection
from schools.domain.files.file import File, Summary
from schools.domain.rejections import FileRejected
from schools.progress_bar import ProgressBar, result
from schools.use_cases.register.progress import Progress


def import_gias(  # noqa: PLR0917 - typer calls it by name
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The GIAS extract.")],
    la: Annotated[
        str, typer.Option(help="Import only these local authorities, such as 805,806.")
    ] = "",
    all_: Annotated[
        bool, typer.Option("--all", help="Import every local authority in the file.")
    ] = False,
    links: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The GIAS links file.")
    ] = None,
    of: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="The date of the extract, if its name has none."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import an extract of the register. A rejected file changes nothing."""
    if la and all_:
        raise typer.BadParameter("Give --la or --all, not both.")
    day = of.date() if of else None

    linking = None
    if links is not None:  # --date is the extract's; the date in the name of a links file is kept
        dated = None if DATED.search(links.name) else day
        linking = File(links.name, links.read_bytes(), given_date=dated)
    extract = File(file.name, file.read_bytes(), given_date=day)

    async def run(service: Any) -> list[Summary]:
        chosen = () if all_ else selection(la or service.settings.authorities)
        with ProgressBar(hidden=as_json) as progress:
            return await _import(service, replace(extract, authorities=chosen), linking, progress)

    try:
        done = with_service(context, run)
    except FileRejected as refusal:
        raise refused(refusal, as_json) from None
    _show(done, as_json)


async def _import(
    service: Any, extract: File, links: File | None, progress: Progress
) -> list[Summary]:
    from schools.use_cases.register.importing import import_extract
    from schools.use_cases.register.linking import import_links

    how = {"shrink_percent": service.settings.shrink_percent, "progress": progress}
    # The links first, because the extract's conversions are found by them.
    done = [await import_links(service, links, **how)] if links else []
    return [*done, await import_extract(service, extract, **how)]


def _show(done: list[Summary], as_json: bool) -> None:
    if as_json:
        print_json([asdict(summary) for summary in done])
        return
    for summary in done:
        say(result(summary))


def refused(refusal: FileRejected, as_json: bool) -> typer.Exit:
    """Raise this: the reasons of a rejected file, and the exit status 1."""
    if as_json:
        print_json({"refused": [reason._asdict() for reason in refusal.reasons]})
        return typer.Exit(1)
    return fail("The file was rejected. Nothing was changed.\n" + "\n".join(_lines(refusal)))


def _lines(refusal: FileRejected) -> list[str]:
    return [f"  {reason.message} ({reason.code})" for reason in refusal.reasons]
