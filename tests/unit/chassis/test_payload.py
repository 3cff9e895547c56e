"""Reading a body strictly: JSON and nothing else, and nothing that two readers could differ on."""

import bz2
import gzip
import json
import lzma
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.contracts.strict_json import MAX_BYTES, MAX_LEVELS, BadPayload, read_json

text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
leaves = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(
    allow_nan=False, allow_infinity=False
) | text  # fmt: skip
documents = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(text, inner, max_size=5)
)


@given(documents, st.sampled_from([None, 2]), st.booleans())
def test_a_valid_document_reads_as_the_standard_library_reads_it(document, indent, ascii_only):
    body = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode()
    assert read_json(body) == json.loads(body)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_they_are_read_or_refused_and_nothing_else(body):
    try:
        value = read_json(body)
    except BadPayload:
        return
    assert value == json.loads(body)


@given(st.lists(text, min_size=1, max_size=5), st.integers(0, 4))
def test_a_key_that_comes_twice_is_refused_wherever_it_stands(keys, which):
    again = keys[which % len(keys)]
    members = ",".join(f"{json.dumps(key)}: 1" for key in [*keys, again])
    with pytest.raises(BadPayload) as refused:
        read_json(f'{{"outer": [{{{members}}}]}}'.encode())
    assert refused.value.code == "duplicate-key"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"[1,]", "not-json"),
        (b"NaN", "not-json"),
        (b"[-Infinity]", "not-json"),
        (b"1e400", "number-too-large"),
        (b"1" * 5000, "number-too-large"),
        (gzip.compress(b"{}", mtime=0), "not-json"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b'"\x1f"', "not-json"),
        (b'"\xff"', "not-utf-8"),
        ('"é"'.encode("latin-1"), "not-utf-8"),
        ('{"a": 1}'.encode("utf-16"), "not-utf-8"),
        (b'"\xed\xa0\x80"', "not-utf-8"),  # a surrogate, encoded as if it were a character
        (b'"\\ud800"', "lone-surrogate"),
        (b'{"a": "\\udc00 x"}', "lone-surrogate"),
        (b'{"\\u0061": 1, "a": 2}', "duplicate-key"),
        (b'{"a": ["b", {"c": "x\\u0000y"}]}', "control-character"),
        (b'{"a\\u0007": 1}', "control-character"),
        (b'"' + b"x" * MAX_BYTES + b'"', "too-large"),
        (b"[" * (MAX_LEVELS + 1) + b"]" * (MAX_LEVELS + 1), "too-deep"),
        (b'{"a":' * (MAX_LEVELS + 1) + b"1" + b"}" * (MAX_LEVELS + 1), "too-deep"),
        (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
    ],
)
def test_what_the_bus_forbids_is_refused_by_name(body, code):
    with pytest.raises(BadPayload) as refused:
        read_json(body)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "body",
    [
        b"[" * MAX_LEVELS + b"]" * MAX_LEVELS,
        b'"' + b"x" * (MAX_BYTES - 2) + b'"',
        b'"line\\nbreaks\\r\\n and\\ttabs, \\u000a too"',
        b'"\\ud83d\\ude00"',
        b"[{}, [" + b"{}," * 500 + b"{}]]",
    ],
)
def test_what_is_just_within_the_limits_is_read(body):
    assert read_json(body) == json.loads(body)


def test_a_control_character_is_found_and_its_field_named():
    with pytest.raises(BadPayload, match=r"The field a\[1\]\.c holds a control character\."):
        read_json(b'{"a": ["b", {"c": "x\\u0000y"}]}')


@pytest.mark.parametrize(
    ("compress", "name"),
    [
        (gzip.compress, "gzip"),
        (zlib.compress, "zlib"),
        (bz2.compress, "bzip2"),
        (lzma.compress, "xz"),
    ],
)
def test_compressed_body_is_named_as_such(compress, name):
    with pytest.raises(BadPayload, match=rf"The body is compressed \({name}\): send plain JSON"):
        read_json(compress(b'{"a": 1}'))


def test_number_beyond_a_double_is_named_as_such():
    with pytest.raises(BadPayload, match=r"a number that is too large \(line 1, column 7\)"):
        read_json(b'{"a": 1' + b"0" * 400 + b"}")
