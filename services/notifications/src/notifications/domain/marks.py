"""What a message is to its reader: by it a person's choice of a digest or of nothing holds."""

from enum import StrEnum


class Mark(StrEnum):
    """Each row of the rules has one.

    A choice of a daily digest or of no messages holds for INFORM alone.
    """

    ACT = "act"  # asks its reader to do something
    STATUTORY = "statutory"  # the law or a formal procedure asks for it
    INFORM = "inform"  # tells; nothing has to be done
