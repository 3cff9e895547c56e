"""The demonstration's first act: a register comes in, and its schools are cast."""

import asyncio
import csv
import subprocess
from pathlib import Path
from typing import Any

import httpx

from attain.demo.casting import PREFERRED, Cast, cast
from attain.demo.stage import Stage
from attain.programs import own_command

SAMPLE = Path(__file__).parents[1] / "sample" / "register-2025.csv"
NEIGHBOUR = "805"


class RegisterRefusedError(Exception):
    """The schools service did not take the extract, and said why."""


async def take_in(stage: Stage, register: Path | None) -> Cast:
    """Imports the extract with the officer's own command, then asks who is in it."""
    extract = register or SAMPLE
    await _import(stage, extract)
    url = f"{stage.stack.plan.http_url('schools')}/schools"
    async with httpx.AsyncClient(timeout=60) as client:
        answer = await client.get(url)
    answer.raise_for_status()
    schools = _schools(answer.json())
    stage.note(f"the register's {len(schools)} schools can be asked for", bool(schools))
    chosen = cast(schools)
    await stage.hear(
        "schools.school.registered",
        "schools announced itself the schools of the register",
        urn=chosen.leads[1]["urn"],
    )
    return chosen


async def _import(stage: Stage, extract: Path) -> None:
    selection = ["--la", f"{NEIGHBOUR},{PREFERRED}"] if _names_us(extract) else ["--all"]
    process = await asyncio.create_subprocess_exec(
        own_command("schools"),
        "import-gias",
        str(extract),
        *selection,
        env=stage.stack.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise RegisterRefusedError(said.decode(errors="replace").strip())


def _names_us(extract: Path) -> bool:
    """Whether the extract has the two authorities that Attain was made for."""
    with extract.open(encoding="cp1252", errors="replace", newline="") as lines:
        codes = {row.get("LA (code)") for row in csv.DictReader(lines)}
    return PREFERRED in codes


def _schools(document: Any) -> list[dict[str, Any]]:
    return list(document["schools"] if isinstance(document, dict) else document)
