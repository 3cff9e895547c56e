"""Closed by mistake, opened again, converted later: the store, the events and the answers."""

import httpx
import pytest

from integration.schools.registers import all_rows, events_of, register_of
from schools.domain.files.file import File
from schools.domain.files.links import MATCHED
from schools.store.tables import LinkRow, SchoolRow
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links
from unit.schools.extracts import as_csv
from unit.schools.reopened import FILES, MISTAKEN, OLD, TRUE

NAMES = [f"edubasealldata2026{day}.csv" for day in ("0201", "0301", "0401", "0601")]
STALE = [
    {
        "URN": OLD,
        "LinkURN": MISTAKEN,
        "LinkType": "Successor",
        "LinkEstablishedDate": "28-02-2026",
    }
]


@pytest.fixture
async def service(store_url, tmp_path):
    async with register_of(store_url("schools"), tmp_path) as built:
        yield built


@pytest.fixture
async def answer(service):
    """The school as GET /schools/{urn} answers it."""
    transport = httpx.ASGITransport(app=service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:

        async def asked(urn: int):
            return (await client.get(f"/schools/{urn}")).json()

        yield asked


async def takes(service, number: int):
    """Imports one of the four extracts; answers the events about schools that it caused."""
    before = len(await events_of(service))
    await import_extract(service, File(NAMES[number], as_csv(FILES[number])))
    return told((await events_of(service))[before:])


def told(events) -> dict[str, tuple[str, str | None]]:
    """URN -> the event about it, and the successor that it names."""
    return {
        data["urn"]: (headers["ce-type"].split(".")[-2], data.get("successor"))
        for headers, data in events
        if "urn" in data
    }


async def test_conversion_taken_back_leaves_neither_link_nor_successor(service, answer):
    for number in range(2):
        await takes(service, number)
    assert (await answer(OLD))["converted_to"] == str(MISTAKEN)
    assert [row["link_urn"] for row in await all_rows(service, "school_link")] == [str(MISTAKEN)]

    assert await takes(service, 2) == {str(OLD): ("changed", None), str(MISTAKEN): ("closed", None)}
    assert await all_rows(service, "school_link") == []
    old, mistaken = await answer(OLD), await answer(MISTAKEN)
    assert (old["status"], old["converted_to"], old["successors"]) == ("Open", None, None)
    assert (old["close_date"], mistaken["predecessors"]) == (None, None)
    [data] = [data for _, data in await events_of(service, "changed") if data["urn"] == str(OLD)]
    assert data["changes"]["successors"] == {"from": [str(MISTAKEN)], "to": None}


async def keeps_as_earlier_versions_did(service) -> None:
    """The school is open again, and its mistaken conversion stays in the store."""
    async with service.work() as work:
        old = await work.session.get_one(SchoolRow, str(OLD))
        old.successors, old.converted_to = f'["{MISTAKEN}"]', str(MISTAKEN)
        mistaken = await work.session.get_one(SchoolRow, str(MISTAKEN))
        mistaken.predecessors = f'["{OLD}"]'
        link = {"urn": str(OLD), "link_urn": str(MISTAKEN), "link_type": MATCHED}
        work.session.add(LinkRow(**link, established_on="2026-02-28"))


async def test_next_extract_takes_back_what_an_earlier_version_kept(service, answer):
    for number in range(3):
        await takes(service, number)
    await keeps_as_earlier_versions_did(service)
    before = len(await events_of(service))
    content = as_csv(FILES[2]) + b",,,\r\n"  # nothing differs but an empty row
    await import_extract(service, File("edubasealldata20260415.csv", content))
    assert told((await events_of(service))[before:]) == {
        str(OLD): ("changed", None),
        str(MISTAKEN): ("changed", None),
    }
    assert await all_rows(service, "school_link") == []
    old, mistaken = await answer(OLD), await answer(MISTAKEN)
    assert (old["converted_to"], old["successors"], mistaken["predecessors"]) == (None, None, None)


async def test_later_conversion_names_the_true_successor_and_nobody_else(service, answer):
    for number in range(3):
        await takes(service, number)
    assert await takes(service, 3) == {
        str(TRUE): ("registered", None),
        str(OLD): ("converted", str(TRUE)),
    }
    old, true = await answer(OLD), await answer(TRUE)
    assert [each["urn"] for each in old["successors"]] == [str(TRUE)]
    assert [each["urn"] for each in true["predecessors"]] == [str(OLD)]
    assert (await answer(MISTAKEN))["predecessors"] is None


async def test_same_extracts_again_change_nothing_after_a_conversion_taken_back(service):
    for number in range(4):
        await takes(service, number)
    tables = ("school", "school_link", "school_history", "outbox")
    before = [await all_rows(service, table) for table in tables]
    for number in (3, 2, 1, 0):
        assert await takes(service, number) == {}
    assert [await all_rows(service, table) for table in tables] == before


async def test_stale_links_file_gives_an_open_school_no_successor(service, answer):
    await takes(service, 0)
    await import_links(service, File("links20260228.csv", as_csv(STALE)))
    await takes(service, 1)
    await takes(service, 2)
    assert (await answer(OLD))["successors"] == []
    assert (await answer(MISTAKEN))["predecessors"] == []
    assert await takes(service, 3) == {
        str(TRUE): ("registered", None),
        str(OLD): ("converted", str(TRUE)),
    }
    assert [each["urn"] for each in (await answer(OLD))["successors"]] == [str(TRUE)]


async def test_copy_kept_by_the_events_alone_equals_the_register(service):
    copies = {}
    for number in range(4):
        await takes(service, number)
    for headers, data in await events_of(service):
        if "urn" in data:
            assert int(headers["ce-aggregateversion"]) > copies.get(data["urn"], (0, {}))[0]
            copies[data["urn"]] = (int(headers["ce-aggregateversion"]), data)
    for row in await all_rows(service, "school"):
        copy = copies[row["urn"]][1]
        for field in ("status_code", "close_date", "name"):
            assert copy[field] == row[field]


async def test_case_of_four_extracts_ends_with_the_one_true_conversion(service, shared):
    steps = []
    for path in sorted((shared / "cases").glob("f04_reopened_*.csv")):
        before = len(await events_of(service))
        await import_extract(service, File(path.name, path.read_bytes(), ("929",)))
        steps.append(told((await events_of(service))[before:]))
    assert len(steps) == 4
    assert steps[1]["190011"] == ("converted", "190012")
    assert steps[2] == {"190011": ("changed", None), "190012": ("closed", None)}
    assert steps[3] == {"190011": ("converted", "190013"), "190013": ("registered", None)}
