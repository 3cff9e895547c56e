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
UNREAD = {  # journalled, not projected
    "schools.inspection",
    "schools.concern",
    "schools.results",
    "schools.story",
    "schools.provider",
    "schools.support",
    "schools.notice",
    "schools.power",
    "schools.intervention",
    "schools.case",
    "schools.visit",
    "schools.strategy",
    "reporting.report",
}
FOLDER = Path(__file__).parents[3] / "services"
EXAMPLES = sorted(
    path for name in PUBLISHERS for path in (FOLDER / name / "contracts" / "events").glob("*.json")
)


def data(path: Path) -> dict[str, Any]:
    """An example's data object."""
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem.removeprefix("council."))
def test_example_of_a_publisher_fits_every_table_that_it_changes(path: Path) -> None:
    models, happened = read_models_of(path.stem)
    unread = ".".join(path.stem.split(".")[1:3]) in UNREAD or happened == "tier.proposed"
    assert bool(models) is not unread

    for model in models:
        row = model.row(data(path), Seen(happened, AT, 1))
        assert row is None or set(row) == set(READ_MODELS[model.table].columns.keys())
        assert row is not None or (model.table == "payment" and happened == "payment.requested")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem.removeprefix("council."))
def test_unknown_field_changes_nothing(path: Path) -> None:
    models, happened = read_models_of(path.stem)
    seen = Seen(happened, AT, 1)
    for model in models:
        more = {**data(path), "new_field": {"x": 1}}
        assert model.row(more, seen) == model.row(data(path), seen)


def test_reporting_hears_each_of_the_four_services() -> None:
    assert inbox.types == sorted(f"council.{name}.#" for name in PUBLISHERS)


def test_what_reporting_publishes_is_as_its_example() -> None:
    assert [ReportPublished] == EVENTS
    [path] = (FOLDER / "reporting" / "contracts" / "events").glob("*.json")
    example = data(path)

    assert path.stem == ReportPublished.event_type
    assert data_of(ReportPublished.model_validate(example)) == example
