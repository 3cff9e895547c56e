"""`attain status`: what it asks, what it lists, and the sentences about what to look at."""

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from attain.commands.status import in_words
from attain.settings.ports import free_ports
from attain.stack.health import mail_server_answers
from chassis.messaging.topology import SERVICES
from support.mailbox import SmtpPeer

NOTHING = {
    "waiting": 0,
    "parked": 0,
    "overdue": 0,
    "set_aside": 0,
    "queue": 0,
    "unrouted": 0,
    "mails_undelivered": None,
}


def document(**changes: Any) -> dict[str, Any]:
    return {
        "ready": True,
        "running": True,
        "wrong": {},
        "look_at": [],
        "services": {service: dict(NOTHING) for service in SERVICES},
        "http": {service: f"http://127.0.0.1/{service}" for service in SERVICES},
        "mail": {"smtp": "127.0.0.1:25", "maildir": "/data/mail"},
        "pids": {"schools": 11, "rabbitmq": 12},
        **changes,
    }


def printed(shown: dict[str, Any]) -> str:
    console = Console(file=io.StringIO(), width=160)
    console.print(in_words(shown))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def row(text: str, name: str) -> list[str]:
    return next(line for line in text.splitlines() if line.split()[:1] == [name]).split()


def test_ready_stack_lists_each_service_with_its_counts() -> None:
    shown = document()
    shown["services"]["schools"] |= {"waiting": 3, "parked": 2, "overdue": 1, "queue": 7}
    text = printed(shown)
    assert row(text, "ready") == ["ready", "yes"]
    assert row(text, "schools")[:9] == ["schools", "yes", "3", "2", "1", "0", "7", "0", "–"]


def test_count_that_nobody_can_tell_is_a_dash_and_not_a_zero() -> None:
    shown = document()
    shown["services"]["reporting"] = dict.fromkeys(NOTHING)
    assert row(printed(shown), "reporting")[2:9] == ["–"] * 7


def test_what_is_wrong_is_said_with_the_part_that_it_is_wrong_with() -> None:
    shown = document(ready=False, wrong={"mail": ["the mail server does not answer; mails wait"]})
    text = printed(shown)
    assert row(text, "ready") == ["ready", "no"]
    assert "mail: the mail server does not answer; mails wait" in text
    assert row(text, "schools")[1] == "yes"


def test_stopped_stack_says_how_to_start_it() -> None:
    wrong = {name: ["it does not answer"] for name in (*SERVICES, "rabbitmq", "mail")}
    text = printed(document(ready=False, running=False, wrong=wrong, pids={}))
    assert "the stack is stopped, start it with `attain up`" in text
    assert row(text, "schools")[1] == "no"


def test_mail_server_that_greets_answers(smtp: SmtpPeer) -> None:
    assert mail_server_answers(smtp.port)


def test_port_without_a_mail_server_does_not_answer() -> None:
    assert not mail_server_answers(free_ports(1)[0])


@pytest.fixture
def frozen() -> Iterator[int]:
    """A server that accepts connections and never greets."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_mail_server_that_is_frozen_does_not_answer(frozen: int) -> None:
    assert not mail_server_answers(frozen, timeout=0.2)
