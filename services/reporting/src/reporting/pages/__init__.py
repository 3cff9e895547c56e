"""The pages, rendered on the server; they need no script."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis import visible
from reporting.pages import charts, formatting
from reporting.reports import Report, reports_for

FOLDER = Path(__file__).parent
STYLE = FOLDER / "assets" / "attain.css"


@cache
def _environment() -> Environment:
    """Escapes everything that it shows; a missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters.update(formatting.FILTERS)
    environment.globals.update(charts.GLOBALS)
    return environment


def _visible(value: Any) -> Any:
    """Text from other people without characters that end a line or turn its direction."""
    return visible(value) if type(value) is str else value


def render(page: str, *, case_pages: bool = False, **shown: Any) -> str:
    """One page as HTML; its menu names the reports that are served."""
    template = _environment().get_template(f"{page}.html")
    return template.render(reports=reports_for(case_pages=case_pages), **shown)


def report_page(report: Report, frozen: str | None = None, *, case_pages: bool = False) -> str:
    """A report's page, by its own template or else as a table.

    `frozen` is the reference of a published report.
    """
    template = _environment().select_template([f"{report.name}.html", "table.html"])
    shown = {"report": report, "view": report.view, "kind": report.kind, "frozen": frozen}
    return template.render(reports=reports_for(case_pages=case_pages), **shown)
