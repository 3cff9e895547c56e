"""Which ports a stack takes, and what it says when one is taken."""

import socket
from collections.abc import Iterator

import pytest

from attain.settings.ports import (
    WANTED,
    PortsOptionError,
    PortTakenError,
    choose,
    free_ports,
    is_free,
)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_the_usual_ports_begin_at_8101(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attain.settings.ports.is_free", lambda port: True)
    ports = choose(None, None)
    assert [ports[name] for name in WANTED[:4]] == [8101, 8102, 8103, 8104]


def test_a_taken_port_is_named_with_the_option_that_changes_it(taken: int) -> None:
    with pytest.raises(PortTakenError, match=rf"{taken} \(schools\).*--ports"):
        choose(str(taken), None)


def test_auto_takes_different_free_ones() -> None:
    ports = choose("auto", None)
    assert set(ports) == set(WANTED)
    assert len(set(ports.values())) == len(WANTED)
    assert all(is_free(port) for port in ports.values())


def test_a_stack_comes_back_on_the_ports_it_had() -> None:
    before = dict(zip(WANTED, free_ports(len(WANTED)), strict=True))
    assert choose(None, before) == before
    assert choose("auto", before) == before


def test_auto_gives_up_ports_that_others_took_meanwhile(taken: int) -> None:
    before = {**dict(zip(WANTED, free_ports(len(WANTED)), strict=True)), "amqp": taken}
    assert choose("auto", before)["amqp"] != taken


@pytest.mark.parametrize("nonsense", ["many", "80", "70000", "-1"])
def test_an_option_that_makes_no_sense_is_refused(nonsense: str) -> None:
    with pytest.raises(PortsOptionError):
        choose(nonsense, None)
