"""The journal's money of each application, page by page, for the ledger to be compared with."""

import httpx
import pytest

from integration.reporting.conftest import Desk
from reporting.web import grant_money
from unit.reporting.builders import small_programme


async def test_each_application_shows_its_money_by_the_journal(
    desk: Desk, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.told(small_programme().events)
    whole = (await web.get("/journal/money.json")).json()
    assert whole["next"] is None
    funding = (await web.get("/reports/funding.json")).json()["rounds"]
    for figure in ("reserved_pence", "committed_pence", "paid_pence"):
        by_report = sum(line[figure] for line in funding)
        assert sum(each[figure] for each in whole["applications"]) == by_report > 0

    monkeypatch.setattr(grant_money, "LIMIT", 2)
    paged, after = [], ""
    while after is not None:
        page = (await web.get("/journal/money.json", params={"after": after})).json()
        paged += page["applications"]
        after = page["next"]
    assert paged == whole["applications"]
