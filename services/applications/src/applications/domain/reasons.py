"""How a rule says no: a code for machines and a sentence that its reader can act on."""

from typing import NamedTuple


class Reason(NamedTuple):
    """One refusal."""

    code: str
    message: str


def pounds(pence: int) -> str:
    """Pence as people read them: £8,333.33."""
    return f"£{pence // 100:,}.{pence % 100:02d}"
