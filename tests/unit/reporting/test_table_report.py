"""A report that is a table needs a title, a definition, columns and a query, and no template."""

from datetime import UTC, datetime

from reporting.domain.definitions import Definition
from reporting.pages import report_page
from reporting.reports.report import Figures, Kind, Report

AS_OF = datetime(2026, 11, 26, 16, 14, tzinfo=UTC)


async def query(*_: object) -> Figures:
    return Figures({}, [], {})


KIND = Kind(
    "Repayments",
    "Money that schools paid back.",
    Definition("repayments/2", (("Repaid", "Money that arrived."),)),
    ("award", "repaid_pence"),
    query,
)


def page(*rows: dict[str, object]) -> str:
    return report_page(Report("repayments", KIND, AS_OF, 7, {}, list(rows), {}))


def test_table_report_shows_its_columns_rows_and_definitions() -> None:
    html = page({"award": "G-2026-<1>", "repaid_pence": 123_456})

    assert 'scope="col" class="number">Repaid</th>' in html
    assert 'data-head="Repaid" class="number">£1,234.56</td>' in html
    assert "G-2026-&lt;1&gt;" in html
    assert "Money that arrived." in html


def test_table_report_gives_time_version_and_newest_event() -> None:
    html = page()

    assert "Last updated <strong>26 November 2026 at 4:14pm</strong>." in html
    assert "(version 2). Event 7" in html


def test_table_report_without_rows_says_so() -> None:
    assert "There is nothing to show yet." in page()
