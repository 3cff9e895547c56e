"""Any order and repetition of a grant's events, from several connections at once: money stands.

The machine hands a round's events over in handfuls, each handful to three replicas at once. After
each of them the ledger says what every other figure says, no sum is beyond its limit, nothing is
paid that was not accepted, and the events that were published tell the same money.
"""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from applications.views import ledger
from applications.views.journal import FIGURES
from chassis import testing
from chassis.contracts.event import Delivery
from integration.applications.desk import Desk
from reporting.domain.entry import Entry
from reporting.domain.grant_money import GrantMoney
from support import funding
from support.repetitions import repetitions
from support.stores import StoreUrl

LEADS = ("130001", "130002", "130003")
BUDGET = 3_500_000  # two of the three fit in, whole or in part
Payload = dict[str, Any]
Step = Callable[["Grants", str, str | None], tuple[str, Payload]]
_numbers = itertools.count(1)
_versions = itertools.count(2)  # of the schools


def votes(*persons: str) -> list[dict[str, str]]:
    """All of them for."""
    return [{"person": person, "vote": "for"} for person in persons]


FRAGILE, FIRM = votes("p-1001", "p-1002"), votes("p-1001", "p-1002", "p-1004")
LATER = "2026-11-05T18:00:00Z"
OF_APPLICATION: dict[str, Step] = {
    "approve": lambda _, a, __: (
        "decision",
        funding.a_decision(a, awarded_pence=2_000_000, votes=FRAGILE),
    ),
    "approve less, later": lambda _, a, __: (
        "decision",
        funding.a_decision(a, awarded_pence=1_500_000, votes=FIRM, recorded_at=LATER),
    ),
    "decline": lambda _, a, __: ("decision", funding.a_decision(a, **funding.DECLINED)),
    "release": lambda _, a, __: ("release", funding.a_release(a)),
    "accept": lambda _, a, __: ("answer", funding.an_answer(a)),
    "decline the offer": lambda _, a, __: ("answer", funding.an_answer(a, answer="declined")),
    "interest": lambda _, a, __: (
        "interest",
        funding.an_interest(a, person="p-1002", declared_at="2026-11-05T20:00:00Z"),
    ),
    "late interest": lambda _, a, __: (
        "interest",
        funding.an_interest(a, person="p-1002", declared_at="2026-11-07T00:00:00Z"),
    ),
    "withdraw": lambda grants, a, __: ("withdrawal", funding.a_withdrawal(grants.form_of(a))),
    "withdraw late": lambda grants, a, __: (
        "withdrawal",
        funding.a_withdrawal(grants.form_of(a), withdrawn_at="2026-11-10T09:00:00Z"),
    ),
}
OF_AWARD: dict[str, Step] = {
    "evidence": lambda _, __, g: ("evidence", funding.some_evidence(g or "")),
    "assess": lambda _, __, g: ("assessment", funding.an_assessment(g or "")),
    "pay": lambda _, __, g: (
        "payment",
        funding.a_payment(g or "", payment_reference=f"BACS-{g}", amount_pence=1_200_000),
    ),
    "pay a part": lambda _, __, g: (
        "payment",
        funding.a_payment(g or "", payment_reference=f"PART-{g}", amount_pence=400_000),
    ),
    "the payment fails": lambda _, __, g: (
        "failure",
        funding.a_failed_payment(g or "", payment_reference=f"BACS-{g}"),
    ),
    "end": lambda _, __, g: ("end", funding.an_end(g or "", recover_pence=0)),
    "end, and claim": lambda _, __, g: (
        "end",
        funding.an_end(g or "", recover_pence=300_000, ended_at="2027-06-02T09:00:00Z"),
    ),
    "vary": lambda _, __, g: ("variation", variation(g or "", "V1", 780_000)),
    "vary to less": lambda _, __, g: ("variation", variation(g or "", "V2", 750_000)),
    "recover": lambda _, __, g: (
        "recovery",
        funding.a_recovery(g or "", recovery_reference=f"REC-{g}"),
    ),
    "recover more": lambda _, __, g: (
        "recovery",
        funding.a_recovery(g or "", recovery_reference=f"MORE-{g}", amount_pence=250_000),
    ),
}
SUCCESSORS = {lead: lead.replace("13", "14") for lead in LEADS}
GONE: Payload = {"status_code": "2", "close_date": "2026-11-08"}
MOVED = {"consented_on": "2026-11-09", "agreed_at": "2026-11-10T10:00:00Z"}
OF_SCHOOL: dict[str, Callable[[str], Payload]] = {
    "the lead converts": lambda urn: funding.a_school(urn, **GONE, successors=[SUCCESSORS[urn]]),
    "it is open again": funding.a_school,
}
OF_APPLICATION["novate"] = lambda grants, a, g: (
    "novation",
    funding.a_novation(
        g or a,
        from_urn=LEADS[grants.applications.index(a)],
        successor=SUCCESSORS[LEADS[grants.applications.index(a)]],
        **MOVED,
    ),
)
STRAIGHT = ("approve", "release", "accept")


def variation(award: str, code: str, pence: int) -> Payload:
    """The second milestone of a grant of 2,000,000 becomes a little less."""
    steps = funding.a_developing_school()["milestones"]
    amounts = zip(steps, (1_200_000, pence), strict=True)
    milestones = [
        {**step, "number": number, "amount_pence": amount}
        for number, (step, amount) in enumerate(amounts, 1)
    ]
    agreed_at = f"2027-02-0{code[1]}T10:00:00Z"
    given = {"variation": code, "milestones": milestones, "planned_end": "2027-07-20"}
    return funding.a_variation(award, agreed_at=agreed_at, **given)


class Grants(RuleBasedStateMachine):
    """One round with three applications; its events in any order, some of them twice."""

    desk: Desk
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.round = f"R-{next(_numbers)}"
        self.applications: list[str] = []

    def form_of(self, application: str) -> str:
        """The form that became this application."""
        return f"{self.round}-{LEADS[self.applications.index(application)]}"

    @initialize(far=st.tuples(*[st.integers(0, len(STRAIGHT))] * 3))
    def open_a_round(self, far: tuple[int, ...]) -> None:
        """Each application is ready for the panel, or as far on its way as was drawn."""
        self.applications = self.runner.run(self._opened())
        for number, steps in enumerate(far):
            self.runner.run(self._told([(number, name) for name in STRAIGHT[:steps]], 1))

    @rule(
        told=st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from([*OF_APPLICATION, *OF_AWARD, *OF_SCHOOL])),
            min_size=1,
            max_size=8,
        ),
        twice=st.booleans(),
    )
    def tell_at_once(self, told: list[tuple[int, str]], twice: bool) -> None:
        """A handful of events, spread over the replicas."""
        self.runner.run(self._told(told, 2 if twice else 1))

    @rule(number=st.integers(0, 2), order=st.permutations(STRAIGHT))
    def go_the_straight_way(self, number: int, order: list[str]) -> None:
        """To an award, if nothing else came before; whatever comes first waits."""
        self.runner.run(self._told([(number, name) for name in order], 2))

    @rule(number=st.integers(0, 2), order=st.permutations(("evidence", "assess", "pay")))
    def do_the_first_step(self, number: int, order: list[str]) -> None:
        """Of an award, if there is one: its first milestone is accepted and paid."""
        self.runner.run(self._told([(number, name) for name in order], 1))

    @rule(pence=st.sampled_from([2_000_000, BUDGET, 6_000_000]))
    def announce_another_budget(self, pence: int) -> None:
        """Refused where less than what is held would be left."""
        self.runner.run(self.desk.tell("round", self._terms(pence)))

    @precondition(lambda self: self.applications)
    @invariant()
    def every_figure_stands(self) -> None:
        """The ledger, the balances, the states and the payments say the same."""
        assert self.runner.run(differences(self.desk)) == []

    @precondition(lambda self: self.applications)
    @invariant()
    def nothing_is_held_beyond_the_budget(self) -> None:
        """Nor paid beyond what was accepted."""
        self.runner.run(self._within())

    @precondition(lambda self: self.applications)
    @invariant()
    def published_events_tell_the_same_money(self) -> None:
        """What reporting would add up from its journal."""
        self.runner.run(self._told_the_same())

    def _terms(self, pence: int) -> Payload:
        category = {"category": "developing-school", "most_per_award_pence": 2_000_000}
        return funding.a_round(round=self.round, budget_pence=pence, categories=[category])

    async def _opened(self) -> list[str]:
        desk = self.desk
        await desk.tell("round", self._terms(BUDGET))
        for number in range(len(LEADS)):
            await desk.deliver(self._school(number, "it is open again"))
        found = []
        for lead in LEADS:
            form = funding.a_developing_school(
                round=self.round, lead_school=lead, form_reference=f"{self.round}-{lead}"
            )
            found.append(await desk.ready(form))
        return found

    async def _told(self, told: list[tuple[int, str]], times: int) -> None:
        events = [event for number, name in told for event in await self._event(number, name)]
        async with self.desk.replicas() as replicas:
            await asyncio.gather(
                *(
                    replicas[number % 3].processor.process(event)
                    for number, event in enumerate(events * times)
                )
            )
        await self.desk.settle()

    async def _event(self, number: int, name: str) -> list[Delivery]:
        if name in OF_SCHOOL:
            return [self._school(number, name)]
        application = self.applications[number]
        awards = await self.desk.rows("award", application=application)
        award = str(awards[0]["award"]) if awards else None
        if name in OF_AWARD and award is None:
            return []
        kind, data = {**OF_APPLICATION, **OF_AWARD}[name](self, application, award)
        return [self.desk.delivery(kind, data)]

    def _school(self, number: int, name: str) -> Delivery:
        """What the register says of a lead, newer than all that it said before."""
        data = OF_SCHOOL[name](LEADS[number]) | {"changes": {}}
        return self.desk.delivery("changed", data, aggregateversion=next(_versions))

    async def _within(self) -> None:
        rows = await self.desk.rows("balance", round=self.round)
        for row in rows:
            held = row["earmarked_pence"] + row["reserved_pence"] + row["committed_pence"]
            assert row["limit_pence"] is None or held <= row["limit_pence"]
        for application in self.applications:
            for award in await self.desk.rows("award", application=application):
                steps = await self.desk.rows("milestone", award=award["award"])
                accepted = [row for row in steps if row["state"] in {"accepted", "payable", "paid"}]
                [balance] = [row for row in rows if row["code"] == application]
                assert balance["paid_pence"] <= sum(row["amount_pence"] for row in accepted)

    async def _told_the_same(self) -> None:
        async with self.desk.service.store.reading() as session:
            own = await ledger.told(session)
        journal = await journal_of(self.desk)
        for application in self.applications:
            found = GrantMoney.told(application, journal[application]).as_json()
            kept = own.get(application, {})
            figures = {name: kept.get(name, 0) for name in FIGURES}
            assert {name: found[name] for name in FIGURES} == figures, application


async def differences(desk: Desk) -> list[ledger.Difference]:
    """What `applications ledger check` finds."""
    async with desk.service.store.reading() as session:
        return await ledger.check(session)


async def journal_of(desk: Desk) -> dict[str, list[Entry]]:
    """What the service published, by application, as reporting's journal keeps it."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for recorded in await desk.recorded():
        if application := recorded.data.get("application"):
            found[application].append(entry_of(recorded))
    return found


def entry_of(recorded: testing.Recorded) -> Entry:
    """An event as an entry of the journal."""
    headers = recorded.delivery.headers
    time = datetime.fromisoformat(headers["ce-time"])
    return Entry(
        position=recorded.number,
        id=headers["ce-id"],
        source=headers["ce-source"],
        type=recorded.type,
        subject=headers["ce-subject"],
        time=time,
        recorded_at=time,
        aggregate_version=int(headers["ce-aggregateversion"]),
        correlation_id=None,
        causation_id=None,
        trace_id=None,
        data=recorded.data,
    )


def test_no_order_or_repetition_at_once_moves_a_penny_wrongly(
    store_url: StoreUrl, tmp_path: Path
) -> None:
    with asyncio.Runner() as runner:
        desk = runner.run(Desk.on(store_url("applications"), tmp_path))
        runner.run(desk.schools(*LEADS, *SUCCESSORS.values()))
        runner.run(desk.tell("panel", funding.a_panel()))

        class OnThisStore(Grants):
            pass

        OnThisStore.desk, OnThisStore.runner = desk, runner
        run_state_machine_as_test(
            OnThisStore,
            settings=settings(
                max_examples=repetitions(8, 60),
                stateful_step_count=repetitions(10, 20),
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow],
                phases=[Phase.explicit, Phase.reuse, Phase.generate],
            ),
        )
        runner.run(desk.close())
