"""Reads a body strictly: valid JSON that no two readers could read differently."""

import json
from collections.abc import Iterator
from typing import Any

import orjson

MAX_BYTES = 256 * 1024
MAX_LEVELS = 32
TOO_LARGE = "too-large"
_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"x\x01": "zlib",
    b"x\x9c": "zlib",
    b"x\xda": "zlib",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"PK\x03\x04": "zip",
}
_LINE_BREAKS = frozenset("\t\n\r")


class BadPayload(ValueError):  # noqa: N818 - it says what is bad
    """The body cannot be read; `code` and the sentence say why, never with a value from it."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def read_json(body: bytes) -> Any:
    """The JSON value in `body`.

    Raises BadPayload for more than 256 KiB or 32 levels, bytes that are not UTF-8, lone
    surrogates, NaN, Infinity, numbers beyond a double, duplicate keys, control characters that
    no text needs, and anything else that is not JSON.
    """
    if len(body) > MAX_BYTES:
        text = f"The body has {len(body):,} bytes: send at most {MAX_BYTES // 1024} KiB."
        raise BadPayload(TOO_LARGE, text)
    value = _parse(body)
    if orjson.dumps(value) != body:  # compact JSON with each key once comes back byte for byte
        _refuse_depth(body, value)
        _refuse_duplicates(body)
    else:
        _refuse_depth(body, value)
    if b"\\u00" in body:
        _refuse_control_characters(value)
    return value


def _parse(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        for mark, name in _COMPRESSED.items():
            if body.startswith(mark):
                text = f"The body is compressed ({name}): send plain JSON text."
                raise BadPayload("not-json", text) from None
        if b"\x00" in body or not _is_utf8(body):
            raise BadPayload("not-utf-8", "The body is not UTF-8 text.") from None
        if "depth limit" in str(error):
            raise BadPayload("too-deep", _too_deep()) from None
        if "surrogate" in str(error):
            text = f"The body holds half a surrogate pair ({where})."
            raise BadPayload("lone-surrogate", text) from None
        if "infinity" in str(error):
            text = f"The body holds a number that is too large ({where}): send a smaller one."
            raise BadPayload("number-too-large", text) from None
        raise BadPayload("not-json", f"The body is not JSON ({where}).") from None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _too_deep() -> str:
    return f"The body nests deeper than {MAX_LEVELS} levels."


def _refuse_depth(body: bytes, value: Any) -> None:
    if body.count(b"{") + body.count(b"[") <= MAX_LEVELS:
        return
    level = [value]
    for _ in range(MAX_LEVELS):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    if any(isinstance(value, dict | list) for value in level):
        raise BadPayload("too-deep", _too_deep())


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _refuse_duplicates(body: bytes) -> None:
    def each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        unique = dict(pairs)
        if len(unique) != len(pairs):
            raise BadPayload("duplicate-key", "An object in the body has the same key twice.")
        return unique

    json.loads(body, object_pairs_hook=each_key_once)


def _refuse_control_characters(value: Any) -> None:
    """No text needs them, and PostgreSQL cannot keep a NUL."""
    for place, text in _texts(value, ""):
        if any(character < " " and character not in _LINE_BREAKS for character in text):
            name = place.lstrip(".") or "data"
            raise BadPayload("control-character", f"The field {name} holds a control character.")


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text with the field that it is in; a key counts as its object's."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield place, key
            yield from _texts(child, f"{place}.{key}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from _texts(child, f"{place}[{number}]")
