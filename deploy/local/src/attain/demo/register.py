"""The demonstration's first act: a register comes in, and its schools are cast."""

import asyncio
import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import httpx

from attain.demo.casting import PREFERRED, Cast, cast
from attain.demo.stage import Stage
from attain.stack.processes import own_command

SAMPLE = Path(__file__).parents[1] / "sample" / "register-2025.csv"
NEIGHBOUR = "805"


class RegisterRefusedError(Exception):
    """The schools service did not take the extract, and said why."""


async def take_in(stage: Stage, register: Path | None) -> Cast:
    """Imports the extract with the officer's own command, then asks who is in it."""
    summary = await _import(stage, register or SAMPLE)
    schools = await _all_schools(stage.stack.plan.http_url("schools"))
    stage.note(f"the register's {len(schools)} schools can be asked for", seen=bool(schools))
    if not summary["repeated"]:
        digest = summary["file_sha256"]
        said = "the register is announced on the bus"
        await stage.hear("schools.register.imported", said, file_sha256=digest)
    return cast(schools)


async def _import(stage: Stage, extract: Path) -> dict[str, Any]:
    selection = ["--la", f"{NEIGHBOUR},{PREFERRED}"] if _names_us(extract) else ["--all"]
    process = await asyncio.create_subprocess_exec(
        own_command("schools"),
        "import-gias",
        str(extract),
        *selection,
        "--json",
        env=stage.stack.environment,
        stdout=subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise RegisterRefusedError(said.decode(errors="replace").strip())
    return dict(json.loads(said)[-1])


def _names_us(extract: Path) -> bool:
    """Whether the extract has the two authorities that Attain was made for."""
    with extract.open(encoding="cp1252", errors="replace", newline="") as lines:
        codes = {row.get("LA (code)") for row in csv.DictReader(lines)}
    return PREFERRED in codes


async def _all_schools(address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        following: str | None = "/schools?status=1&limit=500"
        while following:
            page = (await client.get(following)).raise_for_status().json()
            found += page["schools"]
            following = page["next"]
    return found
