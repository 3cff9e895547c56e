"""Sections of Part 4 and steps of the department in words."""

_POWERS = {
    "s63": "require the governing body to enter into arrangements",
    "s64": "appoint additional governors",
    "s65": "replace the governing body with an interim executive board",
    "s66": "suspend the delegated budget",
}
_STEPS = {
    "rise-targeted-begun": "targeted RISE support has begun",
    "rise-targeted-ended": "targeted RISE support has ended",
    "academy-order-made": "an academy order was made",
    "academy-order-revoked": "the academy order was revoked",
    "secretary-of-state-notice": "the Secretary of State gave a warning notice",
    "secretary-of-state-notice-lifted": "the Secretary of State's warning notice was lifted",
    "coasting-notified": "the school was notified as coasting",
    "coasting-ended": "the school is no longer coasting",
    "additional-governors": "the Secretary of State appointed additional governors",
    "interim-executive-board": "the Secretary of State put an interim executive board in place",
    "interim-executive-board-ended": "the Secretary of State's interim executive board ended",
}


def section(code: str) -> str:
    """A section as people write it: s60A is section 60A."""
    return f"section {code.removeprefix('s')}"


def power(code: str) -> str:
    """A power with its section: appoint additional governors (section 64)."""
    return f"{_POWERS.get(code, code)} ({section(code)})"


def dfe_step(kind: str) -> str:
    """A step of the department as the end of a sentence."""
    return _STEPS.get(kind, kind.replace("-", " "))
