"""Pages to print, rendered from templates; everything that they show is escaped."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from applications.domain.money.money import pounds
from chassis import visible
from chassis.domain import LONDON

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    """A missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters.update(pounds=_pounds, day=_day, instant=_instant, words=_words)
    return environment


def render(page: str, **shown: Any) -> str:
    """One page as HTML."""
    return _environment().get_template(f"{page}.html").render(**shown)


def _visible(value: Any) -> Any:
    return visible(value) if type(value) is str else value


def _pounds(pence: int | None) -> str:
    return "no limit" if pence is None else pounds(pence)


def _day(value: date | str) -> str:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day.day} {day:%B %Y}"


def _instant(value: datetime) -> str:
    local = value.astimezone(LONDON)
    return f"{_day(local.date())}, {local:%H:%M}"


def _words(code: str) -> str:
    return code.replace("-", " ")
