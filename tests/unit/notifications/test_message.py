"""Text from other people cannot change the headers of an e-mail."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.mail.message import Envelope, build_message, to_bytes
from notifications.texts.render import Rendered

HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
]


def written(
    subject: str = "A-2026-0001: hello", name: str | None = "Jo Bell", **said: str
) -> bytes:
    envelope = Envelope(
        sender="programme@council.example",
        sender_name="School improvement programme",
        address="jo.bell@example.org",
        name=name,
        message_id="<3b0a52a6@council.example>",
        date=datetime(2026, 1, 14, 12, 30, tzinfo=UTC),
        reply_to="ask@council.example",
    )
    rendered = Rendered(subject, said.get("text", "Hello\n"), said.get("html", "<p>Hello</p>"))
    return to_bytes(build_message(rendered, envelope))


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_has_text_and_html_and_says_that_a_machine_sent_it():
    message = read(written(text="£5,000\n", html="<p>£5,000</p>"))
    assert message["From"] == "School improvement programme <programme@council.example>"
    assert message["To"] == "Jo Bell <jo.bell@example.org>"
    assert message["Message-ID"] == "<3b0a52a6@council.example>"
    assert message["Date"] == "Wed, 14 Jan 2026 12:30:00 +0000"
    assert message["Reply-To"] == "ask@council.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().strip() == "£5,000"
    assert html.get_content().strip() == "<p>£5,000</p>"


def test_address_with_a_header_in_it_is_refused():
    envelope = Envelope(
        "a@b.example",
        "",
        "jo@example.org\r\nBcc: all@example.org",
        None,
        "<x@y>",
        datetime.now(UTC),
        "a@b.example",
    )
    with pytest.raises(ValueError, match="not deliverable"):
        build_message(Rendered("s", "t", "h"), envelope)


@given(subject=st.text(max_size=300), name=st.none() | st.text(max_size=200))
def test_subject_and_name_cannot_add_a_header(subject, name):
    raw = written(subject, name)
    message = read(raw)
    assert sorted(message.keys()) == sorted(header for header in HEADERS if header in message)
    assert [str(each.addr_spec) for each in message["To"].addresses] == ["jo.bell@example.org"]
    assert [str(each.addr_spec) for each in message["From"].addresses] == [
        "programme@council.example"
    ]
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(len(line) < 998 for line in head.split(b"\r\n"))
    assert head.isascii()


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=80)
)
@example("0000000¡¡¡¡¡¡¡¡¡¡¡𐀀𐀀 ¡")  # the standard folding loses its blank
def test_subject_arrives_as_it_was_written(subject):
    assert str(read(written("A-1: " + subject))["Subject"]).split() == ["A-1:", *subject.split()]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=2000))
def test_text_arrives_as_it_was_written(text):
    plain = read(written(text=text + "\n")).get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n").rstrip("\n") == text


def test_encoded_word_in_a_subject_adds_no_header():
    message = read(written("=?utf-8?q?a=0d=0aBcc:=20x@evil.example?="))
    assert "Bcc" not in message


def test_boundary_in_a_body_is_text():
    message = read(written(text="--===============1==\n", html="--===============1==--"))
    html = message.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "--===============1==--"


def test_long_subject_begins_on_the_line_of_its_header():
    subject = 'New application to review: "Tees maths mastery hub", Newport Primary School (A-1)'
    assert f"\r\nSubject: {subject}\r\n".encode() in written(subject)
