"""Names codes as words, for people."""

_NAMES = {
    "learning-hub": "Learning hub",
    "research-project": "Research project",
    "developing-school": "Developing school",
    "english": "English",
    "send": "SEND",
    "state-funded": "State-funded",
    "released": "Decision announced",
    "decision released": "Decision announced",
    "declined-by-school": "Declined by the school",
    "superseded": "Replaced",
    "lapsed": "Offer ended",
    "s60": "Section 60",
    "s60A": "Section 60A",
    "s60B": "Section 60B",
    "s63": "Section 63: working with others",
    "s64": "Section 64: additional governors",
    "s65": "Section 65: interim executive board",
    "s66": "Section 66: suspended budget",
    "not-complied": "Not complied with",
    "complied": "Complied with",
    "parent-view": "Parent View",
    "rise-targeted-begun": "Targeted RISE support began",
    "rise-targeted-ended": "Targeted RISE support ended",
    "academy-order-made": "Academy order made",
    "secretary-of-state-notice": "Warning notice by the Secretary of State",
    "secretary-of-state-notice-lifted": "Warning notice by the Secretary of State lifted",
    "coasting-notified": "Notified as coasting",
    "coasting-ended": "No longer coasting",
    "school-closed": "The school closed",
    "converted": "The school became an academy",
}


def named(code: str | None) -> str:
    """A code as words: under-review becomes Under review."""
    if not code:
        return "Not known"
    return _NAMES.get(code) or (code[0].upper() + code[1:]).replace("-", " ")
