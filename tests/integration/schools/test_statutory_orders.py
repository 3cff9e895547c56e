"""The journey of a warning notice leaves the same, in any order in which its events arrive."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.test_statutory_steps import (
    CONCLUDED,
    ISSUED,
    NOTIFIED,
    OURS,
    USED,
    register,
    told,
)
from schools.main import Settings, build
from support import statutory
from support.stores import StoreUrl

HEAD, _ = statutory.BOTH_COPIES
ENDED = {"until": "2026-12-20", "recorded_at": "2026-12-21T09:00:00Z"}
JOURNEY: tuple[tuple[str, statutory.Payload], ...] = (
    (ISSUED, statutory.a_notice(copies=[HEAD])),
    (ISSUED, statutory.a_notice()),
    (CONCLUDED, statutory.a_conclusion("not-complied", powers_notice=None)),
    (CONCLUDED, statutory.a_conclusion("not-complied", decided_at="2026-12-01T09:00:00Z")),
    (USED, statutory.a_power("s65")),
    (USED, statutory.a_power("s65", **ENDED)),
    (USED, statutory.a_power("s64", used_on="2026-12-21", recorded_at="2026-12-21T10:00:00Z")),
    (NOTIFIED, statutory.an_intervention("coasting-notified")),
)


@pytest.mark.parametrize("seed", range(4))
async def test_any_order_and_repetition_of_the_journey_leaves_the_same(
    seed: int, store_url: StoreUrl, tmp_path: Path
) -> None:
    now = datetime(2026, 12, 22, 12, tzinfo=UTC)
    desk = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=now)
    order = [*JOURNEY, *JOURNEY[: seed * 2]]
    random.Random(seed).shuffle(order)
    before, after = order[: seed * 2], order[seed * 2 :]
    for some in (before, after):
        for event_type, data in some:
            subject = data.get("notice") or data["urn"]
            of_school = event_type == NOTIFIED
            await desk.send(event_type, data, subject=data["urn"] if of_school else subject)
        if some is before:
            await register(desk)
    assert {row.state for row in (await desk.inbox()).values()} == {"applied"}
    assert await last(desk, "notice.not-complied", "state", "eligible_for_intervention") == [
        "not-complied",
        True,
    ]
    powers = [each.data for each in await desk.recorded(OURS + "power.used.v1")]
    assert {(each["power"], each["until"]) for each in powers} >= {
        ("s65", "2026-12-20"),
        ("s64", None),
    }
    assert (await told(desk, "notice")).count("issued") == 1
    assert await told(desk, "intervention") == ["recorded"]
    timers = {(row["name"], row["subject"]) for row in await desk.rows("timer")}
    assert timers >= {
        ("notice-window-due", "WN-2026-0001"),
        ("notice-window-closes", "WN-2026-0001"),
    }
    await desk.close()


async def last(desk: Desk, name: str, *fields: str) -> list[Any]:
    """These fields of the last event of its name."""
    *_, event = await desk.recorded(f"{OURS}{name}.v1")
    return [event.data[field] for field in fields]
