"""Rendering a notice: its subject, its text and its HTML, from templates that cannot do harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.domain.people import CONTACT, HEADTEACHER, OFFICER, OPERATOR, PARTNER
from notifications.domain.wording import day, instant, one_line, pounds, words

FOLDER = Path(__file__).parent.parent / "templates"
SUBJECT = "Subject: "
STAFF = {OFFICER, OPERATOR}
WHY = {
    CONTACT: "You are told because the form names you as its contact.",
    PARTNER: "You are told because your school is a partner in this application.",
    HEADTEACHER: "You are told because you lead a school that this is about.",
    OFFICER: "You are told because you are the school improvement officer for this.",
    OPERATOR: "You are told because you keep this system running.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A message, ready to be put into an envelope."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message addresses: a name where we know one, and the role they are told in."""

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
    )
    environment.filters.update(pounds=pounds, day=day, instant=instant, words=words)
    environment.filters["school"] = _school
    return environment


@pass_context
def _school(context: Context, urn: str) -> str:
    """The school by its name, where a message's reader would otherwise see a number."""
    name = context["schools"].get(urn)
    return f"{name} (URN {urn})" if name else f"the school with URN {urn}"


_TEMPLATES = _environment()


def compile_all() -> None:
    """Compile every template now, so that no first message has to wait for it."""
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
) -> Words:
    """The message in words; raises what Jinja2 raises where the facts do not fill it."""
    values = {
        "facts": facts,
        "reference": reference,
        "schools": schools,
        "greeting": f"Dear {one_line(reader.name, 120)}," if reader.name else "Hello,",
        "why": WHY.get(reader.role, ""),
        "sender_name": sender_name,
        "journey_url": journey_url if reader.role in STAFF else None,
    }
    first, _, body = _TEMPLATES.get_template(f"{template}.txt").render(values).partition("\n")
    subject = one_line(first.removeprefix(SUBJECT))
    html = _TEMPLATES.get_template(f"{template}.html").render(values, subject=subject)
    return Words(subject, _tidy(body), html)


def _tidy(text: str) -> str:
    """No more than one empty line in a row: templates leave some behind."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"
