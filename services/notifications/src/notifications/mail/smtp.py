"""One connection to the mail server, and its answer to each message."""

import re
import socket
import ssl
from email.message import EmailMessage

import aiosmtplib
import structlog

from chassis import Backoff
from notifications.domain.states import Attempt, Failure
from notifications.mail.message import to_bytes
from notifications.settings import Settings

CONNECTION_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
ACCEPTED = Attempt()
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
log = structlog.get_logger()


class SmtpClient:
    """Sends messages over one connection, which stays open between them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp = _client(settings)

    def is_connected(self) -> bool:
        """Whether the mail server has the connection open."""
        return self._smtp.is_connected

    async def connect(self) -> None:
        """Return once connected; an outage waits here, and uses up no attempt."""
        backoff = Backoff(0.1, 15.0)
        while not self._smtp.is_connected:
            self.drop()
            self._smtp = _client(self._settings)
            try:
                await self._smtp.connect()
            except (aiosmtplib.SMTPException, OSError) as error:
                log.warning("mail server not reached", error=type(error).__name__)
                await backoff.wait()

    async def send(self, message: EmailMessage, address: str) -> Attempt:
        """One attempt; each answer of the server is a value, never an exception."""
        options = [] if address.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            await self._smtp.sendmail(
                self._settings.sender, [address], to_bytes(message), mail_options=options
            )
        except aiosmtplib.SMTPSenderRefused as refused:  # the fault is not the recipient's
            return Attempt(Failure.TECHNICAL, f"sender-{_code(refused.code, refused.message)}")
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _refused(refused.recipients[0].code, refused.recipients[0].message)
        except aiosmtplib.SMTPResponseException as refused:
            return _refused(refused.code, refused.message)
        except aiosmtplib.SMTPNotSupported:
            return Attempt(Failure.PERMANENT, "smtputf8-not-supported")
        except CONNECTION_LOST as error:
            self.drop()
            return Attempt(Failure.TECHNICAL, f"connection-{type(error).__name__}")
        return ACCEPTED

    def drop(self) -> None:
        """Close the connection without a QUIT; `connect` makes a new one."""
        self._smtp.close()

    async def close(self) -> None:
        """Send QUIT, if the server is still there."""
        if self._smtp.is_connected:
            try:
                await self._smtp.quit(timeout=1)
            except (aiosmtplib.SMTPException, OSError):
                self.drop()


def _client(settings: Settings) -> aiosmtplib.SMTP:
    password = settings.smtp_password
    return aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        local_hostname=socket.gethostname(),  # the default asks DNS, which may take seconds
        timeout=settings.smtp_timeout_seconds,
        use_tls=settings.smtp_security == "tls",
        start_tls=settings.smtp_security == "starttls",
        tls_context=_tls_context(settings),
    )


def _tls_context(settings: Settings) -> ssl.SSLContext | None:
    if settings.smtp_security == "none":
        return None
    return ssl.create_default_context(cafile=settings.smtp_ca_file)


def _refused(code: int, message: str) -> Attempt:
    failure = Failure.TEMPORARY if code < 500 else Failure.PERMANENT
    return Attempt(failure, _code(code, message))


def _code(code: int, message: str) -> str:
    enhanced = _ENHANCED.match(message)
    return f"smtp-{code}" + (f" {enhanced[0]}" if enhanced else "")
