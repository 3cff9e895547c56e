"""The report of `attain publish --wait`: its words, its exit status, and where it looks."""

from typing import Any

import pytest

from attain.publish.publish import exit_status, in_words
from attain.publish.publish_outcome import candidates
from chassis.messaging.topology import SERVICES


def report(fate: str, state: str | None, *codes: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "type": "council.forms.application.received.v1",
        "fate": fate,
        "state": state,
        "reasons": [{"code": code, "message": f"The {code}."} for code in codes],
        "rejected": state == "parked",
        "caused": [],
        **more,
    }


def test_type_with_a_contract_is_looked_up_in_its_owners_store() -> None:
    assert candidates("council.forms.application.received.v1") == ("applications",)
    assert candidates("council.inspections.inspection.published.v1") == ("schools",)


def test_type_without_a_contract_is_looked_up_in_every_store() -> None:
    assert candidates("council.casework.round.forgotten.v1") == SERVICES


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        ([report("applied", "applied")], 0),
        ([report("duplicate", "applied")], 0),
        ([report("parked", "parked", "unknown-type")], 1),
        ([report("duplicate", "parked", "schema")], 1),
        ([report("waiting", "waiting", "waiting")], 3),
        ([report("unknown", None)], 3),
        ([report("unknown", None), report("parked", "parked", "schema")], 1),
        ([{"id": "1", "type": "t", "confirmed": True}], 0),
    ],
)
def test_exit_status_tells_rejected_from_unsettled(
    reports: list[dict[str, Any]], status: int
) -> None:
    assert exit_status(reports) == status


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (report("parked", "parked", "unknown-type"), "rejected: unknown-type: The unknown-type."),
        (report("applied", "applied"), "applied; it causes no other event"),
        (report("applied", "applied", caused=["x about y"]), "caused x about y"),
        (report("waiting", "waiting", "round"), "as soon as it can be: The round."),
        (report("duplicate", "parked", "late"), "it is already parked (late: The late.)"),
        (report("unknown", None), "no service has processed it yet"),
    ],
)
def test_report_says_the_outcome_in_words(outcome: dict[str, Any], words: str) -> None:
    assert words in in_words(outcome)
