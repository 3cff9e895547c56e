"""What can be expected to go wrong, so that it is said and not thrown at a person."""


class AttainError(Exception):
    """Something that can be expected to go wrong, in a sentence that says what to do."""


class StackError(AttainError):
    """The stack cannot start, in words that say what to do."""
