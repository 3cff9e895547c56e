"""Finding a service's contracts and migrations, installed as a wheel or from the work tree."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson


def package_folder(package: str, name: str) -> Path:
    """The folder `name` of a service: inside the wheel, else beside its src.

    Raises FileNotFoundError where neither is there.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {package} is not installed")
    inside = Path(spec.origin).parent
    for candidate in (inside / name, inside.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{package} has no folder {name}")


def contract_file(service: str, kind: str, name: str) -> dict[str, Any] | None:
    """A file of a service's contracts, of the kind intake or events; None if it has none such."""
    path = package_folder(service, "contracts") / kind / name
    contract: dict[str, Any] | None = orjson.loads(path.read_bytes()) if path.exists() else None
    return contract
