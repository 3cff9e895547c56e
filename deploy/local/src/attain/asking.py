"""Asking a service of the stack whether it is well."""

import http.client
from urllib.parse import urlsplit


def answers(url: str, timeout: float = 5.0) -> bool:
    """Whether the address says 200; asked directly, whatever proxy the machine uses."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=timeout)
    try:
        connection.request("GET", address.path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
