"""An example of each message, made from the examples that the services give of their events."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chassis import is_open, package_folder, shown_reasons
from notifications.domain.marks import Mark
from notifications.domain.recipients import OFFICER
from notifications.domain.rejections import message_of
from notifications.incoming import OWNERS, Award, ContactChange, Rejection, SchoolEvent
from notifications.rules import RULES, Rule
from notifications.texts.digest import DIGEST, references
from notifications.texts.letterhead import LOOKING_AGAIN, Letterhead
from notifications.texts.render import Reader, Rendered, render

Facts = dict[str, Any]
SERVICES = {*OWNERS, "reporting"}

_NAMES = {
    "151369": "Newport Primary School",
    "111632": "Acklam Whin Primary School",
    "134076": "Ayresome Primary School",
    "111626": "Linthorpe Community Primary School",
    "111586": "Marton Primary School",
    "900151": "Sunnyside Primary School",
}
_LETTERHEAD = Letterhead(
    sender_name="School improvement programme",
    council="Middlesbrough Council",
    contact="school-improvement@council.example",
    looking_again=LOOKING_AGAIN,
    form_url="https://forms.council.example/funding",
)
_IN_THE_DIGEST = {"offer-answered", "inspection-published"}
_REJECTION = {
    "event_id": "casework-2026-0815",
    "event_type": "council.casework.decision.recorded.v1",
    "event_source": "urn:council:casework",
    "event_subject": "A-2026-0010",
    "key": "fcda7186f6b41f36908e98b62df75d14ec6fe437695c07dd5ea77792bb70a1a5",
    "reasons": [{"code": "not-carried", "message": "An approval needs more votes for it."}],
    "overdue": False,
    "replayable": True,
}
_WARNING = {
    "code": "condition-unmet",
    "message": "It was paid although condition COND-1 is not met.",
}
_CHANGES: dict[str, Facts] = {  # where the owner's example is not the case of the message
    "moderation-needed": {"spread": 4, "moderation_needed": True},
    "scores-to-agree": {"spread": 4, "moderation_needed": True},
    "meeting-quorate": {"at_risk": []},
    "application-declined": {
        "outcome": "declined",
        "awarded_pence": 0,
        "reasons": "The plan does not say how the work goes on after the funding.",
        "appeal_by": "2026-12-05T00:00:00Z",
    },
    "application-deferred": {
        "outcome": "deferred",
        "awarded_pence": 0,
        "reasons": "Please send the letters of the three partner schools.",
    },
    "contact-changed": {"former": "former:contact:FORM-2026-000123"},
    "contact-replaced": {"former": "former:contact:FORM-2026-000123"},
    "payment-with-warnings": {"warnings": [_WARNING]},
    "recovery-with-warnings": {
        "warnings": [
            {
                "code": "without-claim",
                "message": "The council had not claimed this money back.",
            }
        ]
    },
    "offer-ended": {"reason": "partner-left"},
    "delivery-failed": {
        "person": "p-1001",
        "role": "school-improvement-officer",
        "template": "new-application",
        "state": "permanent-failure",
        "reason": "smtp-550 5.1.1",
        "attempts": 1,
    },
    "inspection-published": {
        "judgements": {"Inclusion": "Expected standard", "Achievement": "Strong standard"}
    },
}


@dataclass(frozen=True, slots=True)
class Example:
    """A message, and the row of the table that sends it: a digest has none."""

    template: str
    reference: str
    rendered: Rendered
    rule: Rule | None = None


def example_of(event_type: str) -> Facts:
    """The owner's example of an event; FileNotFoundError where it gives none."""
    if event_type.endswith(".event.rejected.v1"):
        return dict(_REJECTION)
    context = event_type.split(".")[1]
    if context in SERVICES:
        path = package_folder(context, "contracts") / "events" / f"{event_type}.json"
        return dict(json.loads(path.read_text("utf-8")))
    return _example_of_another_system(event_type)


def _example_of_another_system(event_type: str) -> Facts:
    """The first example in the contract that the event's owner keeps."""
    for owner in OWNERS:
        path = package_folder(owner, "contracts") / "intake" / f"{event_type}.schema.json"
        if path.exists():
            return dict(json.loads(path.read_text("utf-8"))["examples"][0])
    raise FileNotFoundError(event_type)


def examples() -> Iterator[Example]:
    """One for each row of the rules, in their order, and a digest."""
    items: list[Facts] = []
    for rule in RULES:
        facts = _facts(rule)
        reference = str(facts[rule.reference])
        role = rule.audiences(facts)[0].role_scopes[0].role
        rendered = _rendered(rule.template, facts, reference, role, rule.event)
        yield Example(rule.template, reference, rendered, rule)
        items.append({"template": rule.template, "facts": facts, "reference": reference})
    daily = [each for each in items if each["template"] in _IN_THE_DIGEST]
    reference = references([str(each["reference"]) for each in daily])
    yield Example(DIGEST, reference, _rendered(DIGEST, {"items": daily}, reference, OFFICER))


def _rendered(
    template: str, facts: Facts, reference: str, role: str, event_type: str = ""
) -> Rendered:
    has_journey = template != DIGEST and is_open(event_type, facts)
    return render(
        template,
        facts,
        Reader("Jo Bell", role),
        reference=reference,
        schools=_NAMES,
        letterhead=_LETTERHEAD,
        journey_url=f"https://attain.example/journeys/{reference}" if has_journey else None,
    )


def _facts(rule: Rule) -> Facts:
    given: Mapping[str, Any] = example_of(rule.event) | _CHANGES.get(rule.template, {})
    facts = rule.model.model_validate(given).facts
    if issubclass(rule.model, ContactChange):
        facts |= {"former": given["former"]}
    if issubclass(rule.model, Award):
        facts |= {"form_reference": "FORM-2026-000123"}
    if issubclass(rule.model, SchoolEvent):
        facts |= {"name": _NAMES[facts["urn"]], "la_code": "806"}
    if issubclass(rule.model, Rejection):
        facts = message_of([facts | {"owner": rule.event.split(".")[1]}], 1, shown_reasons)
    return facts


def index(found: list[Example]) -> str:
    """The table of all rows, and the text of each message once, in Markdown."""
    rows = "\n".join(_row(each.rule) for each in found if each.rule)
    once = {each.template: each for each in found}
    return _HEAD + rows + "\n" + "".join(_section(each) for each in once.values())


def _row(rule: Rule) -> str:
    condition = "" if rule.when.__name__ == "always" else f" {rule.when.__doc__}"
    name = rule.event.removeprefix("council.")
    message = f"[{rule.template}](#{rule.template})"
    readers = ", ".join(each.__name__.replace("_", " ") for each in rule.readers)
    return f"| `{name}`{condition} | {message} | {readers} | {rule.mark} |"


def _section(example: Example) -> str:
    name, rendered = example.template, example.rendered
    return (
        f"\n## {name}\n\n[HTML](messages/{name}.html)\n\n"
        f"```text\nSubject: {rendered.subject}\n\n{rendered.text}```\n"
    )


_HEAD = f"""# Messages

Each e-mail that notifications sends, with an example. `make docs` writes this page from the rules,
the templates and the examples of the events. A person's choice of a daily digest or of no messages
holds for those marked *{Mark.INFORM}*; those marked *{Mark.ACT}* or *{Mark.STATUTORY}* go at once.

| event | message | readers | mark |
|---|---|---|---|
"""
