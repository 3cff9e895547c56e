"""`attain up`, status, publish and down for real: processes, ports, files, and what survives."""

import json
import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from attain.settings.folder import OTHERS
from support.local import LocalStack, alive
from support.polling import eventually_now
from support.postgres import PostgresServer

pytestmark = pytest.mark.timeout(1200)

ROUND_OPENED = "council.casework.round.opened.v1"
SERVICES = ("schools", "applications", "notifications", "reporting")


def round_terms(root: Path, code: str) -> dict[str, Any]:
    """The contract's own example under another code."""
    schema = root / f"services/applications/contracts/intake/{ROUND_OPENED}.schema.json"
    return {**json.loads(schema.read_text())["examples"][0], "round": code}


def rounds(stack: LocalStack) -> list[str]:
    """The rounds that the applications service knows."""
    answer = httpx.get(f"{stack.status()['http']['applications']}/rounds", timeout=10).json()
    listed = answer["rounds"] if isinstance(answer, dict) else answer
    return [each["round"] for each in listed]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    stack = LocalStack(tmp_path_factory.mktemp("one") / "data").begin()
    yield stack
    stack.stop()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[LocalStack]:
    template = postgres.url("two_{service}")
    stack = LocalStack(tmp_path_factory.mktemp("two") / "data", "--store", template).begin()
    yield stack
    stack.stop()


def test_two_stacks_run_side_by_side_each_with_its_own_everything(
    one: LocalStack, two: LocalStack, root: Path
) -> None:
    one.until_ready(), two.until_ready()
    first, second = one.status(), two.status()
    assert {"ready", "data_dir", "amqp", "http", "mail", "pids"} <= set(first)
    assert set(first["http"]) == set(SERVICES)
    assert set(first["amqp"]["publishers"]) == {
        "forms",
        "casework",
        "finance",
        "inspections",
        "directory",
    }
    assert not set(first["pids"].values()) & set(second["pids"].values())
    assert not set(first["http"].values()) & set(second["http"].values())

    said = one.publish(ROUND_OPENED, round_terms(root, "ONLY-ONE"), "--wait")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "caused council.applications.round.opened.v1 about ONLY-ONE" in said.stdout
    assert rounds(one) == ["ONLY-ONE"]
    assert rounds(two) == []


def test_a_rejected_event_tells_its_publisher_why(one: LocalStack, root: Path) -> None:
    one.until_ready()
    without = {k: v for k, v in round_terms(root, "NO-MONEY").items() if k != "budget_pence"}
    said = one.publish(ROUND_OPENED, without, "--wait", "--json")
    assert said.returncode == 1
    report = json.loads(said.stdout)
    assert report["rejected"]
    assert "budget_pence" in json.dumps(report["outcome"]["data"]["reasons"])


@pytest.mark.parametrize("store", ["one", "two"], ids=["sqlite", "postgresql"])
def test_what_became_of_an_event_is_told_without_waiting_the_time_out(
    store: str, request: pytest.FixtureRequest, root: Path
) -> None:
    stack = request.getfixturevalue(store).until_ready()
    examples = root / "deploy/local/examples"

    def fate(file: Path, system: str) -> tuple[int, str, str]:
        options = ("--as", system, "--wait", "--timeout", "60", "--json")
        began = time.monotonic()
        said = stack.run("publish", str(file), *options)
        assert time.monotonic() - began < 55
        report = json.loads(said.stdout)
        return said.returncode, report["fate"], report["state"]

    assert fate(examples / "person.json", "directory") == (0, "applied", "applied")
    assert fate(examples / "person.json", "directory") == (0, "duplicate", "applied")
    assert fate(examples / "application-too-early.json", "forms") == (3, "waiting", "waiting")
    assert fate(examples / "application-too-early.json", "forms") == (3, "duplicate", "waiting")
    assert fate(examples / "application-without-a-sum.json", "forms") == (1, "parked", "parked")
    assert fate(examples / "application-without-a-sum.json", "forms") == (1, "duplicate", "parked")


def test_other_content_under_a_known_id_is_rejected_as_id_reused(
    one: LocalStack, root: Path, tmp_path: Path
) -> None:
    one.until_ready()
    first = json.loads((root / "deploy/local/examples/round-winter.json").read_text())
    other = {**first, "data": {**first["data"], "title": "Other"}}
    sent = [publish_file(one, tmp_path, event) for event in (first, other, other)]
    assert [each.returncode for each in sent] == [0, 1, 1], sent
    assert "rejected: id-reused" in sent[1].stdout
    assert "a duplicate, which changes nothing: it is already parked (id-reused" in sent[2].stdout


@pytest.mark.parametrize("store", ["one", "two"], ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("system", ["casework", "results"])
def test_type_that_no_service_handles_is_rejected_as_unknown_type(
    store: str, system: str, request: pytest.FixtureRequest, root: Path, tmp_path: Path
) -> None:
    """Its owner parks it from the unrouted events, and its publisher is told."""
    stack = request.getfixturevalue(store).until_ready()
    event = json.loads((root / "deploy/local/examples/round-winter.json").read_text())
    event |= {
        "id": f"{system}-unknown",
        "type": f"council.{system}.round.forgotten.v1",
        "source": f"urn:council:{system}",
    }
    sent = publish_file(stack, tmp_path, event, "--json", system=system)
    report = json.loads(sent.stdout)
    assert (sent.returncode, report["fate"], report["rejected"]) == (1, "parked", True)
    assert [reason["code"] for reason in report["reasons"]] == ["unknown-type"]
    assert report["outcome"]["data"]["event_id"] == event["id"]
    assert report["outcome"]["type"].endswith(".event.rejected.v1")


def publish_file(
    stack: LocalStack, folder: Path, event: dict[str, Any], *options: str, system: str = "casework"
) -> subprocess.CompletedProcess[str]:
    """`attain publish --wait` of one structured event."""
    file = folder / "event.json"
    file.write_text(json.dumps(event))
    return stack.run("publish", str(file), "--as", system, "--wait", *options)


def test_lines_of_structured_events_go_out_in_one_go(
    one: LocalStack, root: Path, tmp_path: Path
) -> None:
    one.until_ready()
    whole = {
        "specversion": "1.0",
        "source": "urn:council:casework",
        "type": ROUND_OPENED,
        "time": "2026-01-05T09:00:00Z",
        "datacontenttype": "application/json",
    }
    lines = [
        json.dumps({**whole, "id": code, "subject": code, "data": round_terms(root, code)})
        for code in ("LINE-1", "LINE-2")
    ]
    file = tmp_path / "rounds.jsonl"
    file.write_text("\n".join(lines))
    said = one.run("publish", str(file), "--as", "casework", "--wait")
    assert said.returncode == 0, said.stdout + said.stderr
    assert {"LINE-1", "LINE-2"} <= set(rounds(one))


def test_the_broker_refuses_an_event_of_another_system(one: LocalStack, root: Path) -> None:
    one.until_ready()
    said = one.run(
        "publish",
        "-",
        "--as",
        "forms",
        "--type",
        ROUND_OPENED,
        given=json.dumps(round_terms(root, "FORGED")),
    )
    assert said.returncode == 1
    assert "refused" in said.stderr
    assert "Traceback" not in said.stderr


def test_what_holds_passwords_is_readable_by_its_owner_only(one: LocalStack) -> None:
    one.until_ready()
    private = [one.folder / f"{service}.env" for service in SERVICES]
    private += [one.folder / "credentials.json", one.folder / "rabbitmq/definitions.json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    stores = [one.folder / f"{service}.sqlite" for service in SERVICES]
    spans = list((one.folder / "spans").glob("*.jsonl"))
    kept = {path: oct(path.stat().st_mode & OTHERS) for path in [*stores, *spans]}
    assert len(kept) > len(SERVICES)
    assert set(kept.values()) == {"0o0"}, kept


@pytest.mark.parametrize("name", ["schools", "rabbitmq"])
def test_what_is_killed_is_started_again(one: LocalStack, root: Path, name: str) -> None:
    one.until_ready()
    killed = one.pids[name]
    os.kill(killed, signal.SIGKILL)
    eventually_now(lambda: one.pids.get(name, killed) != killed)
    one.until_ready()
    said = one.publish(ROUND_OPENED, round_terms(root, f"AFTER-{name}"), "--wait")
    assert said.returncode == 0, said.stdout + said.stderr


def test_status_lists_what_is_parked_and_is_ready_all_the_same(one: LocalStack, root: Path) -> None:
    one.until_ready()
    without = {k: v for k, v in round_terms(root, "PARKED").items() if k != "budget_pence"}
    assert one.publish(ROUND_OPENED, without, "--wait").returncode == 1
    status = one.status()
    assert status["ready"]
    parked = status["services"]["applications"]["parked"]
    assert parked > 0
    said = one.run("status")
    assert said.returncode == 0
    assert "\x1b" not in said.stdout
    assert "See `applications inbox list --state parked`." in said.stdout
    listed = one.run("inbox", "list", "--state", "parked", "--json", of="applications")
    assert len(json.loads(listed.stdout)) == parked


def test_status_tells_a_mail_server_that_does_not_answer(one: LocalStack) -> None:
    one.until_ready()
    frozen = one.pids["mail"]
    os.kill(frozen, signal.SIGSTOP)
    try:
        said = one.run("status")
        assert said.returncode == 1
        assert "mail: the mail server does not answer" in said.stdout
    finally:
        os.kill(frozen, signal.SIGCONT)
    eventually_now(lambda: one.status()["ready"])


def test_a_second_start_on_the_same_folder_says_what_to_do(one: LocalStack) -> None:
    one.until_ready()
    said = one.run("up")
    assert said.returncode == 1
    assert "already runs" in said.stderr
    assert "attain down" in said.stderr


def test_what_the_folder_holds_survives_down_up_and_a_crash(two: LocalStack, root: Path) -> None:
    two.until_ready()
    two.publish(ROUND_OPENED, round_terms(root, "KEPT"), "--wait")
    before = two.status()
    assert two.run("down").stdout.strip() == "Stopped."
    eventually_now(lambda: not any(alive(pid) for pid in before["pids"].values()))
    stopped = two.run("status")
    assert stopped.returncode == 1
    assert "the stack is stopped, start it with `attain up`" in stopped.stdout
    assert not two.status()["ready"]

    two.start()
    after = two.status()
    assert after["http"] == before["http"]
    assert after["amqp"] == before["amqp"]
    assert "KEPT" in rounds(two)

    os.kill(after["pids"]["attain"], signal.SIGKILL)
    eventually_now(lambda: not any(alive(pid) for pid in after["pids"].values()))


def test_a_taken_port_is_named_with_the_option_that_changes_it(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = min(other.getsockname()[1], 65_000)
        stack = LocalStack(tmp_path / "data")
        said = stack.run("up", "--ports", str(port))
    assert said.returncode == 1
    assert f"Port {port}" in said.stderr
    assert "--ports" in said.stderr


def test_without_a_stack_a_command_says_how_to_get_one(tmp_path: Path) -> None:
    said = LocalStack(tmp_path / "nothing").run("status")
    assert said.returncode == 1
    assert "attain up" in said.stderr
