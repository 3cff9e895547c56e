"""What reporting reads is what the others publish, and what it publishes is as its example says."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.contracts.outgoing import data_of
from reporting.consumers import inbox
from reporting.domain.changes import Seen
from reporting.events import EVENTS, ReportPublished
from reporting.projections.families import read_models_of
from reporting.store import READ_MODELS

AT = datetime(2026, 11, 21, tzinfo=UTC)
PUBLISHERS = ("schools", "applications", "notifications", "reporting")
UNREAD = {"reporting.report", "applications.meeting"}  # journalled, not projected
# Tables that an event of their family may leave as they are.
NOT_ALWAYS = {"payment", "visit_note"}
FOLDER = Path(__file__).parents[3] / "services"
EXAMPLES = sorted(
    path for name in PUBLISHERS for path in (FOLDER / name / "contracts" / "events").glob("*.json")
)


def data(path: Path) -> dict[str, Any]:
    """An example's data object."""
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def is_part(table: str) -> bool:
    """Whether its rows are the parts of a whole, which may have none."""
    return len(READ_MODELS[table].primary_key.columns) > 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem.removeprefix("council."))
def test_example_of_a_publisher_fits_every_table_that_it_changes(path: Path) -> None:
    models, happened = read_models_of(path.stem)
    assert bool(models) is (".".join(path.stem.split(".")[1:3]) not in UNREAD)

    for model in models:
        rows = model.rows(data(path), Seen(happened, AT, 1))
        columns = set(READ_MODELS[model.table].columns.keys())
        assert all(set(row) == columns for row in rows)
        assert rows or model.table in NOT_ALWAYS or is_part(model.table)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem.removeprefix("council."))
def test_unknown_field_changes_nothing(path: Path) -> None:
    models, happened = read_models_of(path.stem)
    seen = Seen(happened, AT, 1)
    for model in models:
        more = {**data(path), "new_field": {"x": 1}}
        assert model.rows(more, seen) == model.rows(data(path), seen)


def test_reporting_hears_each_of_the_four_services() -> None:
    assert inbox.types == sorted(f"council.{name}.#" for name in PUBLISHERS)


def test_what_reporting_publishes_is_as_its_example() -> None:
    assert [ReportPublished] == EVENTS
    [path] = (FOLDER / "reporting" / "contracts" / "events").glob("*.json")
    example = data(path)

    assert path.stem == ReportPublished.event_type
    assert data_of(ReportPublished.model_validate(example)) == example
