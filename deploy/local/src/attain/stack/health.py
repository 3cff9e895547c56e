"""Asking a service of the stack whether it is well, and where not, what is wrong."""

import http.client
import json
from urllib.parse import urlsplit

SILENT = ["it does not answer"]


def answers(url: str, timeout: float = 5.0) -> bool:
    """Whether the address says 200."""
    answer = _ask(url, timeout)
    return answer is not None and answer[0] == http.HTTPStatus.OK


def wrong(url: str, timeout: float = 5.0) -> list[str]:
    """What a service's /health/ready complains of; nothing where it is ready."""
    answer = _ask(url, timeout)
    if answer is None:
        return SILENT
    status, body = answer
    try:
        return [] if status == http.HTTPStatus.OK else list(json.loads(body)["wrong"])
    except (ValueError, KeyError):
        return [f"it answers with {status}"]


def _ask(url: str, timeout: float) -> tuple[int, bytes] | None:
    """Directly, whatever proxy the machine uses; None where nothing sensible comes back."""
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
