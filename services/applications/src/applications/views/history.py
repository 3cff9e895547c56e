"""The history of an application: what happened when, from the rows of its file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from applications.domain.money.money import pounds

Json = Mapping[str, Any]


class Step(NamedTuple):
    """What the rows of a table say happened: the field with their time, and their words."""

    table: str
    at: str
    words: Callable[[Json], str]


def history(file: Json) -> list[dict[str, Any]]:
    """Each step with its time, the oldest first; what was recorded of a day comes first in it."""
    steps = [*_own(file), *_rows(file, STEPS), *_rows(file["award"] or {}, STEPS_OF_AWARD)]
    return sorted(steps, key=lambda step: (str(step["at"]), step["what"]))


def _own(file: Json) -> Iterator[dict[str, Any]]:
    """The steps that the application's own row tells."""
    yield _step(file["submitted_at"], f"Submitted as form {file['form_reference']}")
    if file["withdrawn_at"]:
        yield _step(file["withdrawn_at"], "Withdrawn, or ended with its round")
    if file["held_since"]:
        yield _step(file["held_since"], f"On hold for {', '.join(file['held_for'])}")
    if file["ended_at"]:
        yield _step(file["ended_at"], "Ended by an officer while it was on hold")
    for answer in file["consents"]["answers"]:
        yield _step(answer["answered_at"], f"Partner {answer['urn']} {answer['answer']}")
    for decision in file["decisions"]:
        if decision["released_at"]:
            words = f"Decision of {decision['meeting']} announced by {decision['released_by']}"
            yield _step(decision["released_at"], words)
    if award := file["award"]:
        words = f"Award {award['award']} of {pounds(award['awarded_pence'])} made"
        yield _step(award["awarded_at"], words)


def _rows(file: Json, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
    for step in steps:
        for row in file.get(step.table) or ():
            if row[step.at] is not None:
                yield _step(row[step.at], step.words(row))


def _step(at: Any, what: str) -> dict[str, Any]:
    return {"at": at, "what": what}


def _decided(row: Json) -> str:
    awarded = f", {pounds(row['awarded_pence'])}" if row["awarded_pence"] else ""
    return f"Decision recorded for {row['meeting']}: {row['outcome']}{awarded} ({row['status']})"


def _assessed(row: Json) -> str:
    found = "accepted" if row["accepted"] else "returned"
    return f"Milestone {row['number']}: evidence {found} by {row['assessed_by']}"


def _amount(row: Json) -> str:
    return pounds(row["amount_pence"]) if row["amount_pence"] is not None else "an amount not told"


def _paid(row: Json) -> str:
    return f"Payment {row['payment_reference']} of {_amount(row)} made, now {row['state']}"


def _failed(row: Json) -> str:
    return f"Payment {row['payment_reference']} of {_amount(row)} failed"


# What else the file holds a table of is a line here.
STEPS = (
    Step("interests", "declared_at", lambda row: f"Interest of {row['person']}: {row['nature']}"),
    Step("reviews", "recorded_at", lambda row: f"Scored by {row['reviewer']}"),
    Step("decisions", "recorded_at", _decided),
    Step(
        "novations",
        "agreed_at",
        lambda row: f"{row['successor']} takes the place of {row['from_urn']} ({row['ground']})",
    ),
    Step(
        "conditions_met",
        "found_at",
        lambda row: f"Condition {row['code']} found met by {row['found_by']}",
    ),
)
STEPS_OF_AWARD = (
    Step("evidence", "submitted_at", lambda row: f"Milestone {row['number']}: evidence received"),
    Step("assessments", "assessed_at", _assessed),
    Step("payments", "paid_on", _paid),
    Step("payments", "failed_on", _failed),
)
