"""What reporting reads is what the others publish, and what it publishes is as its example says."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.contracts.outgoing import data_of
from reporting.consumers import inbox
from reporting.domain.changes import Seen
from reporting.domain.projections import projection_of
from reporting.events import EVENTS, ReportPublished
from reporting.readers import read
from reporting.store import READ_MODELS

AT = datetime(2026, 11, 21, tzinfo=UTC)
PUBLISHERS = ("schools", "applications", "notifications", "reporting")
UNREAD = {"schools.inspection", "schools.concern", "reporting.report"}  # journalled, not projected
FOLDER = Path(__file__).parents[3] / "services"
EXAMPLES = sorted(
    path for name in PUBLISHERS for path in (FOLDER / name / "contracts" / "events").glob("*.json")
)


def data(path: Path) -> dict[str, Any]:
    """An example's data object."""
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem.removeprefix("council."))
def test_every_example_of_a_publisher_can_be_read_and_fits_the_tables(path: Path) -> None:
    found = projection_of(path.stem)
    if found is None:
        assert ".".join(path.stem.split(".")[1:3]) in UNREAD
        return
    (said, rows), happened = found

    for change in rows(read(said, data(path)), Seen(happened, AT, 1)):
        table = READ_MODELS[change.table]
        assert set(change.row) == set(table.columns.keys())
        keys = [column.name for column in table.primary_key.columns]
        assert change.key == tuple(change.row[name] for name in keys)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem.removeprefix("council."))
def test_a_field_that_reporting_does_not_know_changes_nothing(path: Path) -> None:
    if (found := projection_of(path.stem)) is not None:
        said = found[0].said
        assert read(said, {**data(path), "new_field": {"x": 1}}) == read(said, data(path))


def test_reporting_hears_each_of_the_four_services() -> None:
    assert inbox.types == sorted(f"council.{name}.#" for name in PUBLISHERS)


def test_what_reporting_publishes_is_as_its_example() -> None:
    assert [ReportPublished] == EVENTS
    [path] = (FOLDER / "reporting" / "contracts" / "events").glob("*.json")
    example = data(path)

    assert path.stem == ReportPublished.event_type
    assert data_of(ReportPublished.model_validate(example)) == example
