"""The commands that every service has, as an operator uses them."""

import asyncio
import getpass
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import orjson
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from typer.testing import CliRunner

from chassis import ServiceSettings, settings_config
from chassis.cli.app import service_cli
from chassis.contracts.event import Delivery
from chassis.contracts.identity import REUSED
from chassis.storage.encryption import Bodies
from chassis.storage.tables import AuditRow, InboxRow, OutboxRow, WaitRow

A, B, C = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def sealed(service):
    body = b'{"form_reference": "F-1", "contact": {"email": "ann@example.org", "age": 41}}'
    headers = {"ce-id": "1", "ce-subject": "F-1", "x-note": "from Ann"}
    delivery = Delivery("council.forms.grant.asked.v1", headers, "application/json", body)
    return Bodies(service.settings.key.get_secret_value()).seal(delivery)


@pytest.fixture
async def lying(service, row, sealed):
    """One waits, two are parked, one is applied."""
    async with service.store.writing() as session:
        session.add(row(A, "waiting", code="waiting", body=sealed))
        session.add(WaitRow(key=A, thing="school:111632"))
        session.add(row(B, "parked", body=sealed))
        session.add(row(C, "parked", code="late", body=sealed, subject="F-2"))
        session.add(row("d" * 64, "applied"))


@pytest.fixture
def run(service, monkeypatch, lying):
    """`run("inbox", "list")`: its output, or with `fails=True` what it says when it fails."""
    monkeypatch.setattr("asyncio.run", in_thread)
    monkeypatch.setenv("COLUMNS", "300")
    app = service_cli("schools", lambda: service.settings)

    def done(*arguments: str, fails: bool = False) -> str:
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert (result.exit_code != 0) is fails, result.output
        return result.output

    return done


def in_thread(coroutine):
    """A command starts its own loop; the test's loop runs already in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.Runner().run(coroutine)).result()


def listed(run, *more):
    return [event["key"] for event in orjson.loads(run("inbox", "list", "--json", *more))]


def test_everything_that_lies_here_is_listed_and_nothing_that_is_applied(run):
    assert listed(run) == [A, B, C]


def test_a_list_can_be_of_one_state_or_one_reason(run):
    assert listed(run, "--state", "parked") == [B, C]
    assert listed(run, "--reason", "late") == [C]


async def test_the_command_that_the_operators_mail_names_lists_what_waits_too_long(run, service):
    async with service.store.writing() as session:
        (await session.get(InboxRow, A)).overdue = True

    assert listed(run, "--state", "parked") == [A, B, C]
    assert listed(run, "--state", "waiting") == []
    assert "parked (overdue)" in run("inbox", "list", "--state", "parked")


async def test_what_bears_another_events_id_is_not_replayed_and_says_why(run, service):
    async with service.store.writing() as session:
        (await session.get(InboxRow, B)).reasons = [REUSED._asdict()]

    assert "belongs to another event" in run("inbox", "replay", B, fails=True)
    assert "belongs to another event" in run("inbox", "replay", "--reason", REUSED.code, fails=True)
    assert sorted(orjson.loads(run("inbox", "replay", "--all", "--json"))) == [A, C]


@pytest.mark.parametrize("command", ["list", "replay"])
def test_mistyped_reason_is_an_error_that_lists_the_known_ones(run, command):
    said = run("inbox", command, "--reason", "shcema", fails=True)

    assert "No event has the reason shcema." in said
    assert "late" in said
    assert "schema" in said


def test_known_reason_without_an_event_is_no_error(run):
    assert run("inbox", "list", "--reason", "our-failure") == "No events match.\n"


@pytest.mark.parametrize("noun", ["inbox", "outbox"])
def test_mistyped_state_is_an_error_that_lists_the_known_ones(run, noun):
    said = run(noun, "list", "--state", "parkt", fails=True)

    assert "parkt" in said
    assert ("'parked'" if noun == "inbox" else "'set-aside'") in said


def test_discarded_events_are_listed_by_their_state_alone(run):
    run("inbox", "discard", C, "--reason", "sent by mistake")

    assert listed(run, "--state", "discarded") == [C]
    assert listed(run) == [A, B]


def test_audit_lists_what_operators_did_the_newest_first(run):
    assert run("audit", "list") == "No actions are recorded.\n"
    run("inbox", "replay", B)
    run("inbox", "discard", C, "--reason", "sent by mistake")

    rows = orjson.loads(run("audit", "list", "--json"))
    assert [(row["action"], row["target"]) for row in rows] == [("discard", C), ("replay", B)]
    assert "sent by mistake" in run("audit", "list", "--target", C[:8])
    assert getpass.getuser() in run("audit", "list")


def test_people_get_a_table_with_keys_that_every_command_takes(run):
    shown = run("inbox", "list")

    assert B[:12] in shown
    assert "The field title is missing" in shown


def test_one_event_is_shown_with_its_shape_and_nobodys_data(run):
    event = orjson.loads(run("inbox", "show", A[:8], "--json"))

    assert event["waits_for"] == ["school:111632"]
    assert event["body"]["data"]["contact"] == {"email": "… (15 characters)", "age": "…"}
    assert event["body"]["attributes"] == {"id": "1", "subject": "F-1"}
    assert event["body"]["other_headers"] == ["x-note"]
    assert "from Ann" not in str(event)
    assert "ann@" not in str(event)
    assert "ann@" not in run("inbox", "show", A)


async def test_structured_event_is_shown_with_its_attributes_and_its_data_masked(run, service):
    body = orjson.dumps({"id": "7", "type": "x", "data": {"email": "ann@example.org"}})
    delivery = Delivery("x", {}, "application/cloudevents+json", body)
    async with service.store.writing() as session:
        sealed = Bodies(service.settings.key.get_secret_value()).seal(delivery)
        (await session.get(InboxRow, B)).body = sealed

    shown = orjson.loads(run("inbox", "show", B, "--json"))["body"]

    assert shown["attributes"] == {"id": "7", "type": "x"}
    assert shown["data"] == {"email": "… (15 characters)"}


async def test_a_replay_makes_the_event_ready_and_leaves_an_audit(run, service):
    assert run("inbox", "replay", B[:8]) == "1 event will be tried again.\n"

    assert await states(service) == {A: "waiting", B: "ready", C: "parked"}
    [left] = await audits(service)
    assert (left.action, left.target, left.who) == ("replay", B, getpass.getuser())


async def test_a_group_is_replayed_by_its_reason_as_of_a_moment(run, service):
    said = run("inbox", "replay", "--reason", "late", "--as-of", "2026-02-27T12:00:00Z", "--json")

    assert orjson.loads(said) == [C]
    async with service.store.reading() as session:
        changed = await session.get(InboxRow, C)
    assert changed.as_of == datetime(2026, 2, 27, 12, tzinfo=UTC)
    assert "2026-02-27T12:00" in (await audits(service))[0].reason


async def test_all_are_replayed_and_no_longer_wait(run, service):
    run("inbox", "replay", "--all")

    assert set((await states(service)).values()) == {"ready"}
    async with service.store.reading() as session:
        assert list((await session.execute(select(WaitRow))).scalars()) == []


async def test_a_discarded_event_loses_its_body_and_keeps_its_identity(run, service):
    run("inbox", "discard", C, "--reason", "sent by mistake")

    async with service.store.reading() as session:
        gone = await session.get(InboxRow, C)
    assert (gone.state, gone.body, gone.content_hash) == ("discarded", None, C)
    assert (await audits(service))[0].reason == "sent by mistake"
    assert listed(run) == [A, B]


def test_what_is_not_there_fails_with_a_sentence(run):
    assert "No single event" in run("inbox", "show", "ffff", fails=True)
    assert "No event" in run("inbox", "replay", "ffff", fails=True)
    assert "No event" in run("inbox", "discard", "ffff", "--reason", "x", fails=True)


def test_an_applied_event_is_not_replayed(run):
    assert "No event" in run("inbox", "replay", "d" * 64, fails=True)


def test_a_replay_says_which(run):
    assert "Give a KEY" in run("inbox", "replay", fails=True)
    assert "Give a KEY" in run("inbox", "replay", A, "--all", fails=True)


def test_the_outbox_says_how_it_stands(run):
    assert orjson.loads(run("outbox", "status", "--json")) == [
        {"pending": 0, "oldest_seconds": 0.0, "set_aside": 0}
    ]
    assert "pending" in run("outbox", "status")


def test_a_replay_of_the_outbox_without_the_operators_address_asks_for_it(run):
    said = run("outbox", "replay", "--since", "2026-03-01", "--to", "reporting.inbox", fails=True)

    assert "--amqp-url" in said


def test_a_time_that_is_none_is_refused(run):
    said = run("outbox", "replay", "--since", "yesterday", "--to", "q", fails=True)

    assert "2026-03-02T09:00:00Z" in said


@pytest.fixture
async def refused(service):
    """The first was sent, the broker refused the second, the third is on its way."""
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    kind = "council.schools.grant.made.v1"
    made = {"exchange": "council.events", "routing_key": kind, "event_type": kind, "body": b"{}"}
    aside = {"set_aside_at": now, "refusals": 5, "error": "ChannelAccessRefused"}
    async with service.store.writing() as session:
        for number, more in enumerate(({"sent_at": now}, aside, {}), start=1):
            stands = {"subject": f"G-{number}", "created_at": now, "headers": "{}", **more}
            session.add(OutboxRow(seq=number, event_id=str(number), **made, **stands))


def test_what_was_not_sent_is_listed_with_the_brokers_word(run, refused):
    listed = orjson.loads(run("outbox", "list", "--json"))
    assert [(row["number"], row["state"]) for row in listed] == [(2, "set-aside"), (3, "pending")]
    assert "ChannelAccessRefused" in run("outbox", "list", "--state", "set-aside")
    assert "body" not in listed[0]


async def test_what_was_set_aside_is_retried_by_number_or_all_of_it(run, service, refused):
    assert "--all" in run("outbox", "retry", fails=True)
    assert "not set aside: 3, 9" in run("outbox", "retry", "3", "9", fails=True)
    assert orjson.loads(run("outbox", "retry", "2", "--json")) == [2]
    assert "0 events" in run("outbox", "retry", "--all")
    assert "No events are set aside" in run("outbox", "list", "--state", "set-aside")
    assert [(row.action, row.target) for row in await audits(service)] == [("outbox retry", "2")]


def test_a_new_key_takes_the_old_ones_place_by_command(run, service, monkeypatch):
    old, new = service.settings.key.get_secret_value(), run("key", "new").strip()
    assert orjson.loads(run("key", "status", "--json")) == {
        "newest": 3,
        "older": 0,
        "unreadable": [],
    }
    monkeypatch.setattr(service.settings, "key", SecretStr(f"{new},{old}"))
    assert "first key: 0 records. With an older key: 3" in run("key", "status")
    assert orjson.loads(run("key", "rotate", "--json"))["newest"] == 3
    monkeypatch.setattr(service.settings, "key", SecretStr(new))
    assert "first key: 3 records. With an older key: 0" in run("key", "rotate")


async def test_a_key_that_opens_not_all_that_is_kept_is_refused(run, service, monkeypatch):
    monkeypatch.setattr(service.settings, "key", SecretStr(run("key", "new").strip()))
    said = run("key", "rotate", fails=True)
    assert "Nothing was changed" in said
    assert "SCHOOLS_KEY" in said
    assert A[:12] in run("key", "status", fails=True)
    assert await audits(service) == []


def test_settings_that_are_missing_are_named_with_what_to_do(monkeypatch, tmp_path):
    class Settings(ServiceSettings):
        model_config = settings_config("NOWHERE_")

    app = service_cli("nowhere", Settings)
    result = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "inbox", "list"])

    assert result.exit_code == 1
    assert "NOWHERE_DATABASE_URL" in result.output
    assert "attain up" in result.output


async def states(service):
    async with service.store.reading() as session:
        rows = await session.execute(select(InboxRow.key, InboxRow.state))
        return {key: state for key, state in rows if state != "applied"}


async def audits(service):
    async with service.store.reading() as session:
        return list((await session.execute(select(AuditRow))).scalars())
