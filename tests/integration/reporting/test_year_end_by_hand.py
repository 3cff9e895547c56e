"""The year end beside the same figures worked out by hand, for many lives of awards."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from integration.reporting.test_year_end import MILESTONES, Told, sums, year_end

LAST = date(2027, 3, 31)
AMOUNTS = {each["number"]: each["amount_pence"] for each in MILESTONES}


def noon(day: date) -> str:
    return datetime.combine(day, time(12), UTC).isoformat()


@dataclass
class Life:
    """An award as it happened, day by day."""

    award: str
    made: date
    accepted: dict[int, date] = field(default_factory=dict)
    paid: list[tuple[int, int, date, date | None]] = field(default_factory=list)
    unmatched: list[tuple[int, date]] = field(default_factory=list)
    recovered: list[tuple[int, date]] = field(default_factory=list)
    ended: date | None = None

    @property
    def freed(self) -> int:
        """An award that ended keeps what was accepted before it did."""
        kept = sum(AMOUNTS[number] for number in self.accepted)
        return sum(AMOUNTS.values()) - kept if self.ended else 0

    def tell(self, told: Told) -> None:
        """Its events, in their order."""
        told.made(self.award, noon(self.made))
        for number, day in self.accepted.items():
            told.accepted(number, noon(day), self.award)
        for at, (number, pence, day, back) in enumerate(self.paid):
            about = {"milestone": number, "amount_pence": pence}
            about["payment_reference"] = f"{self.award}-{at}"
            told.award("payment.recorded", self.award, **about, paid_on=str(day))
            if back:
                told.award("payment.reversed", self.award, **about, failed_on=str(back))
        for at, (pence, day) in enumerate(self.unmatched):
            about = {"milestone": 3, "amount_pence": pence, "paid_on": str(day)}
            reference = f"{self.award}-U{at}"
            told.award("payment.unmatched", self.award, payment_reference=reference, **about)
        for at, (pence, day) in enumerate(self.recovered):
            about = {"recovery_reference": f"{self.award}-R{at}", "received_on": str(day)}
            told.award("recovery.recorded", self.award, amount_pence=pence, **about)
        if self.ended:
            about = {"ended_at": noon(self.ended), "freed_pence": self.freed}
            told.award("award.ended", self.award, "terminated", milestones=MILESTONES, **about)

    def at(self, day: date) -> dict[str, int]:
        """What a clerk would add up from the papers dated up to this day."""
        there = [
            (number, pence)
            for number, pence, paid, back in self.paid
            if paid <= day and not (back and back <= day)
        ]
        accepted = {number for number, on in self.accepted.items() if on <= day}
        paid = sum(pence for number, pence in there if number in accepted)
        early = sum(pence for number, pence in there if number not in accepted)
        ended = self.ended is not None and self.ended <= day
        later = sum(
            each["amount_pence"]
            for each in MILESTONES
            if each["number"] not in accepted and date.fromisoformat(each["due"]) > LAST
        )
        figures = {
            "committed": 2_500_000 - (self.freed if ended else 0),
            "paid": paid,
            "accrued": 0 if ended else sum(AMOUNTS[number] for number in accepted) - paid,
            "due_next_year": 0 if ended else later,
            "recovered": sum(pence for pence, on in self.recovered if on <= day),
            "not_matched": early + sum(pence for pence, on in self.unmatched if on <= day),
        }
        return {name: pence for name, pence in figures.items() if pence}


def a_life(number: int, chance: random.Random) -> Life:
    """Dates around the end of the year, in any order that can be."""

    def day() -> date:
        return LAST + timedelta(days=chance.choice((-40, -9, -1, 0, 1, 2, 30)))

    life = Life(f"G-2026-{number:04d}", chance.choice((date(2026, 6, 1), day())))
    for milestone in AMOUNTS:
        if chance.random() < 0.6:
            life.accepted[milestone] = max(day(), life.made)
    for milestone in life.accepted:
        left = AMOUNTS[milestone]
        for _ in range(chance.randrange(3)):
            part = chance.randint(1, left)
            paid = day()
            back = paid + timedelta(days=chance.randrange(9)) if chance.random() < 0.3 else None
            life.paid.append((milestone, part, paid, back))
            left = max(left - part, 1)
    life.unmatched = [(chance.randint(1, 900), day()) for _ in range(chance.randrange(2))]
    life.recovered = [(chance.randint(1, 900), day()) for _ in range(chance.randrange(3))]
    if chance.random() < 0.3:
        life.ended = max([LAST + timedelta(days=1), *life.accepted.values()])
    return life


@pytest.mark.parametrize("seed", range(5))
async def test_the_year_end_is_what_adding_up_the_papers_gives(
    desk: Desk, web: httpx.AsyncClient, seed: int
) -> None:
    chance = random.Random(seed)
    lives = [a_life(number, chance) for number in range(1, 31)]
    told = Told()
    told.round()
    for life in lives:
        life.tell(told)
    events: list[Any] = list(told.events)
    chance.shuffle(events)
    desk.now = datetime(2027, 9, 1, 9, tzinfo=UTC)
    await desk.told(events, group=7)
    for year, day in (("2026-27", LAST), ("2027-28", desk.now.date())):
        found = await year_end(web, year)
        shown = {each["award"]: sums(each) for one in found["rounds"] for each in one["awards"]}
        expected = {life.award: life.at(day) for life in lives if life.made <= day}
        if year == "2027-28":  # nothing of these awards is due after it
            expected = {
                award: {name: pence for name, pence in line.items() if name != "due_next_year"}
                for award, line in expected.items()
            }
        assert shown == expected
