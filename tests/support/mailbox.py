"""An SMTP peer that keeps what it receives, and can be told to refuse."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from attain.settings.ports import free_ports


class SmtpPeer:
    """Messages arrive in `messages`; `refusals` maps an address to the answer that it gets."""

    def __init__(self) -> None:
        self.host = "127.0.0.1"
        self.port = free_ports(1)[0]
        self.messages: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.refusals: dict[str, str] = {}
        self.answer = "250 OK"
        self._controller: Controller | None = None

    def start(self) -> "SmtpPeer":
        """Serves in a thread of its own."""
        self._controller = Controller(self, hostname=self.host, port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Connections are refused from now on; `start` opens again on the same port."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def to(self, address: str) -> list[EmailMessage]:
        """What one address received, compared without case."""
        return [m for m in self.messages if address.lower() in str(m["To"]).lower()]

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuses the addresses that a test named."""
        if refusal := self.refusals.get(address.lower()):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keeps the message when the answer is a yes."""
        if self.answer.startswith("2"):
            content = envelope.original_content or b""
            self.messages.append(message_from_bytes(content, policy=policy.default))
            self.envelopes.append(envelope)
        return self.answer
