"""Imports each file in the intake folder, then moves it to done or refused."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from chassis import Service
from schools.domain.files.extract import selection
from schools.domain.files.file import File, Summary
from schools.domain.rejections import FileRejected, reject
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links

log = structlog.get_logger()

# The store or the disk fails: the file stays in the folder and is tried again.
OUT_OF_REACH = (OperationalError, InterfaceError, OSError)

FAILED = (
    "The import failed because of an error in the service ({kind}, see its log). Nothing was "
    "changed. When the error is fixed, put the file into the intake folder again."
)


# Besides CSV files the kinds that people put here in their place: each is refused by its name.
SUFFIXES = frozenset(
    (".csv", ".txt", ".zip", ".gz", ".7z", ".xlsx", ".xlsm", ".xls", ".pdf", ".htm", ".html")
)


async def watch(service: Service) -> None:
    """Looks into the folder at intervals; a file is complete once it has stopped growing."""
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
    """The intake folder; creates it if it is missing."""
    folder = service.settings.data_dir / "intake" / "gias"
    for each in (folder, folder / "done", folder / "refused"):
        each.mkdir(parents=True, exist_ok=True)
    return folder


def waiting(folder: Path) -> list[Path]:
    """The files in the folder, links first and then by name, which has the date."""
    found = [p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file()]
    return sorted(found, key=lambda path: (not is_links(path.name), path.name))


def is_links(name: str) -> bool:
    """Whether a file is a links file, by its name."""
    return "links" in name.casefold()


async def take(service: Service, path: Path) -> Summary | None:
    """Imports one file and moves it; writes the reasons of a rejection beside the file.

    A file that fails for another reason is moved too, or the others would wait behind it. Only a
    store that cannot be reached is raised, and then every file stays in the folder.
    """
    content = await asyncio.to_thread(path.read_bytes)
    try:
        summary = await _import(service, path.name, content)
    except FileRejected as refusal:
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
    except (FileRejected, *OUT_OF_REACH):
        raise
    except Exception as failure:
        log.exception("import failed", file=name)
        raise reject("our-failure", FAILED.format(kind=type(failure).__name__)) from failure


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
