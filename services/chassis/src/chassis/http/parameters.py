"""Refuses a query parameter that an address does not have: ignored, it would mislead its sender."""

from collections.abc import Iterable

from fastapi import HTTPException, Request

NAMED = 100  # characters of a name that the answer repeats


def only_known_parameters(request: Request) -> None:
    """Raise the problem 400 for an unknown parameter; a dependency of every service's queries.

    The OpenAPI document says which parameters an address has. What is not in it, such as a style
    sheet, takes any.
    """
    path = request.app.openapi()["paths"].get(request.scope["route"].path_format, {})
    operation = path.get(request.method.lower())
    if operation is None:
        return
    known = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
    if unknown := [name for name in request.query_params if name not in known]:
        raise unknown_parameters(unknown, known)


def unknown_parameters(unknown: Iterable[str], known: Iterable[str]) -> HTTPException:
    """The problem 400 that names the unknown parameters and lists the known ones."""
    named = ", ".join(f'"{name[:NAMED]}"' for name in unknown)
    listed = ", ".join(known)
    return HTTPException(
        400,
        f"There is no parameter {named} here. "
        + (f"Use these: {listed}." if listed else "This address has no parameters."),
    )
