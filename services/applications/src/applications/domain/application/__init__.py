"""The application as an aggregate: it alone changes its state and its money, together."""

from applications.domain.application.application import Application

__all__ = ["Application"]
