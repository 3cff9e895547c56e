"""Renders a message's subject, text and HTML from its one template and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chassis import visible
from notifications.domain.recipients import CONTACT, FORMER, HEADTEACHER, PARTNER
from notifications.texts.filters import FILTERS
from notifications.texts.formatting import one_line, person_name
from notifications.texts.former_messages import as_of_today
from notifications.texts.inert import inert, inert_facts
from notifications.texts.letterhead import WHY, Letterhead

HERE = Path(__file__).parent
TEMPLATES, LAYOUTS = HERE / "templates", HERE / "layouts"
EARLIER = HERE / "former"  # of messages that only an earlier release queued
SUBJECT = "Subject: "
SCHOOLS = {CONTACT, PARTNER, HEADTEACHER, FORMER}  # they are not shown the way to the journey


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message's subject, text and HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The person to address, by name if we know it, and the role for which they get the message."""

    name: str | None
    role: str

    @property
    def greeting(self) -> str:
        """A name that holds a link or an address is left out."""
        name = person_name(self.name)
        if name:
            return f"Dear {name},"
        return "Dear applicant," if self.name and self.role == CONTACT else "Hello,"


def _environment(form: str, *, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """Each template is rendered twice: with the layout and the parts of text, and of HTML."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([TEMPLATES, LAYOUTS, EARLIER]),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_visible,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(parts=f"parts.{form}", is_html=form == "html")
    return environment


def _visible(value: Any) -> Any:
    # A string that is safe, such as a layout's own part, is ours, and comes escaped.
    return visible(value) if type(value) is str else value


_TEXT, _HTML = _environment("txt", autoescape=False), _environment("html", autoescape=True)


def render(
    template: str,
    facts: Mapping[str, Any],
    reader: Reader,
    *,
    reference: str,
    schools: Mapping[str, str],
    letterhead: Letterhead,
    journey_url: str | None = None,
) -> Rendered:
    """The message; raises Jinja2's TemplateError if a fact is missing."""
    template, facts = as_of_today(template, facts, schools)
    values = {
        "facts": inert_facts(dict(facts)),
        "reference": inert(reference),
        "schools": inert_facts(dict(schools)),
        "greeting": reader.greeting,
        "why": WHY.get(reader.role, ""),
        "letterhead": letterhead,
        "journey_url": None if reader.role in SCHOOLS else journey_url,
    }
    items = facts.get("items", ())
    parts = [_rendered_item(each, values, schools) for each in items]
    return _rendered(template, values | {"items": parts})


def _rendered_item(
    item: Mapping[str, Any], values: Mapping[str, Any], schools: Mapping[str, str]
) -> Rendered:
    """A message inside a digest has no greeting, no closing and no layout of its own."""
    template, facts = as_of_today(item["template"], item["facts"], schools)
    own = {"facts": inert_facts(dict(facts)), "reference": inert(item["reference"])}
    return _rendered(template, {**values, **own, "form": "item"})


def _rendered(template: str, values: Mapping[str, Any]) -> Rendered:
    name, form = f"{template}.jinja", values.get("form", "layout")
    lines = _TEXT.get_template(name).render(values, layout=f"{form}.txt")
    first, _, body = lines.partition("\n")
    subject = one_line(first.removeprefix(SUBJECT))
    html = _HTML.get_template(name).render(values, layout=f"{form}.html", subject=subject)
    return Rendered(subject, _tidy(body), html)


def _tidy(text: str) -> str:
    """At most one empty line in a row."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"
