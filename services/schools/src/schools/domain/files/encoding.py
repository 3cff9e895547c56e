"""First step of an import: decodes the file's bytes, or names the kind of file that they are."""

from typing import NamedTuple

from schools.domain.rejections import FileRejected, reject

UTF8_MARK = b"\xef\xbb\xbf"
CSV_AGAIN = "Download it as CSV again."
UNPACK = "Unpack it, and import the CSV file that it holds."
SAVE_AS_CSV = "Open it, save it as CSV, and import that file."
SAVE_AS_UTF8 = 'Save it as "CSV UTF-8", and import that file.'
WORKBOOK = "an Excel workbook"

# The first bytes of kinds of file that people send in place of a CSV file, and what to do then.
SIGNATURES = (
    (b"PK\x03\x04", "a zip file", UNPACK),
    (b"PK\x05\x06", "an empty zip file", CSV_AGAIN),
    (b"\x1f\x8b", "a file compressed with gzip", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file", UNPACK),
    (b"%PDF-", "a PDF document", CSV_AGAIN),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK, SAVE_AS_CSV),
    (b"\xff\xfe\0\0", "UTF-32 text", SAVE_AS_UTF8),
    (b"\0\0\xfe\xff", "UTF-32 text", SAVE_AS_UTF8),
    (b"\xff\xfe", "UTF-16 text", SAVE_AS_UTF8),
    (b"\xfe\xff", "UTF-16 text", SAVE_AS_UTF8),
)
WEB_PAGES = (b"<!doctype html", b"<html")
SAMPLE = 400  # bytes at the beginning that show the kind of file


class Decoded(NamedTuple):
    """The text; where it is not clean, a byte without meaning is a lone surrogate in it."""

    text: str
    codec: str
    clean: bool


def decoded(content: bytes) -> Decoded:
    """Reads bytes that are valid UTF-8 as UTF-8, and all others as windows-1252.

    A mark at the front says UTF-8. Raises FileRejected for an empty file and for another kind.
    """
    if not content.strip():
        raise reject("empty", "The file is empty.")
    _reject_other_kinds(content)
    body = content.removeprefix(UTF8_MARK)
    codecs = ("utf-8",) if content.startswith(UTF8_MARK) else ("utf-8", "windows-1252")
    for codec in codecs:
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        return Decoded(text, codec, clean="\0" not in text)
    return Decoded(body.decode(codecs[-1], "surrogateescape"), codecs[-1], clean=False)


def _reject_other_kinds(content: bytes) -> None:
    for signature, kind, advice in SIGNATURES:
        if content.startswith(signature):
            if kind == "a zip file" and b"xl/workbook" in content:
                raise _other_kind(WORKBOOK, SAVE_AS_CSV)
            raise _other_kind(kind, advice)
    if content[:SAMPLE].lstrip().lower().startswith(WEB_PAGES):
        raise _other_kind("a web page", CSV_AGAIN)
    if _every_second_is_nul(content[:SAMPLE]):
        raise _other_kind("UTF-16 text", SAVE_AS_UTF8)


def _every_second_is_nul(sample: bytes) -> bool:
    """Latin letters in UTF-16 without a mark."""
    halves = (sample[0::2], sample[1::2])
    return any(half.count(0) * 4 > len(half) * 3 for half in halves)


def _other_kind(kind: str, advice: str) -> FileRejected:
    return reject("wrong-kind", f"The file is {kind}, not a CSV file. {advice}")
