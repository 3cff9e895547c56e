"""One connection to the mail server, kept open, and what the server said about each letter."""

import re
import socket
import ssl
from dataclasses import dataclass

import aiosmtplib
import structlog

from chassis.messaging.reconnect import Backoff
from notifications.domain.states import Failure
from notifications.settings import Settings

GONE = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """Accepted, or which failure; `reason` is a code, for a server's sentence may name people."""

    failure: Failure | None = None
    reason: str | None = None


ACCEPTED = Answer()


class Courier:
    """Hands letters to the mail server over one connection that it makes when it needs one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp = self._client()

    async def reach(self) -> bool:
        """Return once there is a connection, and whether there was one already.

        An outage uses up no attempt and loses nothing.
        """
        if self._smtp.is_connected:
            return True
        backoff = Backoff(0.1, 15.0)
        while True:
            try:
                await self._connect()
            except (aiosmtplib.SMTPException, OSError) as error:
                log.warning("mail server not reached", error=type(error).__name__)
                await backoff.wait()
            else:
                return False

    async def hand_over(self, address: str, message: bytes) -> Answer:
        """One attempt; whatever the server says comes back as an answer, never as an exception."""
        options = [] if address.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            await self._smtp.sendmail(
                self._settings.sender, [address], message, mail_options=options
            )
        except aiosmtplib.SMTPSenderRefused as refused:  # about us, not about them
            return Answer(Failure.OURS, f"sender-{_code(refused.code, refused.message)}")
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _answer(refused.recipients[0].code, refused.recipients[0].message)
        except aiosmtplib.SMTPResponseException as refused:
            return _answer(refused.code, refused.message)
        except aiosmtplib.SMTPNotSupported:
            return Answer(Failure.REFUSED, "smtputf8-not-supported")
        except GONE as error:
            self.drop()
            return Answer(Failure.OURS, f"connection-{type(error).__name__}")
        return ACCEPTED

    def drop(self) -> None:
        """Forget the connection; the next letter makes a new one."""
        self._smtp.close()

    async def close(self) -> None:
        """Say goodbye, unless the server has gone."""
        if self._smtp.is_connected:
            try:
                await self._smtp.quit(timeout=1)
            except (aiosmtplib.SMTPException, OSError):
                self.drop()

    async def _connect(self) -> None:
        self.drop()
        self._smtp = self._client()
        await self._smtp.connect()

    def _client(self) -> aiosmtplib.SMTP:
        set_ = self._settings
        password = set_.smtp_password
        return aiosmtplib.SMTP(
            hostname=set_.smtp_host,
            port=set_.smtp_port,
            username=set_.smtp_user,
            password=password.get_secret_value() if password else None,
            local_hostname=socket.gethostname(),  # the default asks DNS, which may take seconds
            timeout=set_.smtp_timeout_seconds,
            use_tls=set_.smtp_security == "tls",
            start_tls=set_.smtp_security == "starttls",
            tls_context=_trust(set_),
        )


def _trust(settings: Settings) -> ssl.SSLContext | None:
    if settings.smtp_security == "none":
        return None
    return ssl.create_default_context(cafile=settings.smtp_ca_file)


def _answer(code: int, message: str) -> Answer:
    failure = Failure.DEFERRED if code < 500 else Failure.REFUSED
    return Answer(failure, _code(code, message))


def _code(code: int, message: str) -> str:
    enhanced = _ENHANCED.match(message)
    return f"smtp-{code}" + (f" {enhanced[0]}" if enhanced else "")
