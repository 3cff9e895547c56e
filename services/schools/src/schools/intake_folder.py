"""A file dropped into the intake folder is imported, then moved to done or refused."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from chassis import Service
from schools.domain.extract import selection
from schools.domain.files import File, Summary
from schools.domain.refusals import FileRefused, refuse
from schools.use_cases.importing import import_extract
from schools.use_cases.linking import import_links

log = structlog.get_logger()

OUT_OF_REACH = (OperationalError, InterfaceError, OSError)  # of the store or the disk: tried again

OURS = (
    "Our own failure ({kind}; the service's log has the whole of it). Nothing of the file was "
    "applied. Once it is mended, put the file into the intake folder again."
)


async def watch(service: Service) -> None:
    """Looks again and again; a file counts as complete once it has stopped growing."""
    folder = folder_of(service)
    sizes: dict[Path, tuple[int, int]] = {}
    while True:
        seen = {path: _measure(path) for path in waiting(folder)}
        still = [path for path, size in seen.items() if sizes.get(path) == size]
        for path in still:
            await take(service, path)
        sizes = {path: size for path, size in seen.items() if path not in still}
        await asyncio.sleep(service.settings.intake_poll_seconds)  # type: ignore[attr-defined]


def folder_of(service: Service) -> Path:
    """The intake folder, made where it is missing."""
    folder = service.settings.data_dir / "intake" / "gias"
    for each in (folder, folder / "done", folder / "refused"):
        each.mkdir(parents=True, exist_ok=True)
    return folder


def waiting(folder: Path) -> list[Path]:
    """The files that lie there, links first and then by name, which holds the date."""
    found = [p for p in folder.iterdir() if p.suffix.lower() == ".csv" and p.is_file()]
    return sorted(found, key=lambda path: (not is_links(path.name), path.name))


def is_links(name: str) -> bool:
    """Whether a file is a links file, by its name."""
    return "links" in name.casefold()


async def take(service: Service, path: Path) -> Summary | None:
    """Imports one file and moves it out of the way; a refusal's reasons lie beside the file.

    What fails for another reason is set aside as well, or it would keep all others waiting; only
    a store out of reach is raised, and then every file stays where it is.
    """
    content = await asyncio.to_thread(path.read_bytes)
    try:
        summary = await _import(service, path.name, content)
    except FileRefused as refusal:
        reasons = [f"{reason.code}: {reason.message}" for reason in refusal.reasons]
        await asyncio.to_thread(_move, path, "refused", reasons)
        log.warning("extract refused", file=path.name, codes=[r.code for r in refusal.reasons])
        return None
    await asyncio.to_thread(_move, path, "done", ())
    log.info("extract imported", file=path.name, rows=summary.rows, repeated=summary.repeated)
    return summary


async def _import(service: Service, name: str, content: bytes) -> Summary:
    settings = service.settings
    chosen = selection(settings.authorities)  # type: ignore[attr-defined]
    percent = settings.shrink_percent  # type: ignore[attr-defined]
    use = import_links if is_links(name) else import_extract
    try:
        return await use(service, File(name, content, chosen), shrink_percent=percent)
    except (FileRefused, *OUT_OF_REACH):
        raise
    except Exception as failure:
        log.exception("import failed", file=name)
        raise refuse("our-failure", OURS.format(kind=type(failure).__name__)) from failure


def _measure(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _move(path: Path, where: str, reasons: Iterable[str]) -> None:
    target = path.parent / where / path.name
    number = 1
    while target.exists():
        number += 1
        target = path.parent / where / f"{path.stem}-{number}{path.suffix}"
    path.rename(target)
    lines = list(reasons)
    if lines:
        target.with_name(f"{target.name}.reasons.txt").write_text("\n".join(lines) + "\n")
