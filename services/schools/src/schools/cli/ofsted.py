"""The command `import-ofsted`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chassis.cli import Json, counted, print_json, print_table, say, with_service
from schools.cli.register import refused
from schools.domain.files.extract import selection
from schools.domain.rejections import FileRejected

if TYPE_CHECKING:
    from schools.use_cases.register.ofsted import OfstedImport

HEADS = ["row", "URN", "inspection", "result", "why"]


def import_ofsted(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="Ofsted's management information, CSV."),
    ],
    la: Annotated[
        str, typer.Option(help="Import only these local authorities, such as 805,806.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Import inspections from Ofsted's management information, and list what was skipped."""
    from schools.use_cases.register.ofsted import import_ofsted as import_file

    async def run(service: Any) -> "OfstedImport":
        settings = service.settings
        chosen = selection(la or settings.authorities)
        content = file.read_bytes()
        days = settings.inspection_news_days
        return await import_file(service, file.name, content, chosen, days)

    try:
        done = with_service(context, run)
    except FileRejected as refusal:
        raise refused(refusal, as_json) from None
    if as_json:
        counts = {name: done.count(name) for name in ("recorded", "known", "waiting", "skipped")}
        print_json({**asdict(done), **counts})
    else:
        _show(done)


def _show(done: "OfstedImport") -> None:
    say(
        f"{done.file}: {counted(done.rows, 'row')}, "
        f"{counted(done.count('recorded'), 'inspection')} recorded, "
        f"{done.count('known'):,} known before, {done.count('waiting'):,} not public yet, "
        f"{done.count('skipped'):,} skipped."
    )
    skipped = [each for each in done.fates if each.outcome == "skipped"]
    if skipped:
        rows = [[f.row, f.urn, f.kind, f.code, f.message] for f in skipped]
        print_table("Skipped", HEADS, rows)
