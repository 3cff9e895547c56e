"""Pence: how a part award is divided, to the penny."""

from collections.abc import Sequence


def scale_milestones(amounts: Sequence[int], awarded: int) -> list[int]:
    """In proportion, each rounded down to the penny, the last taking the rest."""
    scaled = scale_shares(amounts, sum(amounts), awarded)
    return [*scaled[:-1], awarded - sum(scaled[:-1])]


def scale_shares(shares: Sequence[int], requested: int, awarded: int) -> list[int]:
    """In proportion, each rounded down to the penny; what remains is the lead's."""
    return [share * awarded // requested for share in shares]


def pounds(pence: int) -> str:
    """Pence as people read them: £8,333.33."""
    return f"£{pence // 100:,}.{pence % 100:02d}"
