"""The facts of a run: its calendar, its schools, and the values that it learns from events."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from attain.publish.event_listener import ReceivedEvent
from attain.publish.publish_outcome import candidates
from attain.scenario import calendar as days
from attain.scenario.calendar import Calendar
from attain.scenario.projects import PROJECTS, Project
from attain.scenario.selection import Selection
from chassis import package_folder

Data = dict[str, Any]
REFERENCES = {"application", "award"}
CASE_REFERENCES = {
    "case": "C",
    "provider": "PRV",
    "support": "S",
    "visit": "V",
    "notice": "WN",
}
IDENTITIES = (*REFERENCES, *CASE_REFERENCES, "form_reference", "round", "urn", "event_id")


class Facts:
    """Values by field name, common to the run and for each project."""

    def __init__(
        self, calendar: Calendar, selection: Selection, earlier: Sequence[Data] = ()
    ) -> None:
        self.calendar, self.selection = calendar, selection
        self.earlier = earlier  # applications of former runs that hold money
        self._common = {
            "round": calendar.round,
            "meeting": calendar.meeting,
            "panel": calendar.meeting,
            "concern": f"SC-{calendar.stamp}",
            "authority": selection.authority,
            "urn": selection.supported["urn"],
            "supported": selection.supported["name"],
            **{name: f"{letter}-{calendar.stamp}" for name, letter in CASE_REFERENCES.items()},
        }
        self._projects = {project.number: self._known(project) for project in PROJECTS}

    def of(self, project: Project | None) -> Data:
        """What is known about a project, or about the run where there is none."""
        return self._projects[project.number] if project else self._common

    def identities(self, project: Project | None) -> Data:
        """The identities that an event about it may carry."""
        known = self.of(project)
        return {name: known[name] for name in IDENTITIES if known.get(name)}

    def learn(self, project: Project | None, **values: Any) -> None:
        """Keep values; later events need them."""
        self.of(project).update(values)

    def learn_from(self, project: Project | None, event: ReceivedEvent) -> None:
        """Keep the identities in an event, and the trace of the first."""
        self.of(project).setdefault("trace", event.trace)
        self.learn(project, **{name: event.data[name] for name in REFERENCES & event.data.keys()})

    def contact_address(self, project: Project) -> str:
        """It differs in each run, so that its mails can be found."""
        name = project.contact.lower().replace(" ", ".")
        return f"{name}.{self.calendar.stamp}-{project.number}@example.org"

    def office_address(self, school: Data) -> str:
        """The shared mailbox of a partner school."""
        return f"office.{school['urn']}@example.org"

    def head_teacher_id(self, school: Data) -> str:
        """The id of a lead school's head teacher in the directory."""
        return f"p-head-{school['urn']}"

    def _known(self, project: Project) -> Data:
        reference = f"{self.calendar.stamp}-{project.number:02d}"
        urn = self.selection.lead(project)["urn"]
        evidenced_at = self.calendar.at(days.EVIDENCED, minute=project.number)
        return {
            **self._common,
            **asdict(project),
            "concern": self._common["concern"],
            "code": project.condition,
            "urn": urn,
            "lead_school": urn,
            "form_reference": f"FORM-{reference}",
            "payment_reference": f"BACS-{reference}",
            "evidence_submitted_at": evidenced_at.isoformat(),
        }


def data_of(event_type: str, facts: Facts, project: Project | None, at: datetime) -> Data:
    """The contract's own example, with every field that is known and its instant replaced."""
    data = _example(f"council.{event_type}.v1", project)
    instants = {name: at.isoformat() for name in data if name.endswith("_at")}
    known = facts.of(project)
    return {**data, **instants, **{name: known[name] for name in data.keys() & known.keys()}}


def _example(event_type: str, project: Project | None) -> Data:
    """The example of the project's category where the contract has one for each."""
    (owner,) = candidates(event_type)
    path = package_folder(owner, "contracts") / "intake" / f"{event_type}.schema.json"
    examples: list[Data] = json.loads(path.read_text("utf-8"))["examples"]
    category = project.category if project else None
    return next((each for each in examples if each.get("category") == category), examples[0])
