"""The numbers: counted as they happen, and measured in the store when they are asked for."""

from datetime import UTC, datetime, timedelta

from chassis.storage.tables import InboxRow, OutboxRow, TimerRow
from chassis.telemetry.metrics import Metrics

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TYPE = "council.forms.application.received.v1"


def shown(metrics: Metrics, start: str) -> list[str]:
    lines = metrics.exposed().decode().splitlines()
    return [line for line in lines if line.startswith(start)]


def test_events_are_counted_by_type_and_outcome():
    metrics = Metrics("schools")
    metrics.outcome(TYPE, "applied")
    metrics.outcome(TYPE, "applied")
    metrics.outcome(TYPE, "duplicate")

    assert shown(metrics, "attain_events_total") == [
        f'attain_events_total{{outcome="applied",type="{TYPE}"}} 2.0',
        f'attain_events_total{{outcome="duplicate",type="{TYPE}"}} 1.0',
    ]


def test_what_happens_to_messages_and_mails_is_counted():
    metrics = Metrics("notifications")
    metrics.processed(TYPE, 0.02)
    metrics.lag(0.5)
    metrics.lag(-3)  # another machine's clock
    metrics.group(40)
    metrics.published(7)
    metrics.publish_failed("timeout")
    metrics.reconnected()
    metrics.delivered("email", "delivered")

    assert shown(metrics, "attain_published_total") == ["attain_published_total 7.0"]
    assert shown(metrics, "attain_publish_failed_total") == [
        'attain_publish_failed_total{reason="timeout"} 1.0'
    ]
    assert shown(metrics, "attain_consumer_lag_seconds_sum") == [
        "attain_consumer_lag_seconds_sum 0.5"
    ]
    assert shown(metrics, "attain_reconnects_total") == ["attain_reconnects_total 1.0"]


def test_two_services_in_one_process_do_not_share_numbers():
    one, other = Metrics("schools"), Metrics("applications")
    one.published()

    assert shown(other, "attain_published_total") == ["attain_published_total 0.0"]


async def test_what_lies_in_the_store_is_measured_at_the_scrape(service):
    async with service.store.writing() as session:
        session.add(inbox("a", "waiting", overdue=True))
        session.add(inbox("b", "parked"))
        session.add(inbox("c", "applied"))
        session.add(outbox(NOW - timedelta(seconds=30)))
        session.add(outbox(NOW, set_aside_at=NOW))
        session.add(outbox(NOW, sent_at=NOW))
        session.add(TimerRow(name="lapse", subject="A-1", due=NOW - timedelta(hours=1)))

    await service.backlog.refresh(NOW, {"schools.inbox": 5})

    numbers = dict(line.rsplit(" ", 1) for line in shown(service.metrics, "attain_"))
    assert numbers['attain_inbox_rows{state="waiting"}'] == "0.0"
    assert numbers['attain_inbox_rows{state="parked"}'] == "2.0"
    assert numbers["attain_inbox_overdue_rows"] == "1.0"
    assert numbers["attain_outbox_pending_rows"] == "1.0"
    assert numbers["attain_outbox_oldest_seconds"] == "30.0"
    assert numbers["attain_outbox_set_aside_rows"] == "1.0"
    assert numbers["attain_timers_overdue"] == "1.0"
    assert numbers['attain_queue_messages{queue="schools.inbox"}'] == "5.0"


async def test_a_store_is_not_asked_again_within_two_seconds(service):
    await service.backlog.refresh(NOW, {})
    async with service.store.writing() as session:
        session.add(inbox("a", "waiting"))

    await service.backlog.refresh(NOW + timedelta(seconds=1), {})
    early = shown(service.metrics, 'attain_inbox_rows{state="waiting"}')
    await service.backlog.refresh(NOW + timedelta(seconds=3), {})

    assert early == ['attain_inbox_rows{state="waiting"} 0.0']
    assert shown(service.metrics, 'attain_inbox_rows{state="waiting"}') == [
        'attain_inbox_rows{state="waiting"} 1.0'
    ]


def inbox(key: str, state: str, **more) -> InboxRow:
    return InboxRow(
        key=key, state=state, content_hash=key, event_type=TYPE, received_at=NOW, **more
    )


def outbox(created_at: datetime, **more) -> OutboxRow:
    return OutboxRow(
        event_id="e", exchange="council.events", routing_key=TYPE, event_type=TYPE,
        subject="A-1", created_at=created_at, headers="{}", body=b"{}", **more,
    )  # fmt: skip
