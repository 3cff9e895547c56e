"""Imports a register of schools with the officer's command, and reads its open schools."""

import asyncio
import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import httpx

from attain.errors import AttainError
from attain.scenario.context import Context
from attain.scenario.selection import PREFERRED, School
from attain.stack.processes import own_command

SAMPLE = Path(__file__).parents[1] / "sample" / "register-2025.csv"
NEIGHBOUR = "805"  # Hartlepool


class RegisterRefusedError(AttainError):
    """The schools service refused the extract, with its reason."""


async def import_register(context: Context, register: Path | None) -> list[School]:
    """The open schools after the import; without a register the sample is imported."""
    summary = await import_extract(context, register or SAMPLE)
    schools = await _open_schools(context.stack.plan.http_url("schools"))
    context.note(f"The register has {len(schools)} open schools.", seen=bool(schools))
    if not summary["repeated"]:
        wanted = {"file_sha256": summary["file_sha256"]}
        text = "The import of the register is published."
        await context.expect("schools.register.imported", text, wanted)
    return schools


async def import_extract(
    context: Context, extract: Path, day: str | None = None, links: Path | None = None
) -> dict[str, Any]:
    """What the officer's command says; `day` is the extract's date where it does not tell it."""
    selection = ["--la", f"{NEIGHBOUR},{PREFERRED}"] if _has_preferred(extract) else ["--all"]
    process = await asyncio.create_subprocess_exec(
        own_command("schools"),
        "import-gias",
        str(extract),
        *selection,
        *(["--date", day] if day else []),
        *(["--links", str(links)] if links else []),
        "--json",
        env=context.stack.environment,
        stdout=subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode != 0:
        raise RegisterRefusedError(output.decode(errors="replace").strip())
    return dict(json.loads(output)[-1])


def _has_preferred(extract: Path) -> bool:
    with extract.open(encoding="cp1252", errors="replace", newline="") as lines:
        return any(row.get("LA (code)") == PREFERRED for row in csv.DictReader(lines))


async def _open_schools(address: str) -> list[School]:
    found: list[School] = []
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        following: str | None = "/schools?status=1&limit=500"
        while following:
            page = (await client.get(following)).raise_for_status().json()
            found += page["schools"]
            following = page["next"]
    return found


async def holding_money(address: str) -> list[dict[str, Any]]:
    """The applications of former runs whose grants would be double funding."""
    found: list[dict[str, Any]] = []
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for state in ("offered", "accepted", "on-hold"):
            asked: dict[str, Any] | None = {"state": state, "limit": 500}
            while asked:
                page = (await client.get("/applications", params=asked)).raise_for_status().json()
                found += [each for each in page["applications"] if each.get("awarded_pence")]
                asked = {**asked, "after": page["next"]} if page["next"] else None
    return found
