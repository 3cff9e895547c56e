"""`attain status`: what runs, whether it is ready, what is unfinished, and what to look at."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

from attain.rabbitmq.publishers import publishers
from attain.settings import credentials, plan
from attain.settings.folder import DataFolder, read_json
from attain.stack.backlog import Backlog, backlogs, queue_depths
from attain.stack.health import SILENT, mail_server_answers, problems
from attain.stack.stack_lock import is_locked
from chassis.messaging.topology import OPERATOR, SERVICES

COUNTS = {
    "waiting": "waiting",
    "parked": "parked",
    "overdue": "overdue",
    "set aside": "set_aside",
    "queue": "queue",
    "unrouted": "unrouted",
    "mails": "mails_undelivered",
}

Document = dict[str, Any]


def status(folder: DataFolder) -> Document:
    """The document that `attain status --json` prints; raises NoStackError."""
    stack = plan.existing(folder)
    known = credentials.load_or_make(folder)
    runs = is_locked(folder)
    operator = stack.broker_url(OPERATOR, known)
    counted, has_broker = asyncio.run(_counted(folder, stack, operator if runs else None))
    wrong = _wrong(stack, has_broker=has_broker) if runs else _all_silent()
    return {
        "ready": not any(wrong.values()),
        "running": runs,
        "wrong": {name: found for name, found in wrong.items() if found},
        "look_at": _to_look_at(counted),
        "services": {name: asdict(backlog) for name, backlog in counted.items()},
        "data_dir": str(folder.path),
        "amqp": {
            "admin": operator,
            "publishers": {
                name: stack.broker_url(name, known) for name in publishers(known.passwords)
            },
        },
        "http": {service: stack.http_url(service) for service in SERVICES},
        "mail": {"smtp": f"127.0.0.1:{stack.ports['smtp']}", "maildir": str(folder.maildir)},
        "pids": read_json(folder.running).get("pids", {}) if runs else {},
    }


async def _counted(
    folder: DataFolder, stack: plan.Plan, operator: str | None
) -> tuple[dict[str, Backlog], bool]:
    depths = await queue_depths(operator) if operator else None
    return await backlogs(folder, stack, depths), depths is not None


def _all_silent() -> dict[str, list[str]]:
    return dict.fromkeys((*SERVICES, "rabbitmq", "mail"), SILENT)


def _wrong(stack: plan.Plan, *, has_broker: bool) -> dict[str, list[str]]:
    """What is wrong with each part, all asked at once; an empty list where it is ready."""
    urls = [f"{stack.http_url(service)}/health/ready" for service in SERVICES]
    with ThreadPoolExecutor() as pool:
        mail = pool.submit(mail_server_answers, stack.ports["smtp"])
        found = dict(zip(SERVICES, pool.map(problems, urls), strict=True))
        found["rabbitmq"] = [] if has_broker else SILENT
        found["mail"] = [] if mail.result() else ["the mail server does not answer; mails wait"]
        return found


def _to_look_at(counted: dict[str, Backlog]) -> list[str]:
    """A sentence with its command for everything that does not finish by itself."""
    found = []
    for service, backlog in counted.items():
        if backlog.parked:
            found.append(
                f"{service}: {_number(backlog.parked, 'event')} parked, {backlog.overdue} of them "
                f"overdue. See `{service} inbox list --state parked`."
            )
        if backlog.set_aside:
            found.append(
                f"{service}: the broker refused {_number(backlog.set_aside, 'event')}. "
                f"See `{service} outbox list --state set-aside`."
            )
        if backlog.mails_undelivered:
            found.append(
                f"{service}: {_number(backlog.mails_undelivered, 'mail')} not delivered yet. "
                f"See `{service} deliveries --state queued`."
            )
    return found


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_words(document: Document) -> RenderableType:
    """The document for a person."""
    ready = "yes" if document["ready"] else "no"
    if not document["running"]:
        ready = "no: the stack is stopped, start it with `attain up`"
    head = Table(show_header=False, box=None, padding=(0, 2))
    head.add_row("ready", ready)
    if document["running"]:
        for name, found in document["wrong"].items():
            head.add_row("wrong", f"{name}: {'; '.join(found)}")
    for sentence in document["look_at"]:
        head.add_row("look at", sentence)
    foot = Table(show_header=False, box=None, padding=(0, 2))
    foot.add_row("rabbitmq", f"process {document['pids'].get('rabbitmq', '–')}")
    foot.add_row("mails", document["mail"]["maildir"])
    return Group(head, _services(document), foot)


def _services(document: Document) -> Table:
    table = Table("service", "ready", box=None, padding=(0, 2))
    for heading in COUNTS:
        table.add_column(heading, justify="right")
    table.add_column("address")
    table.add_column("process", justify="right")
    for name, counts in document["services"].items():
        ready = "no" if name in document["wrong"] else "yes"
        numbers = ["–" if counts[key] is None else str(counts[key]) for key in COUNTS.values()]
        process = str(document["pids"].get(name, "–"))
        table.add_row(name, ready, *numbers, document["http"][name], process)
    return table
