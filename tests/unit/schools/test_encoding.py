"""The encoding and the kind of a file: UTF-8 where it is valid, else windows-1252, or refused."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.files.encoding import UTF8_MARK, decoded
from schools.domain.files.extract import extract_of
from schools.domain.files.links import read_links
from schools.domain.files.table import read_table
from schools.domain.rejections import FileRejected, Reason
from unit.schools.extracts import as_csv, coded

LETTERS = "éÉüßñçøœŒžŠ’“”–…€ŵłğ"
WINDOWS_LETTERS = [letter for letter in LETTERS if letter.encode("cp1252", "ignore")]
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def saved(*rows: dict[str, object], codec: str, mark: bytes = b"") -> bytes:
    """The rows as a program writes them that saves in this encoding."""
    return mark + as_csv(rows, codec)


def name_in(content: bytes, urn: str = "900001") -> str:
    return extract_of(read_table(content), "edubasealldata20250901.csv", ()).read(urn)["name"]


def refusal(content: bytes) -> Reason:
    with pytest.raises(FileRejected) as refused:
        read_table(content)
    (reason,) = refused.value.reasons
    return reason


@given(st.text(st.sampled_from("ABC xyz" + LETTERS), min_size=1, max_size=20).filter(str.strip))
def test_name_saved_as_utf_8_is_read_as_written(name):
    for mark in (b"", UTF8_MARK):
        assert name_in(saved(coded(name=name), codec="utf-8", mark=mark)) == name.strip()


@given(
    st.text(st.sampled_from("ABC xyz"), max_size=9),
    st.sampled_from(WINDOWS_LETTERS),
    st.text(st.sampled_from("ABC xyz"), max_size=9),
)
def test_name_saved_as_windows_1252_is_read_as_written(before, letter, after):
    name = f"{before}{letter}{after}"
    assert name_in(saved(coded(name=name), codec="windows-1252")) == name.strip()


def test_plain_file_reads_the_same_with_and_without_a_mark():
    plain = saved(coded(), codec="ascii")
    assert read_table(plain) == read_table(UTF8_MARK + plain)


@given(st.binary(min_size=1).filter(bytes.strip))
def test_any_bytes_are_decoded_or_refused_with_a_reason(content):
    try:
        source = decoded(content)
    except FileRejected as refused:
        assert refused.reasons  # noqa: PT017 - most bytes are decoded, some are refused
    else:
        assert source.codec in {"utf-8", "windows-1252"}
        assert not source.clean or "\0" not in source.text


@pytest.mark.parametrize("byte", UNDEFINED)
def test_undefined_byte_is_named_with_row_urn_and_cell(byte):
    rows = (coded(urn=900001), coded(urn=900002, name="Gorse Hill"))
    content = saved(*rows, codec="ascii").replace(b"Gorse", b"Gors" + bytes([byte]))
    assert refusal(content) == Reason(
        "encoding",
        f"Row 3 (URN 900002): 'Gors? Hill' holds the byte {byte:02X}, which is not a letter of "
        "windows-1252 text. Correct it, and import the file again.",
    )


def test_broken_letter_behind_a_utf_8_mark_is_named_with_row_and_urn():
    content = UTF8_MARK + saved(coded(name="École du Nord"), codec="windows-1252")
    message = refusal(content).message
    assert message.startswith("Row 2 (URN 900001): '?cole du Nord' holds the byte C9, which is")
    assert "UTF-8 text" in message


def test_nul_byte_is_named_with_row_and_urn():
    reason = refusal(saved(coded(name="Alder"), codec="ascii").replace(b"Alder", b"Al\0er"))
    assert reason.code == "encoding"
    assert reason.message.startswith("Row 2 (URN 900001): 'Al?er' holds the byte 00")


def test_undefined_byte_in_the_header_is_named_as_the_header():
    content = saved(coded(), codec="ascii").replace(b"LA (name)", b"LA \x81name)")
    assert refusal(content).message.startswith("The header row: 'LA ?name)' holds the byte 81")


def test_undefined_byte_in_a_links_file_is_named_with_row_and_urn():
    row = {"URN": 900001, "LinkURN": 900002, "LinkType": "Successor", "LinkEstablishedDate": ""}
    content = as_csv([row]).replace(b"Successor", b"Success\x8dr")
    assert refusal(content).message.startswith("Row 2 (URN 900001): 'Success?r' holds the byte 8D")


def zipped(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "a,b\r\n")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zipped("edubasealldata20250901.csv"), "a zip file"),
        (zipped("xl/workbook.xml"), "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an Excel workbook"),
        (gzip.compress(as_csv([coded()])), "a file compressed with gzip"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (as_csv([coded()], "utf-16"), "UTF-16 text"),
        (as_csv([coded()], "utf-16-le"), "UTF-16 text"),
        (as_csv([coded()], "utf-16-be"), "UTF-16 text"),
        (as_csv([coded()], "utf-32"), "UTF-32 text"),
        (b"\r\n<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "a web page"),
    ],
    ids=[
        "zip",
        "xlsx",
        "xls",
        "gzip",
        "pdf",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "html",
    ],
)
def test_file_of_another_kind_is_named_as_that_kind(content, kind):
    reason = refusal(content)
    assert reason.code == "wrong-kind"
    assert reason.message.startswith(f"The file is {kind}, not a CSV file. ")


def test_links_file_given_as_an_extract_is_named_as_a_links_file():
    row = {"URN": 900001, "LinkURN": 900002, "LinkType": "Successor", "LinkEstablishedDate": ""}
    with pytest.raises(FileRejected, match="The file is a links file, not an extract") as refused:
        extract_of(read_table(as_csv([row])), "edubasealldata20250901.csv", ())
    assert [reason.code for reason in refused.value.reasons] == ["wrong-kind"]


def test_extract_given_as_a_links_file_is_named_as_an_extract():
    table = read_table(as_csv([coded()]))
    with pytest.raises(FileRejected, match="The file is an extract"):
        read_links(table)
