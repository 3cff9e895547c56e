"""A file dropped into the folder is imported and moved away, or refused with its reasons."""

import asyncio

import pytest

from integration.schools.registers import SAMPLE, all_rows, register_of
from schools import intake_folder
from schools.intake_folder import folder_of, watch
from schools.use_cases.register.importing import import_extract


@pytest.fixture
async def service(store_url, tmp_path):
    settings = {"intake_poll_seconds": 0.02, "authorities": "805,806"}
    async with register_of(store_url("schools"), tmp_path, **settings) as built:
        yield built


@pytest.fixture
async def folder(service):
    watching = asyncio.create_task(watch(service))
    yield folder_of(service)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def test_a_dropped_file_is_imported_and_moved_to_done(service, folder, eventually):
    (folder / "register-2025.csv").write_bytes(SAMPLE["register-2025.csv"])
    await eventually((folder / "done" / "register-2025.csv").exists)
    assert len(await all_rows(service, "school")) == 40
    (applied,) = await all_rows(service, "register_import")
    assert applied["authorities"] == "805,806"


async def test_a_refused_file_lies_beside_its_reasons(service, folder, eventually):
    (folder / "register-2025.csv").write_bytes(SAMPLE["register-2025.csv"][:-30])
    reasons = folder / "refused" / "register-2025.csv.reasons.txt"
    await eventually(lambda: reasons.exists() and reasons.read_text().startswith("truncated: "))
    assert (folder / "refused" / "register-2025.csv").exists()
    assert await all_rows(service, "school") == []


async def test_file_that_fails_by_our_error_does_not_stop_the_next_one(
    service, folder, eventually, monkeypatch
):
    async def fails_at_one(service, file, **options):
        if file.name == "a-20250901.csv":
            raise OverflowError("a fault of ours")
        return await import_extract(service, file, **options)

    monkeypatch.setattr(intake_folder, "import_extract", fails_at_one)
    (folder / "a-20250901.csv").write_bytes(SAMPLE["register-2025.csv"])
    (folder / "register-2025.csv").write_bytes(SAMPLE["register-2025.csv"])
    await eventually((folder / "done" / "register-2025.csv").exists)
    reasons = folder / "refused" / "a-20250901.csv.reasons.txt"
    stated = "our-failure: The import failed because of an error in the service (OverflowError,"
    await eventually(lambda: reasons.exists() and reasons.read_text().startswith(stated))


async def test_links_are_known_by_their_name_and_go_first(service, folder, eventually):
    (folder / "a-register-20250901.csv").write_bytes(SAMPLE["register-2025.csv"])
    (folder / "links20260401.csv").write_bytes(SAMPLE["links.csv"])
    await eventually((folder / "done" / "links20260401.csv").exists)
    await eventually((folder / "done" / "a-register-20250901.csv").exists)
    assert len(await all_rows(service, "school_link")) == 6


async def test_the_same_file_twice_keeps_both_and_changes_nothing(service, folder, eventually):
    for kept in ("register-2025.csv", "register-2025-2.csv"):
        (folder / "register-2025.csv").write_bytes(SAMPLE["register-2025.csv"])
        await eventually((folder / "done" / kept).exists)
    assert len(await all_rows(service, "register_import")) == 1
