"""An address as every mail server accepts it."""

import idna


def ascii_domain(address: str) -> str:
    """The address with its domain in ASCII, by UTS 46; unchanged where no such form exists."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True, std3_rules=True).decode()}"
    except idna.IDNAError:
        return address
