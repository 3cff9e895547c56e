"""The service over HTTP: health, metrics, documentation and pages."""

from chassis.http.parameters import unknown_parameters

__all__ = ["unknown_parameters"]
