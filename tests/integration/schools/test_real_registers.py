"""The real registers of 2023 and 2025, for two authorities and for all of England."""

import asyncio

import httpx
import pytest

from integration.schools.registers import BOTH, all_rows, events_of, register_of
from schools.domain.files.file import File
from schools.domain.files.table import read_table
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links

FULL, STATE_FUNDED = "edubasealldata20231116.csv", "edubaseallstatefunded20250717.csv"
LINKS = "links_edubasealldata20250422.csv"


@pytest.fixture
def real(shared):
    def file(name: str, authorities: tuple[str, ...] = ()) -> File:
        return File(name, (shared / "data" / "gias" / name).read_bytes(), authorities)

    return file


@pytest.fixture
async def service(store_url, tmp_path):
    async with register_of(store_url("schools"), tmp_path) as built:
        yield built


async def converted(service):
    return {data["urn"]: data["successor"] for _, data in await events_of(service, "converted")}


async def test_two_years_in_middlesbrough_and_hartlepool(service, real):
    first = await import_extract(service, real(FULL, BOTH))
    assert (first.kind, first.rows, first.added) == ("full", 256, 256)
    linked = await import_links(service, real(LINKS))
    assert linked.converted == 0
    second = await import_extract(service, real(STATE_FUNDED, BOTH))
    assert (second.kind, second.rows) == ("state-funded", 96)
    assert (second.added, second.converted, second.closed) == (6, 5, 0)
    assert await converted(service) == {
        "111661": "150414",
        "111614": "151211",
        "111586": "151369",
        "111581": "151741",  # after the links file's day: by name and postcode
        "111590": "151742",
    }
    data = next(d for _, d in await events_of(service, "converted") if d["urn"] == "111586")
    assert (data["close_date"], data["converted_on"]) == ("2024-11-30", "2024-12-01")
    assert (await import_extract(service, real(STATE_FUNDED, BOTH))).repeated


async def test_without_a_links_file_the_same_conversions_are_found_by_likeness(service, real):
    await import_extract(service, real(FULL, BOTH))
    second = await import_extract(service, real(STATE_FUNDED, BOTH))
    assert second.converted == 5
    assert (await converted(service))["111586"] == "151369"


async def changed_beside_the_file(service, file, number):
    """How many schools that the file lacks an import changed: those whose links hold from now."""
    table = read_table(file.content)
    at = table.header.index("URN")
    rows = {cells[at] for cells in table.rows.values()}
    return sum(
        (row["import_number"], row["happened"]) == (number, "changed") and row["urn"] not in rows
        for row in await all_rows(service, "school_history")
    )


async def asked_meanwhile(service, importing):
    """What GET /schools says the number of schools is, again and again until the import ends."""
    task, totals = asyncio.create_task(importing), []
    transport = httpx.ASGITransport(app=service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        while not task.done():
            totals.append((await client.get("/schools?limit=1")).json()["total"])
            await asyncio.wait({task}, timeout=0.05)
    return await task, totals


@pytest.mark.timeout(600)
async def test_all_england(service, real):
    first, seen = await asked_meanwhile(service, import_extract(service, real(FULL)))
    assert (first.rows, first.added) == (50_515, 50_515)
    assert len(seen) > 3, "the service answers while it imports"
    assert set(seen) <= {0, 50_515}, "and never shows half an extract"
    assert (await import_extract(service, real(FULL))).repeated
    linked = await import_links(service, real(LINKS))
    assert (linked.rows, linked.converted) == (33_801, 0)
    second = await import_extract(service, real(STATE_FUNDED))
    assert second.rows == 22_010
    assert (second.added, second.converted, second.closed) == (1_057, 1_070, 0)
    beside = await changed_beside_the_file(service, real(STATE_FUNDED), 3)
    assert second.added + second.changed - beside + second.unchanged == second.rows
