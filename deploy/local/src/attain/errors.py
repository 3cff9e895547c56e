"""Errors that a person can act on."""


class AttainError(Exception):
    """An expected error: its text says what is wrong and what to do."""


class StackError(AttainError):
    """The stack cannot start."""
