"""Support from casework's events to ours: booked, delivered, ended, and never overbooked."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis import Delivery
from chassis.testing import Desk, delivery_of
from integration.schools.registers import import_later, import_sample
from schools.domain.support import Provider
from schools.main import Settings, build
from schools.store.repositories import PROVIDERS
from support.keys import KEY
from support.stores import StoreUrl

OFFERED, ARRANGED, DELIVERED, EVALUATED = (
    f"council.casework.{name}.v1"
    for name in ("provider.offered", "support.arranged", "support.delivered", "support.evaluated")
)
OURS = "council.schools.support."
NOW = datetime(2026, 10, 14, 10, tzinfo=UTC)


def offered(**given: object) -> dict[str, Any]:
    usual = {
        "provider": "PRV-NEWPORT",
        "name": "Newport Primary School",
        "kind": "school",
        "urn": "900002",
        "kinds_of_support": ["expert-coaching"],
        "days": 10,
        "from": "2026-09-01",
        "until": "2027-08-31",
        "recorded_at": "2026-09-01T09:00:00+01:00",
    }
    return {**usual, **given}


def arranged(support: str = "S-2026-0031", **given: object) -> dict[str, Any]:
    usual = {
        "support": support,
        "urn": "900001",
        "need": "expert-coaching",
        "kind": "expert-coaching",
        "provider": "PRV-NEWPORT",
        "days": 6,
        "from": "2026-10-19",
        "until": "2027-03-26",
        "objective": "leadership-capacity",
        "groups": ["leaders"],
        "arranged_by": "p-1008",
        "arranged_at": "2026-10-14T10:00:00+01:00",
    }
    return {**usual, **given}


def delivered(**given: object) -> dict[str, Any]:
    usual = {
        "support": "S-2026-0031",
        "delivery": "S-2026-0031/1",
        "delivered_on": "2026-11-04",
        "days": 1.5,
        "headcount": {"leaders": 3, "pupils": "thirty"},
        "note": "Lesson study on fractions",
        "recorded_by": "p-1010",
        "recorded_at": "2026-11-05T09:00:00+00:00",
    }
    return {**usual, **given}


def evaluated(**given: object) -> dict[str, Any]:
    usual = {
        "support": "S-2026-0031",
        "by": "school",
        "rating": 4,
        "text": "Leaders now run the review cycle themselves.",
        "evaluated_at": "2027-04-02T12:00:00+01:00",
    }
    return {**usual, **given}


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=NOW)
    await import_sample(opened.service)
    yield opened
    await opened.close()


async def told(desk: Desk) -> list[str]:
    types = [each.type for each in await desk.recorded()]
    return [each.removeprefix(OURS)[:-3] for each in types if each.startswith(OURS)]


async def last(desk: Desk, what: str) -> Any:
    return (await desk.recorded(f"{OURS}{what}.v1"))[-1].data


async def rejected(desk: Desk) -> Any:
    return (await desk.recorded("council.schools.event.rejected.v1"))[-1].data


async def test_support_from_its_offer_to_its_evaluation(desk: Desk) -> None:
    await desk.send(OFFERED, offered())
    await desk.send(ARRANGED, arranged(case="C-2026-0007", priorities=["P2"]))
    desk.now = datetime(2026, 11, 5, 10, tzinfo=UTC)
    await desk.send(DELIVERED, delivered())
    desk.now = datetime(2027, 4, 6, tzinfo=UTC)
    await desk.settle()
    await desk.send(EVALUATED, evaluated())
    assert await told(desk) == ["arranged", "delivered", "ended", "evaluated"]
    data = await last(desk, "evaluated")
    assert (data["from"], data["until"], data["ended_on"]) == (
        "2026-10-19",
        "2027-03-26",
        "2027-03-27",
    )
    assert (data["days"], data["delivered_days"], data["headcount"]) == (6, 1.5, {"leaders": 3})
    assert (data["case"], data["priorities"]) == ("C-2026-0007", ["P2"])
    assert (data["provider_urn"], data["la_code"]) == ("900002", "806")
    [offer] = await desk.recorded("council.schools.provider.offered.v1")
    assert (offer.data["from"], offer.data["days"]) == ("2026-09-01", 10)


async def test_everything_may_come_before_what_it_waits_for(store_url, tmp_path) -> None:
    desk = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=NOW)
    later = {"time": datetime(2027, 4, 6, tzinfo=UTC)}
    desk.now = later["time"]
    assert await desk.send(EVALUATED, evaluated()) == "waiting"
    assert await desk.send(DELIVERED, delivered()) == "waiting"
    assert await desk.send(ARRANGED, arranged()) == "waiting"
    await import_sample(desk.service)
    await desk.settle()
    assert await told(desk) == []
    await desk.send(OFFERED, offered())
    assert Counter(await told(desk)) == Counter(["arranged", "delivered", "ended", "evaluated"])
    await desk.close()


async def test_support_ends_with_its_school_after_the_import_that_closes_it(desk: Desk) -> None:
    year = {"from": "2025-10-01", "until": "2027-08-31"}
    await desk.send(OFFERED, offered(**year))
    await desk.send(ARRANGED, arranged(urn="900003", **year))
    await import_later(desk.service)
    await desk.settle()
    data = await last(desk, "ended")
    assert (data["urn"], data["ended_on"], data["cancelled"]) == ("900003", "2026-03-31", False)
    assert await desk.rows("timer") == []
    assert await desk.send(ARRANGED, arranged("S-2026-0032", days=10)) == "applied"


async def test_full_provider_is_told_to_the_publisher_with_what_is_left(desk: Desk) -> None:
    await desk.send(OFFERED, offered())
    await desk.send(ARRANGED, arranged())
    assert await desk.send(ARRANGED, arranged("S-2026-0032", days=4.5)) == "parked"
    data = await rejected(desk)
    assert [each["code"] for each in data["reasons"]] == ["provider-full"]
    assert "has 4 days left" in data["reasons"][0]["message"]
    assert data["la_code"] == "806"


async def test_rejected_delivery_names_the_authority_of_its_support(desk: Desk) -> None:
    await desk.send(OFFERED, offered())
    await desk.send(ARRANGED, arranged())
    desk.now = datetime(2026, 11, 6, tzinfo=UTC)
    await desk.send(DELIVERED, delivered())
    await desk.send(DELIVERED, delivered(days=2))
    data = await rejected(desk)
    assert [each["code"] for each in data["reasons"]] == ["contradicts-earlier"]
    assert data["la_code"] == "806"


async def at_once(desk: Desk, events: list[Delivery]) -> Counter[str]:
    """Hand everything to four replicas together; the outcomes."""
    async with desk.replicas(4) as replicas:
        outcomes = await asyncio.gather(
            *(replicas[n % 4].processor.process(event) for n, event in enumerate(events))
        )
        await desk.settle()
    return Counter(outcomes)


async def provider_of(desk: Desk) -> Provider:
    async with desk.service.store.reading() as session:
        found = await PROVIDERS.find(session, "PRV-NEWPORT")
    assert found is not None
    return found


async def test_twenty_bookings_at_once_on_ten_days_take_exactly_what_fits(desk: Desk) -> None:
    await desk.send(OFFERED, offered(days=10))
    bookings = [arranged(f"S-{number:02}", days=1) for number in range(20)]
    outcomes = await at_once(desk, [delivery_of(ARRANGED, each, time=NOW) for each in bookings])
    assert outcomes == {"applied": 10, "parked": 10}
    assert await told(desk) == ["arranged"] * 10
    [offer] = (provider := await provider_of(desk)).offers.values()
    assert provider.left(offer) == 0


async def test_offers_bookings_and_cancellations_at_once_never_overbook(desk: Desk) -> None:
    await desk.send(OFFERED, offered(days=10))
    chance = random.Random(5)
    cancel = {"cancelled": True, "arranged_at": "2026-10-14T10:00:01+01:00"}
    events = [
        delivery_of(ARRANGED, arranged(f"S-{number:02}", days=1.5, **given), time=NOW)
        for number in range(12)
        for given in ({}, cancel)[: 1 + (number % 3 == 0)]
    ]
    events += [
        delivery_of(
            OFFERED, offered(days=days, recorded_at=f"2026-10-01T10:00:{days:02}Z"), time=NOW
        )
        for days in range(1, 10)
    ]
    await at_once(desk, chance.sample(events * 2, len(events) * 2))
    [offer] = (provider := await provider_of(desk)).offers.values()
    assert 0 < provider.booked(offer) <= offer.half_days
    standing = {
        each.data["support"]: each.data for each in await desk.recorded(f"{OURS}arranged.v1")
    }
    ended = {each.data["support"] for each in await desk.recorded(f"{OURS}ended.v1")}
    assert ended == {"S-00", "S-03", "S-06", "S-09"}
    live = [each["days"] for code, each in standing.items() if code not in ended]
    assert sum(live) * 2 == provider.booked(offer), "the events tell what is booked"


async def test_needs_are_those_of_the_programme_file(store_url: StoreUrl, tmp_path: Path) -> None:
    file = tmp_path / "programme.toml"
    file.write_text('[needs]\nfootball = "Football"\n', "utf-8")
    desk = await Desk.open(
        build, Settings, store_url("schools"), tmp_path, now=NOW, programme_file=file
    )
    await import_sample(desk.service)
    await desk.send(OFFERED, offered())
    assert await desk.send(ARRANGED, arranged(need="football")) == "applied"
    assert await desk.send(ARRANGED, arranged("S-2", need="expert-coaching")) == "parked"
    await desk.close()


def test_programme_file_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "programme.toml"
    file.write_text("[wants]", "utf-8")
    given = {"database_url": "sqlite://", "amqp_url": "amqp://", "key": KEY}
    with pytest.raises(ValueError, match="no table"):
        Settings(**given, programme_file=file)
