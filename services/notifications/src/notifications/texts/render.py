"""Renders a message's subject, text and HTML from its template and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chassis import visible
from notifications.domain.inspections import headline
from notifications.domain.recipients import CONTACT, HEADTEACHER, OFFICER, OPERATOR, PARTNER
from notifications.texts.formatting import (
    day,
    due_by,
    instant,
    one_line,
    person_name,
    pounds,
    rejected_event,
    words,
)

FOLDER = Path(__file__).parent / "templates"
SUBJECT = "Subject: "
STAFF = {OFFICER, OPERATOR}
WHY = {
    CONTACT: "You are receiving this because you are the contact on the application form.",
    PARTNER: "You are receiving this because your school is a partner in this application.",
    HEADTEACHER: "You are receiving this because you are the head teacher of a school in this"
    " application.",
    OFFICER: "You are receiving this because you are a school improvement officer for this school"
    " or round.",
    OPERATOR: "You are receiving this because you run this system.",
}


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


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_visible,
    )
    filters = {"pounds": pounds, "day": day, "instant": instant, "words": words}
    environment.filters.update(filters, headline=headline, school=_school, name=_name)
    environment.filters.update(due_by=due_by, rejected_event=rejected_event)
    return environment


def _visible(value: Any) -> Any:
    """Text from other people without characters that end a line or turn its direction."""
    return visible(value) if type(value) is str else value


@pass_context
def _school(context: Context, urn: str) -> str:
    """The school's name and URN."""
    name = context["schools"].get(urn)
    return f"{name} (URN {urn})" if name else f"URN {urn}"


@pass_context
def _name(context: Context, urn: str) -> str:
    """The school's name alone, for a subject."""
    return str(context["schools"].get(urn) or f"school {urn}")


_TEMPLATES = _environment()


def compile_all() -> None:
    """Compile every template now, so that the first message does not wait for it."""
    for name in _TEMPLATES.list_templates():
        _TEMPLATES.get_template(name)


def render(
    template: str,
    facts: Mapping[str, Any],
    reader: Reader,
    *,
    reference: str,
    schools: Mapping[str, str],
    sender_name: str,
    journey_url: str | None = None,
) -> Rendered:
    """The message; raises Jinja2's TemplateError if a fact is missing."""
    name = person_name(reader.name)
    values = {
        "facts": facts,
        "reference": reference,
        "schools": schools,
        "greeting": f"Dear {name}," if name else "Hello,",
        "why": WHY.get(reader.role, ""),
        "sender_name": sender_name,
        "journey_url": journey_url if reader.role in STAFF else None,
    }
    first, _, body = _TEMPLATES.get_template(f"{template}.txt").render(values).partition("\n")
    subject = one_line(first.removeprefix(SUBJECT))
    html = _TEMPLATES.get_template(f"{template}.html").render(values, subject=subject)
    return Rendered(subject, _tidy(body), html)


def _tidy(text: str) -> str:
    """At most one empty line in a row."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"
