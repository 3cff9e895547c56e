"""Every date that runs: reviews of tiers and cases, compliance, and the window of powers."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, literal, select, union_all

from reporting.domain.selection import Selection
from reporting.reports.within import in_authority
from reporting.store import READ_MODELS


def running_dates(selection: Selection) -> Select[Any]:
    """The date that is due first at the top."""
    tier, case, notice = (READ_MODELS[name] for name in ("tier", "school_case", "notice"))
    open_case = (case.c.state == "open", case.c.review_due.is_not(None))
    dates = union_all(
        _dates(tier, "tier review", tier.c.urn, tier.c.review_due, selection),
        _dates(case, "case review", case.c.case, case.c.review_due, selection, *open_case),
        _dates(
            notice,
            "notice: comply by",
            notice.c.notice,
            notice.c.compliance_ends,
            selection,
            notice.c.state == "issued",
        ),
        _dates(
            notice,
            "notice: powers end",
            notice.c.notice,
            notice.c.window_ends,
            selection,
            notice.c.state == "not-complied",
            notice.c.window_ends.is_not(None),
        ),
    ).subquery()
    return select(dates).order_by(dates.c.due, dates.c.urn, dates.c.what)


def _dates(
    table: Table,
    what: str,
    reference: Any,
    due: Any,
    selection: Selection,
    *conditions: ColumnElement[bool],
) -> Select[Any]:
    columns = (table.c.urn, table.c.name, table.c.la_code)
    named = (literal(what).label("what"), reference.label("reference"), due.label("due"))
    chosen = (*conditions, *in_authority(table.c.la_code, selection))
    return select(*columns, *named).where(*chosen)
