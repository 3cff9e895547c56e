"""The pages: rendered here on the server, complete without a script."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.pages import charts, words
from reporting.reports import REPORTS, Report

FOLDER = Path(__file__).parent
STYLE = FOLDER / "assets" / "attain.css"


@cache
def _environment() -> Environment:
    """Everything that is shown is escaped; a name that is missing is an error, not a gap."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words.FILTERS)
    environment.globals.update(charts.GLOBALS, reports=REPORTS)
    return environment


def render(page: str, **shown: Any) -> str:
    """One page as HTML."""
    return _environment().get_template(f"{page}.html").render(**shown)


def report_page(report: Report, frozen: str | None = None) -> str:
    """A report's page; `frozen` is its reference where it was frozen."""
    kind = REPORTS[report.name]
    return render(
        report.name,
        report=report,
        view=report.view,
        title=kind.title,
        about=kind.about,
        frozen=frozen,
    )
