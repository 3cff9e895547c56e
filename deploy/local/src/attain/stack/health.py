"""Whether the parts of a stack answer, and what each service says is wrong."""

import http.client
import json
import smtplib
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 5.0
SILENT = ["it does not answer"]
SMTP_OK = 250


def answers(url: str, timeout: float = TIMEOUT_SECONDS) -> bool:
    """Whether the address answers with status 200."""
    answer = _get(url, timeout)
    return answer is not None and answer[0] == http.HTTPStatus.OK


def problems(url: str, timeout: float = TIMEOUT_SECONDS) -> list[str]:
    """The failed checks of a service's /health/ready; empty where it is ready."""
    answer = _get(url, timeout)
    if answer is None:
        return SILENT
    status, body = answer
    try:
        return [] if status == http.HTTPStatus.OK else list(json.loads(body)["wrong"])
    except (ValueError, KeyError):
        return [f"it answers with status {status}"]


def mail_server_answers(port: int, timeout: float = TIMEOUT_SECONDS) -> bool:
    """Whether an SMTP server on this machine greets and takes a command."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=timeout) as server:
            return server.noop()[0] == SMTP_OK
    except (OSError, smtplib.SMTPException):
        return False


def _get(url: str, timeout: float) -> tuple[int, bytes] | None:
    """Without the machine's proxy; None where there is no answer."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=timeout)
    try:
        connection.request("GET", address.path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
