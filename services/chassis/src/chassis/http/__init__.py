"""The endpoints that every service has: health, metrics, documents, operations page."""

from typing import TYPE_CHECKING

from chassis.exports import lazily

if TYPE_CHECKING:
    from chassis.http.parameters import unknown_parameters

__all__ = ["unknown_parameters"]

if not TYPE_CHECKING:  # or a type checker would accept any name
    __getattr__ = lazily(__name__, {"parameters": ("unknown_parameters",)})
