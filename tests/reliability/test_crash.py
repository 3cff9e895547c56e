"""Everything dies in turn with applications in flight; afterwards nothing is lost or doubled."""

import asyncio
import csv
import email.message
import email.policy
import json
import os
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import attain.sample
from support import funding
from support.council_publisher import Publisher, Said
from support.local import LocalStack, alive
from support.polling import eventually_now
from support.postgres import PostgresServer
from support.repetitions import repetitions

ROUNDS = repetitions(4, 10)
SCHOOLS = 29
APPLICATIONS = SCHOOLS * ROUNDS  # one for each school that may apply and each round
DECIDED = 12
AWARD = 2_000_000
CONNECTIONS = 4  # letters under way at once, NOTIFICATIONS_SMTP_CONNECTIONS
SERVICES = ("schools", "applications", "notifications", "reporting")
SUBMITTED = "council.applications.application.submitted.v1"
SAMPLE = Path(attain.sample.__file__).parent / "register-2025.csv"

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(params=["postgresql", "sqlite"])
def durable(request: pytest.FixtureRequest) -> Iterator[PostgresServer | None]:
    """A server that keeps what it committed, for it is going to be killed; none with SQLite."""
    if request.param == "sqlite":
        yield None
        return
    server = PostgresServer(settings=("max_connections=200",)).start()
    yield server
    server.remove()


@pytest.fixture
def stack(tmp_path: Path, durable: PostgresServer | None) -> Iterator[LocalStack]:
    for service in SERVICES if durable else ():
        durable.create(f"crash_{service}")
    store = ("--store", durable.url("crash_{service}")) if durable else ()
    running = LocalStack(tmp_path / "data", *store).start()
    yield running
    running.stop()


def schools_that_may_apply() -> list[str]:
    """The open schools of the round's authority, less the independent one."""
    with SAMPLE.open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row["URN"]
        for row in rows
        if (row["LA (code)"], row["EstablishmentStatus (code)"]) == ("806", "1")
        and row["TypeOfEstablishment (code)"] != "11"
    ]


def applications() -> list[Said]:
    """One developing school for each school and round: no two of them in each other's way."""
    forms = []
    for number, urn in enumerate(schools_that_may_apply() * ROUNDS):
        code, reference = f"CRASH-{number // SCHOOLS}", f"FORM-CRASH-{number:03}"
        contact = {"name": "Jo", "email": f"{reference}@example.org".lower(), "role": "Head"}
        form = funding.a_developing_school(
            form_reference=reference, round=code, lead_school=urn, contact=contact
        )
        forms.append(("council.forms.application.received.v1", reference, form))
    assert len(forms) == APPLICATIONS
    return forms


def people() -> Iterator[Said]:
    roles = {
        "p-1001": [("school-improvement-officer", "la:806"), ("operator", "*")],
        "p-1091": [("headteacher", "*")],
    }
    for person, held in roles.items():
        data = {
            "person": person,
            "name": person,
            "email": f"{person}@example.org",
            "active": True,
            "roles": [{"role": role, "scope": scope} for role, scope in held],
        }
        yield "council.directory.person.updated.v1", person, data


def casework() -> Iterator[Said]:
    yield "council.casework.panel.appointed.v1", "LDT", funding.a_panel()
    for number in range(ROUNDS):
        terms = funding.a_round(round=f"CRASH-{number}", budget_pence=100_000_000)
        yield "council.casework.round.opened.v1", terms["round"], terms


def decisions(references: list[str]) -> Iterator[Said]:
    """Reviewed, approved and released; the first half accept."""
    votes = [{"person": f"p-100{seat}", "vote": "for"} for seat in (1, 2, 4)]
    for reference in references:
        for reviewer in ("p-1003", "p-1009"):
            review = funding.a_review(reviewer, reference)
            yield "council.casework.review.recorded.v1", reference, review
        decision = funding.a_decision(reference, votes=votes, awarded_pence=AWARD)
        yield "council.casework.decision.recorded.v1", reference, decision
        yield "council.casework.decision.released.v1", reference, funding.a_release(reference)


def answers(references: list[str]) -> Iterator[Said]:
    for reference in references[: DECIDED // 2]:
        yield "council.forms.offer.answered.v1", reference, funding.an_answer(reference)


class Ground:
    """The stack as the test treats it: it kills what it is told to, and waits for its return."""

    def __init__(self, stack: LocalStack, durable: PostgresServer | None) -> None:
        self.stack, self._durable = stack, durable
        self.victims = [*SERVICES, "rabbitmq", *(["postgresql"] if durable else [])]
        self.status = stack.status()
        addresses = self.status["amqp"]["publishers"]
        self._publishers = {name: Publisher(url) for name, url in addresses.items()}

    def says(self, events: list[Said]) -> None:
        """Publishes each as its own system, and returns when all are confirmed."""

        async def all_of_them() -> None:
            by_system = defaultdict(list)
            for event in events:
                by_system[event[0].split(".")[1]].append(event)
            async with asyncio.TaskGroup() as group:
                for system, said in by_system.items():
                    group.create_task(self._publishers[system].publish(said))

        asyncio.run(all_of_them())

    def loses(self, victim: str) -> None:
        """Killed without warning; ready again when this returns."""
        if victim == "postgresql" and self._durable:
            self._durable.restart(signal.SIGQUIT)
        else:
            pid = self.stack.pids[victim]
            os.kill(pid, signal.SIGKILL)
            eventually_now(lambda: not alive(pid))
            eventually_now(lambda: self.stack.pids.get(victim, pid) != pid)
        self.stack.until_ready()

    def get(self, service: str, path: str) -> Any:
        return httpx.get(f"{self.status['http'][service]}{path}", timeout=30).json()

    def asks(self, service: str, *command: str) -> Any:
        asked = self.stack.run(*command, "--json", of=service)
        assert asked.returncode == 0, asked.stderr
        return json.loads(asked.stdout)


def enough_to_decide(ground: Ground) -> list[str]:
    """The first applications of the first round; none until there are as many as are decided."""
    found = ground.get("applications", "/applications?round=CRASH-0")["applications"]
    decided = sorted(each["application"] for each in found)[:DECIDED]
    return decided if len(decided) == DECIDED else []


def totals(ground: Ground) -> dict[str, int]:
    """The funding report's figures over all rounds."""
    rounds = ground.get("reporting", "/reports/funding.json")["rounds"]
    figures = Counter({f"{name}_pence": 0 for name in ("reserved", "committed")})
    for each in rounds:
        figures.update({name: each[name] for name in ("reserved_pence", "committed_pence")})
        figures["submitted"] += each["applications"]["submitted"]
    return dict(figures)


def left(ground: Ground, service: str, path: str) -> dict[str, int]:
    """What each round has left, as one service tells it."""
    return {each["round"]: each["left_pence"] for each in ground.get(service, path)["rounds"]}


def mails(ground: Ground) -> list[email.message.EmailMessage]:
    folder = Path(ground.status["mail"]["maildir"]) / "new"
    files = [path.read_bytes() for path in folder.iterdir()]
    return [email.message_from_bytes(each, policy=email.policy.default) for each in files]


def message_ids(ground: Ground) -> dict[tuple[str, str], list[str]]:
    """The Message-IDs of each message to each person, as often as it came."""
    found = defaultdict(list)
    for mail in mails(ground):
        found[str(mail["To"]), str(mail["Subject"])].append(str(mail["Message-ID"]))
    return found


def test_each_in_turn_is_killed_and_nothing_is_lost_or_done_twice(
    stack: LocalStack, durable: PostgresServer | None
) -> None:
    ground = Ground(stack, durable)
    assert stack.run("import-gias", str(SAMPLE), "--json", of="schools").returncode == 0
    ground.says([*people(), *casework()])

    forms, decided = applications(), []
    for number, victim in enumerate(ground.victims):
        ground.says(forms[number :: len(ground.victims)])
        if number == 2:
            decided = eventually_now(lambda: enough_to_decide(ground))
            ground.says(list(decisions(decided)))
        if number == 4:
            ground.says(list(answers(decided)))
        ground.loses(victim)

    expected = {
        "submitted": APPLICATIONS,
        "reserved_pence": AWARD * (DECIDED - DECIDED // 2),
        "committed_pence": AWARD * (DECIDED // 2),
    }
    eventually_now(lambda: totals(ground) == expected, timeout=180)
    recounted = left(ground, "reporting", "/reports/funding.json")
    assert left(ground, "applications", "/rounds") == recounted

    submitted = ground.asks("reporting", "journal", "list", "--type", SUBMITTED)
    assert len({entry["id"] for entry in submitted}) == len(submitted) == APPLICATIONS
    assert len({entry["data"]["form_reference"] for entry in submitted}) == APPLICATIONS
    assert len({entry["data"]["application"] for entry in submitted}) == APPLICATIONS

    rebuilt = stack.run("rebuild", "--check", of="reporting")
    assert rebuilt.returncode == 0, rebuilt.stdout

    def everybody_was_told() -> bool:
        told = {to.lower() for to, _ in message_ids(ground)}
        return all(any(f"form-crash-{n:03}@" in to for to in told) for n in range(APPLICATIONS))

    eventually_now(everybody_was_told, timeout=180)
    for service in SERVICES:
        eventually_now(
            lambda service=service: ground.asks(service, "outbox", "status")[0]["pending"] == 0,
            timeout=180,
        )
        assert ground.asks(service, "outbox", "status")[0]["set_aside"] == 0
        assert ground.asks(service, "inbox", "list") == []

    ids = message_ids(ground)
    doubled = {key: found for key, found in ids.items() if len(set(found)) > 1}
    assert not doubled, "one Message-ID per person and message"
    repeated = sum(len(found) - 1 for found in ids.values())
    between = ("notifications", "postgresql")  # whose end can fall between 250 and our commit
    assert repeated <= len(between) * CONNECTIONS
    received = [subject for _, subject in ids if "We have received your application" in subject]
    assert len(received) == len(set(received)) == APPLICATIONS
