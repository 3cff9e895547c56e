"""Extracts that somebody opened and saved by hand: read right, or refused with row and URN."""

import asyncio
import zipfile

import pytest

from integration.schools.registers import all_rows, events_of, register_of
from schools.domain.files.file import File
from schools.domain.rejections import FileRejected
from schools.intake_folder import folder_of, take, watch
from schools.progress_bar import result
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links
from unit.schools.extracts import as_csv, coded

NAME = "edubasealldata20250901.csv"
APOSTROPHE = "St Hilda’s Primary School"


@pytest.fixture
async def service(store_url, tmp_path):
    async with register_of(store_url("schools"), tmp_path, intake_poll_seconds=0.02) as built:
        yield built


def links(*rows: dict[str, object]) -> bytes:
    row = {"URN": 900001, "LinkURN": 900002, "LinkType": "Successor", "LinkEstablishedDate": ""}
    return as_csv([{**row, **each} for each in rows])


async def refusal(importing) -> str:
    with pytest.raises(FileRejected) as refused:
        await importing
    return str(refused.value)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "windows-1252"])
async def test_name_is_published_as_written_in_either_encoding(service, codec):
    await import_extract(service, File(NAME, as_csv([coded(name=APOSTROPHE)], codec)))
    [(_, data)] = await events_of(service, "registered")
    assert data["name"] == APOSTROPHE
    [row] = await all_rows(service, "school")
    assert row["name"] == APOSTROPHE


async def test_same_rows_in_the_other_encoding_change_no_school(service):
    await import_extract(service, File(NAME, as_csv([coded(name=APOSTROPHE)])))
    summary = await import_extract(service, File(NAME, as_csv([coded(name=APOSTROPHE)], "utf-8")))
    assert (summary.repeated, summary.changed, summary.unchanged) == (False, 0, 1)
    assert await events_of(service, "changed") == []


async def test_empty_rows_are_skipped_and_counted_in_summary_output_and_event(service):
    summary = await import_extract(service, File(NAME, as_csv([coded()]) + b",,,,\r\n,,,,\r\n"))
    assert (summary.rows, summary.added, summary.empty_rows) == (1, 1, 2)
    assert "2 empty rows were skipped." in result(summary)
    [(_, data)] = await events_of(service, "imported")
    assert (data["rows"], data["empty_rows"]) == (1, 2)
    [kept] = await all_rows(service, "register_import")
    assert (kept["rows"], kept["empty_rows"]) == (1, 2)


async def test_empty_rows_are_not_rows_that_the_next_file_is_measured_by(service):
    await import_extract(service, File(NAME, as_csv([coded()]) + b",,,,\r\n" * 40))
    later = as_csv([coded(name="Renamed Primary School")])
    summary = await import_extract(service, File("edubasealldata20250902.csv", later))
    assert (summary.rows, summary.changed, summary.empty_rows) == (1, 1, 0)


async def test_message_about_a_links_file_names_that_file(service):
    bad = File("links20260401.csv", links({}, {"LinkURN": "x"}))
    expected = "Links file links20260401.csv: Row 3 (URN 900001) does not link two URNs"
    assert (await refusal(import_links(service, bad))).startswith(expected)

    cut = File("links20260401.csv", links({})[:-9])
    assert (await refusal(import_links(service, cut))).startswith("Links file links20260401.csv: ")

    await import_links(service, File("links20260401.csv", links({})))
    older = File("links20260301.csv", links({"LinkURN": 900003}))
    message = await refusal(import_links(service, older))
    assert message.startswith("Links file links20260301.csv: The file is dated 2026-03-01.")


async def test_reasons_beside_a_refused_file_name_row_and_urn(service):
    path = await asyncio.to_thread(folder_of, service) / NAME
    path.write_bytes(as_csv([coded(), coded(urn=900002, name="Gorse")]).replace(b"Gorse", b"G\x8f"))
    assert await take(service, path) is None
    reasons = (path.parent / "refused" / f"{NAME}.reasons.txt").read_text()
    assert reasons.startswith("encoding: Row 3 (URN 900002): 'G?' holds the byte 8F")


async def test_zip_file_in_the_intake_folder_is_refused_by_its_kind(service, eventually):
    folder = await asyncio.to_thread(folder_of, service)
    with zipfile.ZipFile(folder / "extract20250901.zip", "w") as archive:
        archive.writestr(NAME, as_csv([coded()]))
    watching = asyncio.create_task(watch(service))
    reasons = folder / "refused" / "extract20250901.zip.reasons.txt"
    stated = "wrong-kind: The file is a zip file, not a CSV file. Unpack it"
    await eventually(lambda: reasons.exists() and reasons.read_text().startswith(stated))
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


@pytest.fixture
def case(shared):
    """One of the small files that failed, selected by its made-up authority."""

    def chosen(start: str, authority: str) -> File:
        [path] = (shared / "cases").glob(f"{start}_*.csv")
        return File(path.name, path.read_bytes(), (authority,))

    return chosen


async def test_case_saved_as_utf_8_gives_the_name_as_written(service, case):
    await import_extract(service, case("f01", "394"))
    names = {data["urn"]: data["name"] for _, data in await events_of(service, "registered")}
    assert names == {"190001": "Saint-Aidé’s Primary", "190002": "Plain Primary"}


async def test_case_with_a_last_row_of_commas_is_imported(service, case):
    summary = await import_extract(service, case("f02", "933"))
    assert (summary.rows, summary.added, summary.empty_rows) == (1, 1, 1)


async def test_case_with_an_undefined_byte_names_row_and_urn(service, case):
    message = await refusal(import_extract(service, case("f12", "930")))
    assert message.startswith("Row 2 (URN 190007): 'Made Up? Junior' holds the byte 9D")
    assert await all_rows(service, "school") == []
