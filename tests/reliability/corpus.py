"""Malformed events by the hundred: each names the word that the reason must say."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from chassis.contracts.event import Delivery
from chassis.contracts.package_files import package_folder
from support.bus import event_headers

OWNERS = ("applications", "schools", "notifications")
CANARY = "canary-4711"
STRUCTURED = "application/cloudevents+json"
WITHDRAWN = "council.forms.application.withdrawn.v1"


@dataclass(frozen=True)
class Case:
    """One event that must be parked by `owner`, for a reason that says one of `words`."""

    name: str
    owner: str
    routing_key: str
    headers: dict[str, Any]
    body: bytes
    words: tuple[str, ...]
    content_type: str | None = "application/json"

    @property
    def delivery(self) -> Delivery:
        return Delivery(self.routing_key, self.headers, self.content_type, self.body)


def contracts() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each intake type with its owner and its schema."""
    for owner in OWNERS:
        for path in sorted((package_folder(owner, "contracts") / "intake").glob("*.schema.json")):
            yield owner, path.name.removesuffix(".schema.json"), orjson.loads(path.read_bytes())


def example(event_type: str) -> dict[str, Any]:
    """The contract's own good example."""
    return next(schema["examples"][0] for _, kind, schema in contracts() if kind == event_type)


def broken_payloads() -> Iterator[Case]:
    """Every rule of every contract, broken in turn, and everything else left whole."""
    for owner, event_type, schema in contracts():
        good = schema["examples"][0]
        for number, (name, data, word) in enumerate(_broken(schema, good, ())):
            headers = event_headers(event_type, id=f"{event_type}/{number}", subject="S-1")
            yield Case(f"{event_type} {name}", owner, event_type, headers, _body(data), (word,))


def _body(data: Any) -> bytes:
    return json.dumps(data).encode()


def _broken(
    schema: dict[str, Any], good: dict[str, Any], place: tuple[Any, ...]
) -> Iterator[tuple[str, dict[str, Any], str]]:
    here = _at(good, place)
    for name in schema.get("required", ()):
        if isinstance(here, dict) and name in here:
            yield f"without {name} in {place}", _without(good, place, name), name
    for name, rules in schema.get("properties", {}).items():
        if not isinstance(here, dict) or name not in here:
            continue
        inner = (*place, name)
        for rule, value in _breaking(rules, here[name]):
            yield f"{inner} against {rule}", _with(good, inner, value), name
        yield from _inside(rules, good, inner)


def _inside(
    rules: dict[str, Any], good: dict[str, Any], place: tuple[Any, ...]
) -> Iterator[tuple[str, dict[str, Any], str]]:
    here, items = _at(good, place), rules.get("items")
    if rules.get("type") == "object":
        yield from _broken(rules, good, place)
    elif items and here:
        if items.get("type") == "object":
            yield from _broken(items, good, (*place, 0))
        else:
            for rule, value in _breaking(items, here[0]):
                yield f"{place} 0 against {rule}", _with(good, (*place, 0), value), place[-1]


def _breaking(rules: dict[str, Any], good: Any) -> Iterator[tuple[str, Any]]:
    """A value that breaks each rule."""
    yield "type", [CANARY] if rules.get("type") == "object" else {CANARY: [CANARY]}
    if "enum" in rules or "format" in rules:
        yield "enum or format", CANARY
    if "pattern" in rules:
        yield "pattern", f"{CANARY}\n"
        yield "pattern, control character", f"{CANARY}\u0007"
    yield from _beyond_a_store(rules)
    yield from _beyond(rules, good)


def _beyond_a_store(rules: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What no column can keep, in whichever of its forms the field may be."""
    for form in (rules, *rules.get("anyOf", ())):
        if form.get("type") == "string":
            yield "what a store can keep, a NUL", f"{CANARY}\u0000"
        if form.get("type") == "integer":
            for bits in (31, 63, 64, 100):
                if 2**bits > form.get("maximum", 0):
                    yield f"what a store can keep, {bits} bits", 2**bits


def _beyond(rules: dict[str, Any], good: Any) -> Iterator[tuple[str, Any]]:
    """Just past each bound."""
    if rules.get("minLength"):
        yield "minLength", ""
    if "maxLength" in rules:
        yield "maxLength", (CANARY * 1000)[: rules["maxLength"] + 1]
    if "minimum" in rules:
        yield "minimum", rules["minimum"] - 1
    if "maximum" in rules:
        yield "maximum", rules["maximum"] + 1
    if rules.get("minItems"):
        yield "minItems", []
    if "maxItems" in rules and good:
        yield "maxItems", [good[0]] * (rules["maxItems"] + 1)


def _at(data: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        data = data[step]
    return data


def _with(data: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    _at(changed, place[:-1])[place[-1]] = value
    return changed


def _without(data: dict[str, Any], place: tuple[Any, ...], name: str) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    del _at(changed, place)[name]
    return changed


ATTRIBUTES = ("id", "source", "specversion", "type", "subject", "time")
ODD_VALUES: dict[str, Any] = {
    "a line break": f"{CANARY}\nx",
    "a bell": f"{CANARY}\x07",
    "a line separator": f"{CANARY}\u2028x",
    "much": CANARY * 50,
    "a list": [CANARY],
    "a table": {"a": CANARY},
    "bytes": bytearray(b"\xff"),
    "a double": 1.5,
    "yes": True,
    "a moment": datetime(2026, 1, 1, tzinfo=UTC),
    "nothing": None,
    "emptiness": "",
}
BAD_TIMES = (
    "2026-11-02", "2026-11-02 09:00:00Z", "2026-11-02T09:00:00", "2026-02-30T09:00:00Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-02T09:00:00+99:99", CANARY,
)  # fmt: skip


def broken_envelopes() -> Iterator[Case]:
    """Attributes that are missing, malformed, of an odd type or somebody else's, in both modes."""
    data = example(WITHDRAWN)
    for name in ATTRIBUTES:
        yield _binary(f"binary without {name}", data, (name,), drop=name)
        yield _structured(f"structured without {name}", data, (name,), drop=name)
        for odd, value in ODD_VALUES.items():
            yield _binary(f"binary {name} of {odd}", data, (name,), **{name: value})
            if isinstance(value, str | list | dict | float | None):
                whole = {name: value}
                yield _structured(f"structured {name} of {odd}", data, (name,), **whole)
    ahead = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    for time in (*BAD_TIMES, ahead):
        yield _binary(f"binary at {time}", data, ("time",), time=time)
        yield _structured(f"structured at {time}", data, ("time",), time=time)
    for source in ("urn:council:casework", "urn:council:formsx", "urn:council", CANARY):
        yield _binary(f"binary from {source}", data, ("source",), source=source)
        yield _structured(f"structured from {source}", data, ("source",), source=source)
    for mode in (_binary, _structured):
        foreign = "council.forms.application.received.v1"
        yield mode(f"{mode.__name__} under another type", data, ("type",), type=foreign)
        yield mode(f"{mode.__name__} of version 2", data, ("specversion",), specversion="2.0")
    for media in (None, "", "text/plain", "application/xml"):
        case = _binary(f"media type {media}", data, ("datacontenttype",))
        yield Case(**(vars(case) | {"content_type": media}))


def _binary(name: str, data: Any, words: tuple[str, ...], drop: str = "", **given: Any) -> Case:
    attributes = {"id": f"case {name}", "subject": "FORM-1"} | given
    headers = event_headers(WITHDRAWN, **attributes)
    for attribute, value in given.items():
        headers[f"ce-{attribute}"] = value
    headers.pop(f"ce-{drop}", None)
    return Case(name, "applications", WITHDRAWN, headers, _body(data), words)


def _structured(name: str, data: Any, words: tuple[str, ...], drop: str = "", **given: Any) -> Case:
    attributes = {"id": f"case {name}", "subject": "FORM-1"}
    whole = {key.removeprefix("ce-"): value for key, value in
             event_headers(WITHDRAWN, **attributes).items()}  # fmt: skip
    whole |= {"datacontenttype": "application/json", "data": data} | given
    whole.pop(drop, None)
    return Case(name, "applications", WITHDRAWN, {}, _body(whole), words, STRUCTURED)


def broken_versions() -> Iterator[Case]:
    """An aggregate's version that is none, or that no store keeps."""
    for mode in (_binary, _structured):
        for version in ("0", "-1", "1.5", str(2**31), str(10**19)):
            name = f"{mode.__name__} of its version {version}"
            words = ("aggregateversion",)
            yield mode(name, example(WITHDRAWN), words, aggregateversion=version)


def other_subjects() -> Iterator[Case]:
    """Each contract's own example under a subject that is not in it."""
    for owner, event_type, schema in contracts():
        headers = event_headers(event_type, id=f"{event_type}/subject", subject="someone-else")
        body = _body(schema["examples"][0])
        name = f"{event_type} of another subject"
        yield Case(name, owner, event_type, headers, body, ("subject",))


def broken_bodies() -> Iterator[Case]:
    """What is no JSON, or JSON that two readers could read differently, or too much of it."""
    good = _body(example(WITHDRAWN))
    first = good[1:].split(b",", 1)[0]
    bodies: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "JSON"),
        "cut": (good[:-5], "JSON"),
        "not a number": (b'{"a": NaN}', "JSON"),
        "infinite": (b'{"a": -Infinity}', "JSON"),
        "beyond every double": (b'{"a": 1e999}', "number"),
        "a trailing comma": (good[:-1] + b",}", "JSON"),
        "a byte order mark": (b"\xef\xbb\xbf" + good, "JSON"),
        "two documents": (good + good, "JSON"),
        "a raw control character": (b'{"a": "\x07"}', "JSON"),
        "latin-1": ('{"a": "é"}'.encode("latin-1"), "UTF-8"),
        "utf-16": (good.decode().encode("utf-16"), "UTF-8"),
        "a raw NUL": (b'{"a": "\x00"}', "UTF-8"),
        "a key twice": (b"{" + first + b"," + good[1:], "key"),
        "a key twice, deep": (b'{"a": [{"b": 1, "\\u0062": 2}]}', "key"),
        "half a pair": (b'{"a": "\\ud800"}', "surrogate"),
        "the other half": (b'{"a": "\\udc00"}', "surrogate"),
        "an escaped NUL": (b'{"reason": "\\u0000"}', "reason"),
        "an escaped bell": (b'{"a": [{"b": "\\u0007"}]}', "a[0].b"),
        "too deep": (b'{"a":' * 40 + b"1" + b"}" * 40, "levels"),
        "far too deep": (b"[" * 5000 + b"]" * 5000, "levels"),
        "too large": (b'{"a": "' + b"x" * (256 * 1024) + b'"}', "256 KiB"),
        "a list": (b"[]", "object"),
        "a text": (f'"{CANARY}"'.encode(), "object"),
        "nothing at all": (b"null", "object"),
    }  # fmt: skip
    for name, (body, word) in bodies.items():
        headers = event_headers(WITHDRAWN, id=f"body {name}", subject="FORM-1")
        yield Case(f"binary {name}", "applications", WITHDRAWN, headers, body, (word,))
        if name not in {"a list", "a text", "nothing at all"}:  # what is the data there
            yield Case(
                f"structured {name}", "applications", WITHDRAWN, {}, body,
                (word, "missing"), STRUCTURED,
            )  # fmt: skip


def corpus() -> list[Case]:
    """All of it."""
    return [
        *broken_payloads(),
        *broken_envelopes(),
        *broken_versions(),
        *other_subjects(),
        *broken_bodies(),
    ]
