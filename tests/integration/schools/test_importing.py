"""An extract is applied whole with its events, or not at all."""

import asyncio

import pytest

from attain.sample.register import as_csv
from attain.sample.register_schools import register_2025
from chassis.contracts.outgoing import Cause, envelope
from integration.schools.registers import (
    BOTH,
    SAMPLE,
    all_rows,
    events_of,
    import_later,
    import_sample,
    register_of,
)
from schools.domain.files.file import File
from schools.domain.rejections import FileRejected
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links


@pytest.fixture
async def service(store_url, tmp_path):
    async with register_of(store_url("schools"), tmp_path) as built:
        yield built


async def test_a_first_extract_registers_every_school_and_says_so_once(service):
    summary = await import_sample(service)
    assert (summary.added, summary.rows) == (40, 40)
    assert summary.extract_date.isoformat() == "2025-09-01"
    registered = await events_of(service, "registered")
    assert len(registered) == 40
    assert {headers["ce-aggregateversion"] for headers, _ in registered} == {"1"}
    (headers, data), *more = await events_of(service, "imported")
    assert more == []
    assert headers["ce-subject"] == data["file_sha256"]
    assert (data["added"], data["selection"], data["kind"]) == (40, "all", "full")


async def test_a_later_extract_tells_what_changed_and_who_converted(service):
    await import_sample(service)
    summary = await import_later(service)
    assert (summary.added, summary.converted, summary.closed) == (2, 2, 0)
    converted = {data["urn"]: data for _, data in await events_of(service, "converted")}
    assert {urn: data["successor"] for urn, data in converted.items()} == {
        "900003": "900101",
        "900036": "900102",
    }
    assert converted["900003"]["close_date"] == "2026-03-31"
    assert converted["900036"]["converted_on"] == "2026-04-01"
    changed = {
        data["urn"]: data["changes"]
        for headers, data in await events_of(service, "changed")
        if "name" in data["changes"]
    }
    assert changed["900007"]["name"] == {
        "from": "Elm Street Primary School",
        "to": "Elm Street Community Primary School",
    }


async def test_versions_of_a_school_rise_by_one_and_its_correlation_stays(service):
    await import_sample(service)
    await import_later(service)
    told = [headers for headers, data in await events_of(service) if data.get("urn") == "900003"]
    versions = [int(headers["ce-aggregateversion"]) for headers in told]
    assert versions == list(range(1, len(told) + 1))
    assert len({headers["ce-correlationid"] for headers in told}) == 1


async def test_the_same_file_again_changes_nothing_and_says_nothing(service):
    await import_sample(service)
    before = [await all_rows(service, table) for table in ("school", "outbox", "register_import")]
    summary = await import_sample(service)
    assert summary.repeated
    after = [await all_rows(service, table) for table in ("school", "outbox", "register_import")]
    assert after == before


async def test_an_extract_that_says_nothing_new_is_announced_without_any_school(service):
    await import_sample(service)
    other = SAMPLE["register-2025.csv"].replace(b'"01-09-2025"', b'"02-09-2025"')
    summary = await import_extract(service, File("register.csv", other))
    assert (summary.changed, summary.unchanged) == (0, 40)
    assert len(await events_of(service, "imported")) == 2
    assert await events_of(service, "changed") == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda content: content[:-20], "truncated"),
        (lambda content: content.replace(b'"EstablishmentName"', b'"Name"', 1), "column-missing"),
        (lambda content: b"\r\n".join(content.split(b"\r\n")[:37]) + b"\r\n", "shrunk"),
        (lambda content: content.replace(b"-2025", b"-2019"), "older"),
    ],
)
async def test_nothing_of_a_refused_file_is_applied(service, spoil, code):
    await import_sample(service)
    before = [await all_rows(service, table) for table in ("school", "outbox", "register_import")]
    changed = SAMPLE["register-2025.csv"].replace(b"Alder Grove", b"Alder Grave")
    with pytest.raises(FileRejected) as refused:
        await import_extract(service, File("edubasealldata.csv", spoil(changed)))
    assert [reason.code for reason in refused.value.reasons] == [code]
    after = [await all_rows(service, table) for table in ("school", "outbox", "register_import")]
    assert after == before


async def test_only_the_selected_authorities_come_in(service):
    summary = await import_sample(service, authorities=("805",))
    assert summary.added == 7
    assert {row["la_code"] for row in await all_rows(service, "school")} == {"805"}


async def test_a_wider_selection_adds_the_rest_and_leaves_the_first_alone(service):
    await import_sample(service, authorities=("805",))
    summary = await import_sample(service, authorities=BOTH)
    assert (summary.added, summary.changed, summary.unchanged) == (33, 0, 7)


async def test_two_imports_at_once_both_count(service):
    summaries = await asyncio.gather(
        import_sample(service, authorities=("805",)), import_sample(service, authorities=("806",))
    )
    assert sorted(summary.added for summary in summaries) == [7, 33]
    assert [row["number"] for row in await all_rows(service, "register_import")] == [1, 2]


async def test_links_that_come_after_the_schools_name_the_conversions_still(service):
    await import_sample(service, authorities=("806",))
    moved = SAMPLE["register-2026.csv"].replace(b'"TS95 4AE"', b'"TS95 9ZZ"')
    first = SAMPLE["register-2026.csv"] != moved
    assert first, "the converted school's postcode is in the sample"
    only_linked = moved.replace(b'"Brambleside Primary School"', b'"Brambleside Academy"')
    summary = await import_extract(
        service, File("edubaseallstatefunded20260901.csv", only_linked, ("806",))
    )
    assert summary.converted == 0
    linked = await import_links(service, File("links20260902.csv", SAMPLE["links.csv"]))
    assert linked.converted == 1
    (_, data), *_ = await events_of(service, "converted")
    assert (data["urn"], data["successor"]) == ("900003", "900101")


async def test_links_come_and_go_with_the_files(service):
    await import_sample(service)
    await import_links(service, File("links20260401.csv", SAMPLE["links.csv"]))
    kept = SAMPLE["links.csv"].split(b"\r\n")
    without = b"\r\n".join([kept[0], *kept[3:]])
    with pytest.raises(FileRejected):
        await import_links(service, File("links20260501.csv", without))
    await import_links(service, File("links20260501.csv", without), shrink_percent=50)
    school = next(row for row in await all_rows(service, "school") if row["urn"] == "900001")
    assert school["predecessors"] is None
    changes = [d["changes"] for _, d in await events_of(service, "changed") if d["urn"] == "900001"]
    assert changes == [
        {"predecessors": {"from": None, "to": ["900031"]}, "successors": {"from": None, "to": []}},
        {"predecessors": {"from": ["900031"], "to": None}, "successors": {"from": [], "to": None}},
    ]


async def test_events_recorded_in_bulk_have_the_envelope_of_any_other(service):
    await import_sample(service)
    for headers, data in (await events_of(service, "registered"))[:3]:
        expected = envelope(
            "schools",
            {"type": "council.schools.school.registered.v1", "subject": data["urn"]},
            event_id=headers["ce-id"],
            version=1,
            correlation_id=headers["ce-id"],
            now=service.clock(),
            cause=Cause(),
        )
        assert list(headers) == list(expected)
        assert {**headers, "ce-time": ""} == {**expected, "ce-time": ""}


def test_the_sample_writer_is_what_the_tests_spoil():
    assert as_csv(["URN"], [[school.urn] for school in register_2025()]).startswith(b'"URN"\r\n')
